package dev.rollcall.run.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The mailboxes a command limits an app to are the policy's targets. */
@Tag("E11")
final class CommandsTest {

  private static final Selection.Group GROUP =
      new Selection.Group("field@contoso.com", Selection.Include.MEMBERS, false, false);

  @Test
  void severalSelectionsAreJoined() {
    List<String> scope =
        MailboxFilter.of(
                List.of(
                    GROUP,
                    new Selection.Recipient("ann@contoso.com"),
                    new Selection.Query("Meeting*", Set.of(RecipientType.ROOM))))
            .orElseThrow()
            .scope("Rollcall contoso");

    String filter =
        " -RecipientRestrictionFilter ('(MemberOfGroup -eq ''' + $group1 + ''') -or"
            + " (PrimarySmtpAddress -eq ''ann@contoso.com'') -or (DisplayName -like ''Meeting*''"
            + " -and (RecipientTypeDetails -eq ''RoomMailbox''))')";
    assertEquals(
        List.of(
            "$group1 = (Get-Group -Identity 'field@contoso.com').DistinguishedName.Replace(\"'\","
                + " \"''\")",
            "if (Get-ManagementScope -Identity 'Rollcall contoso' -ErrorAction SilentlyContinue)"
                + " { Set-ManagementScope -Identity 'Rollcall contoso'"
                + filter
                + " } else { New-ManagementScope -Name 'Rollcall contoso'"
                + filter
                + " }"),
        scope);
  }

  @Test
  void aQuotationMarkInANameEndsNeitherTheFilterNorTheCommand() {
    String line =
        MailboxFilter.of(List.of(new Selection.Recipient("o'brien@contoso.com")))
            .orElseThrow()
            .scope("Rollcall contoso")
            .get(0);

    String[] parts = line.split(" -RecipientRestrictionFilter | \\} else | \\}$");
    for (int i : new int[] {1, 3}) {
      assertEquals(
          "(PrimarySmtpAddress -eq 'o''brien@contoso.com')", PowerShellText.read(parts[i]), line);
    }
  }

  @Test
  void aScopeThatIsThereAlreadyGetsTheFilterOfNow() {
    String line = MailboxFilter.ofAddress("ann@contoso.com").scope("Rollcall contoso mail").get(0);

    assertEquals(
        "if (Get-ManagementScope -Identity 'Rollcall contoso mail' -ErrorAction SilentlyContinue)"
            + " { Set-ManagementScope -Identity 'Rollcall contoso mail' -RecipientRestrictionFilter"
            + " '(PrimarySmtpAddress -eq ''ann@contoso.com'')' } else { New-ManagementScope -Name"
            + " 'Rollcall contoso mail' -RecipientRestrictionFilter"
            + " '(PrimarySmtpAddress -eq ''ann@contoso.com'')' }",
        line);
  }

  @Test
  void everybodyNeedsNoLimitAndNobodyHasNone() {
    assertTrue(
        MailboxFilter.of(
                List.of(
                    GROUP,
                    new Selection.Query(
                        "*",
                        Set.of(
                            RecipientType.USER,
                            RecipientType.SHARED_MAILBOX,
                            RecipientType.ROOM,
                            RecipientType.EQUIPMENT))))
            .isEmpty());
    assertTrue(MailboxFilter.of(List.of()).isEmpty());
  }

  @Test
  void groupsInGroupsAreToldOf() {
    Selection nested =
        new Selection.Group("all@contoso.com", Selection.Include.MEMBERS, true, false);

    assertTrue(MailboxFilter.of(List.of(nested)).orElseThrow().isNested());
    assertFalse(MailboxFilter.of(List.of(GROUP)).orElseThrow().isNested());
  }
}
