package dev.rollcall.source.activedirectory;

import dev.rollcall.contract.SourceLaws;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.Source;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Active Directory as a source among the others. */
@Tag("S2")
class ActiveDirectoryLawsTest extends SourceLaws {

  private final DirectoryOffice office =
      new DirectoryOffice(new Organisation("Contoso", "contoso.example"), 1);

  @AfterEach
  void close() {
    office.close();
  }

  @Override
  protected Source source() {
    return office.source();
  }

  @Override
  protected Environment environment() {
    return DirectoryOffice.environment();
  }

  @Override
  protected Policy policy() {
    return DirectoryOffice.policy(new Selection.Query("*", Set.of(RecipientType.USER)));
  }

  @Override
  protected void add(String id, String displayName) {
    office.people.join(id, displayName, id);
    office.directory.replicate();
  }

  @Override
  protected void rename(String id, String displayName) {
    office.people.change(Organisation.idOf("USER:" + id), "displayName", displayName);
    office.directory.replicate();
  }

  @Override
  protected void remove(String id) {
    office.people.leave(Organisation.idOf("USER:" + id));
    office.directory.replicate();
  }

  @Override
  protected void refuse() {
    office.directory.controllers().get(0).down();
  }
}
