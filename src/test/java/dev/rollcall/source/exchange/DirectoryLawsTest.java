package dev.rollcall.source.exchange;

import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.Source;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** The tenant's directory as a source among the others. */
@Tag("S1")
class DirectoryLawsTest extends RecipientLaws {

  @Override
  protected Source source() {
    return office.directorySource();
  }

  @Override
  protected Policy policy() {
    return ExchangeOffice.policy(new Selection.Query("*", Set.of(RecipientType.USER)));
  }

  @Override
  protected void add(String id, String displayName) {
    office.organisation.join(id, displayName, id);
  }

  @Override
  protected boolean photo(String id, byte[] jpeg) {
    office.organisation.setPhoto(Organisation.idOf("USER:" + id), Optional.of(jpeg));
    return true;
  }

  @Override
  protected int failLater() {
    office.tenant.directoryQuirks().largestPage(2);
    office.tenant.directoryQuirks().failAfter(Optional.of(4));
    return 7;
  }
}
