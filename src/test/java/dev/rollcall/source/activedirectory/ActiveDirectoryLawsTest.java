package dev.rollcall.source.activedirectory;

import com.unboundid.ldap.sdk.ResultCode;
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

  /** The controller's number and its database's are asked before the list. */
  private static final int BEFORE_THE_SECOND_PAGE = 3;

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
  }

  @Override
  protected void rename(String id, String displayName) {
    office.people.change(Organisation.idOf("USER:" + id), "displayName", displayName);
  }

  @Override
  protected void remove(String id) {
    office.people.leave(Organisation.idOf("USER:" + id));
  }

  @Override
  protected void settle() {
    office.directory.replicate();
  }

  @Override
  protected int failLater() {
    var hostility = office.directory.controllers().get(0).hostility();
    for (int i = 0; i < BEFORE_THE_SECOND_PAGE; i++) {
      hostility.answer();
    }
    hostility.fail(ResultCode.ADMIN_LIMIT_EXCEEDED, "00002024");
    return 1_150;
  }

  @Override
  protected void refuse() {
    office.directory.controllers().get(0).down();
  }
}
