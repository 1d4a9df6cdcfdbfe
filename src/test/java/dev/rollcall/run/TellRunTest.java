package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Problem;
import dev.rollcall.run.RunSummary.Standing;
import dev.rollcall.state.RunMail;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails about runs while workers die, services refuse and runs fail day after day. */
@Tag("R8")
final class TellRunTest {

  private static final String EVERY_RUN =
      MemoryOffice.FREELY + ", \"notify\": { \"to\": [\"admin@contoso.com\"] }";
  private static final String ONLY_ON_ERROR =
      MemoryOffice.FREELY
          + ", \"notify\": { \"to\": [\"admin@contoso.com\"], \"onlyOnError\": true }";
  private static final Problem DOWN = Problem.lasting("down", "Down.", "Wait.", "503");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereverAWorkerDiesTheMailIsSentAndHardlyEverTwice(boolean reaches) {
    int doubled = 0;
    // The first two are the request for the run.
    int after = 2;
    boolean died;
    do {
      MemoryOffice office = new MemoryOffice(new Random(7), EVERY_RUN);
      office.life().diesAfter(after, reaches);

      RunRecord run = office.apply(false);
      office.mailsSettle();

      died = office.life().deaths() > 0;
      int sent = office.mails().summaries().size();
      assertTrue(sent == 1 || sent == 2, "died after " + after + ": " + sent + " mails");
      assertEquals(
          RunMail.State.SENT,
          office.stored(run.id()).mail().orElseThrow().state(),
          "died after " + after);
      doubled += sent - 1;
      after++;
    } while (died);

    assertTrue(after > 20, "many a place to die: " + after);
    // Only between the mail and its notice.
    assertTrue(doubled <= 2, doubled + " mails twice");
  }

  @Test
  void aHundredFailingRunsAreOneMail() {
    MemoryOffice office = new MemoryOffice(new Random(3), ONLY_ON_ERROR);
    office.apply(false);
    assertEquals(List.of(), office.mails().summaries());
    office.folders().fail("mailbox-0");

    for (int i = 0; i < 100; i++) {
      office.directory().changes(new Random(i));
      office.apply(true);
    }

    assertEquals(1, office.mails().summaries().size());
    RunSummary told = office.mails().summaries().get(0);
    assertEquals(Standing.FAILS, told.standing());
    assertEquals(1, told.troubles().get(0).mailboxes());
    assertEquals("mailbox-0@contoso.com", told.mailboxes().get(0).address());
  }

  @Test
  void withoutOnlyOnErrorEachRunIsOneMail() {
    MemoryOffice office = new MemoryOffice(new Random(3), EVERY_RUN);
    for (int i = 0; i < 5; i++) {
      office.apply(false);
      office.preview(false);
    }
    office.mailsSettle();

    assertEquals(5, office.mails().summaries().size());
  }

  @Test
  @Tag("R5")
  void theNumbersAreTheRunsOwnAndTheMailboxesAddUpToThem() {
    for (int seed = 0; seed < 20; seed++) {
      MemoryOffice office = new MemoryOffice(new Random(seed), EVERY_RUN);
      office.apply(false);
      office.aDayPasses();
      RunRecord run = office.apply(true);

      List<RunSummary> told = office.mails().summaries();
      RunSummary summary = told.get(told.size() - 1);

      assertEquals(run.counts(), summary.run().counts(), "seed " + seed);
      assertEquals(0, summary.moreMailboxes());
      assertEquals(
          run.counts().created(),
          summary.mailboxes().stream().mapToLong(m -> m.target().counts().created()).sum(),
          "seed " + seed);
      for (RunSummary.MailboxLine line : summary.mailboxes()) {
        assertEquals(
            office.folders().of(line.target().target().value()).ours().size(),
            line.contacts(),
            "seed " + seed + " " + line.address());
      }
    }
  }

  @Test
  void refusedMailsAreGivenUpAndTheRunStaysAsItIs() {
    MemoryOffice office = new MemoryOffice(new Random(3), EVERY_RUN);
    office.mails().refuse(Optional.of(DOWN));

    RunRecord run = office.apply(false);
    office.mailsSettle();

    RunRecord stored = office.stored(run.id());
    assertEquals(RunStatus.FINISHED, stored.status());
    assertEquals(RunMail.State.GIVEN_UP, stored.mail().orElseThrow().state());
    assertEquals(TellRun.MAX_ATTEMPTS, office.mails().asked());
  }

  @Test
  void whatWasNotTakenFirstIsTakenLaterOnce() {
    MemoryOffice office = new MemoryOffice(new Random(3), EVERY_RUN);
    office.mails().refuse(Optional.of(DOWN));
    office.apply(false);
    office.mails().refuse(Optional.empty());

    office.mailsSettle();

    assertEquals(1, office.mails().summaries().size());
    assertEquals(2, office.mails().asked());
  }

  @Test
  void aFailureThatNobodyCouldBeToldOfIsToldWithTheNextRunThatFails() {
    MemoryOffice office = new MemoryOffice(new Random(3), ONLY_ON_ERROR);
    office.apply(false);
    office.folders().fail("mailbox-0");
    office.mails().refuse(Optional.of(DOWN));
    RunRecord untold = office.apply(true);
    office.mails().refuse(Optional.empty());

    RunRecord told = office.apply(true);
    office.mailsSettle();

    assertEquals(
        List.of(told.id()),
        office.mails().summaries().stream()
            .map(summary -> summary.run().id())
            .collect(Collectors.toList()));
    assertEquals(RunMail.State.NOT_NEEDED, office.stored(untold.id()).mail().orElseThrow().state());
  }
}
