package dev.rollcall.source.exchange;

import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.Source;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** Shared mailboxes with the people behind them as a source among the others. */
@Tag("S7")
class MailboxLawsTest extends RecipientLaws {

  @Override
  protected Source source() {
    return office.mailboxSource();
  }

  @Override
  protected Policy policy() {
    return ExchangeOffice.teams(
        Set.of(Policy.MailboxType.SHARED),
        Policy.Trustees.FULL_ACCESS,
        new Selection.Query("*", Set.of(RecipientType.SHARED_MAILBOX)));
  }

  @Override
  protected void add(String id, String displayName) {
    office.organisation.addMailbox(id, displayName, id, "shared");
  }
}
