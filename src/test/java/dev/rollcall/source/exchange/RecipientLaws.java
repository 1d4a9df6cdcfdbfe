package dev.rollcall.source.exchange;

import dev.rollcall.contract.SourceLaws;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Environment;
import org.junit.jupiter.api.AfterEach;

/** Recipients of the local tenant as a source. */
abstract class RecipientLaws extends SourceLaws {

  final ExchangeOffice office = new ExchangeOffice(new Organisation("Contoso", "contoso.example"));

  @AfterEach
  final void close() {
    office.tenant.hostility().calm();
    office.close();
  }

  @Override
  protected final Environment environment() {
    return ExchangeOffice.environment(true);
  }

  @Override
  protected final void rename(String id, String displayName) {
    office.organisation.change(Organisation.idOf("USER:" + id), "displayName", displayName);
  }

  @Override
  protected final void remove(String id) {
    office.organisation.leave(Organisation.idOf("USER:" + id));
  }

  @Override
  protected final void refuse() {
    office
        .tenant
        .hostility()
        .onRequest(
            any -> true,
            Moment.BEFORE,
            Incident.refused(403, "Authorization_RequestDenied", "Insufficient privileges."));
  }
}
