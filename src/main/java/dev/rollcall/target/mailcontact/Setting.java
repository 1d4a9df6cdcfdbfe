package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.CmdletAnswer;
import dev.rollcall.client.exchange.ContactCommand;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings contacts that are there to what they shall be: their details, then what mail goes by, with
 * the address and the stamp. Values are set to what they shall be, so that doing it again does no
 * harm.
 */
final class Setting {

  private static final long ADDRESS = 1L << RecordField.MAIL.code();

  private final Directory directory;
  private final ContactForm form;
  private final Function<RecordKey, Optional<LedgerEntry>> ledger;
  private final Progress results;

  Setting(
      Directory directory, Function<RecordKey, Optional<LedgerEntry>> ledger, Progress results) {
    this.directory = directory;
    this.form = directory.form();
    this.ledger = ledger;
    this.results = results;
  }

  /**
   * Sets ten contacts at most.
   *
   * @return those of which all but the address was set, since somebody else has it; they are not
   *     settled
   */
  List<Job> set(List<Job> jobs) {
    List<Job> detailed = send(jobs, this::details);
    List<Job> there = new ArrayList<>();
    for (Job job : detailed) {
      if (job.failure().filter(Setting::isGone).isPresent() && !job.made()) {
        results.settled(new Outcome.Gone(job.change()));
      } else {
        there.add(job);
      }
    }
    List<Job> taken = new ArrayList<>();
    List<Job> written = new ArrayList<>();
    for (Job job : send(there, recipient(there))) {
      boolean addressTaken =
          ContactForm.has(job.fields(), RecordField.MAIL)
              && job.failure().filter(Setting::isConflict).isPresent();
      if (addressTaken) {
        taken.add(job);
      } else if (job.failure().filter(Setting::isGone).isPresent() && !job.made()) {
        results.settled(new Outcome.Gone(job.change()));
      } else {
        written.add(job);
      }
    }
    List<Job> rest =
        taken.stream()
            .map(
                job ->
                    new Job(
                        job.change(),
                        job.wanted(),
                        job.id(),
                        job.fields() & ~ADDRESS,
                        job.made(),
                        Optional.empty()))
            .toList();
    for (Job job : send(rest, recipient(rest))) {
      job.failure().filter(why -> !results.stopped()).ifPresent(results::stopsAll);
    }
    settle(written);
    return taken;
  }

  /**
   * Gives a contact another address for a moment, so that its own is free.
   *
   * @return whether it has it
   */
  boolean stepAside(Job job, String address) {
    ContactCommand aside =
        ContactCommand.setRecipient(job.id()).with("ExternalEmailAddress", address);
    return directory.write(List.of(aside)).get(0).failure().isEmpty();
  }

  /** What was written is read again, as the service says nothing of what it made of it. */
  private void settle(List<Job> jobs) {
    List<Job> done = new ArrayList<>();
    for (Job job : jobs) {
      if (job.failure().isPresent()) {
        if (!results.stopped() || !isPassing(job.failure().get())) {
          results.failed(job.change(), job.failure().get());
        }
      } else {
        done.add(job);
      }
    }
    List<Optional<Content>> contents = directory.contents(done.stream().map(Job::id).toList());
    for (int i = 0; i < done.size(); i++) {
      Job job = done.get(i);
      FieldPrints answered = contents.get(i).map(Content::prints).orElseGet(() -> asWritten(job));
      results.settled(new Outcome.Done(job.change(), job.id().value(), answered, Optional.empty()));
    }
  }

  private FieldPrints asWritten(Job job) {
    return ledger
        .apply(job.key())
        .filter(LedgerEntry::isPresent)
        .map(entry -> entry.answered().replaced(job.fields(), job.wanted().prints()))
        .orElseGet(() -> job.wanted().prints());
  }

  private ContactCommand details(Job job) {
    return form.details(
        fresh(ContactCommand.setDetails(job.id()), job), job.wanted(), job.fields());
  }

  /** The commands for what mail goes by; with distinct names only after asking who is called so. */
  private Function<Job, ContactCommand> recipient(List<Job> jobs) {
    Set<String> others = new HashSet<>();
    if (directory.list().distinctNames()) {
      List<Job> named =
          jobs.stream()
              .filter(job -> ContactForm.has(job.fields(), RecordField.DISPLAY_NAME))
              .toList();
      Set<ObjectId> ours = new HashSet<>();
      named.forEach(job -> ours.add(job.id()));
      others.addAll(
          directory.namesOfOthers(
              named.stream().map(job -> job.wanted().text(RecordField.DISPLAY_NAME)).toList(),
              ours));
    }
    return job ->
        form.recipient(
            fresh(ContactCommand.setRecipient(job.id()), job),
            job.key(),
            job.wanted(),
            ContactForm.shown(
                job.wanted(), others.contains(job.wanted().text(RecordField.DISPLAY_NAME))),
            job.fields());
  }

  private static ContactCommand fresh(ContactCommand command, Job job) {
    return job.made() ? command.ofJustMade() : command;
  }

  /** Sends what there is to send; answers every job, with what it failed by. */
  private List<Job> send(List<Job> jobs, Function<Job, ContactCommand> command) {
    List<Job> sent = new ArrayList<>();
    List<ContactCommand> commands = new ArrayList<>();
    List<Job> all = new ArrayList<>();
    for (Job job : jobs) {
      ContactCommand one = command.apply(job);
      if (one.isEmpty() || results.stopped()) {
        all.add(job);
      } else {
        sent.add(job);
        commands.add(one);
      }
    }
    if (results.stopped()) {
      return List.of();
    }
    List<CmdletAnswer> answers = directory.write(commands);
    for (int i = 0; i < sent.size(); i++) {
      Optional<ClientException> failure = answers.get(i).failure();
      Job job = sent.get(i);
      if (failure.isPresent() && results.stopsAll(failure.get())) {
        // Left as it is, half done perhaps; the next run sees what is missing.
        continue;
      }
      all.add(failure.map(job::failedBy).orElse(job));
    }
    return all;
  }

  private static boolean isPassing(ClientException failure) {
    return failure.disposition().isPassing();
  }

  private static boolean isGone(ClientException failure) {
    return failure.disposition() == Disposition.GONE;
  }

  private static boolean isConflict(ClientException failure) {
    return failure.disposition() == Disposition.CONFLICT;
  }
}
