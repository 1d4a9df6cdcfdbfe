package dev.rollcall.source.activedirectory;

import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.contract.SourceContract;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.Source;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;

/** Active Directory keeps to what every source keeps to. */
@Tag("S2")
class ActiveDirectoryContractTest extends SourceContract {

  /** The controller's number and its database's are asked before the list. */
  private static final int BEFORE_THE_SECOND_PAGE = 3;

  @Override
  protected Setup open() {
    DirectoryOffice office = new DirectoryOffice(new Organisation("Contoso", "contoso.example"), 1);
    return new Setup() {
      @Override
      public Source source() {
        return office.source();
      }

      @Override
      public Environment environment() {
        return DirectoryOffice.environment();
      }

      @Override
      public Policy policy() {
        return DirectoryOffice.policy(new Selection.Query("*", EnumSet.of(RecipientType.USER)));
      }

      @Override
      public void add(int from, int to) {
        for (int i = from; i < to; i++) {
          office.people.join("p" + i, "Person " + i, "p" + i);
        }
        office.directory.replicate();
      }

      @Override
      public void remove(int number) {
        office.people.leave(office.id("p" + number));
        office.directory.replicate();
      }

      @Override
      public void promote(int number, String jobTitle) {
        office.people.change(office.id("p" + number), "jobTitle", jobTitle);
        office.directory.replicate();
      }

      @Override
      public void refuse() {
        office.directory.refuseLogins("533");
      }

      @Override
      public void breakOff() {
        var hostility = office.directory.controllers().get(0).hostility();
        for (int i = 0; i < BEFORE_THE_SECOND_PAGE; i++) {
          hostility.answer();
        }
        hostility.fail(ResultCode.ADMIN_LIMIT_EXCEEDED, "00002024");
      }

      @Override
      public void close() {
        office.close();
      }
    };
  }
}
