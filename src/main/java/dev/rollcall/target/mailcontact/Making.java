package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.CmdletAnswer;
import dev.rollcall.client.exchange.ContactCommand;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes contacts, as far as their first step goes: name, address and names. A contact whose making
 * was not answered, or whose name is there already since an earlier making stopped half-way, is
 * found by its name, which nobody else has.
 */
final class Making {

  /** What the first step sets already. */
  private static final long GIVEN =
      bit(RecordField.DISPLAY_NAME)
          | bit(RecordField.GIVEN_NAME)
          | bit(RecordField.SURNAME)
          | bit(RecordField.INITIALS)
          | bit(RecordField.MAIL);

  private final Directory directory;
  private final Stamp stamp;
  private final Function<RecordKey, Content> wanted;
  private final Progress results;

  Making(Directory directory, Function<RecordKey, Content> wanted, Progress results) {
    this.directory = directory;
    this.stamp = directory.stamp();
    this.wanted = wanted;
    this.results = results;
  }

  /**
   * What the first step came to.
   *
   * @param begun contacts that are there now, with what is to be set still
   * @param taken whose address somebody else has
   */
  record Begun(List<Job> begun, List<Change.Create> taken) {}

  /** Makes ten contacts at most. */
  Begun make(List<Change.Create> creates) {
    Begun begun = new Begun(new ArrayList<>(), new ArrayList<>());
    List<Change.Create> unanswered = attempt(creates, begun);
    if (!unanswered.isEmpty() && !results.stopped()) {
      results.madeAgain();
      for (Change.Create lost : attempt(unanswered, begun)) {
        results.madeAgain();
        results.rejected(lost, Remarks.notMade());
      }
    }
    return begun;
  }

  /** A creation that may have had its effect; with why, unless the answer only lacked the id. */
  private record Doubt(Change.Create create, Optional<ClientException> why) {
    boolean isRefusal() {
      return why.filter(e -> e.disposition() == Disposition.CONFLICT).isPresent();
    }
  }

  /** Answers those of which nobody knows whether they will still come about, and are not there. */
  private List<Change.Create> attempt(List<Change.Create> creates, Begun begun) {
    List<CmdletAnswer> answers = directory.write(creates.stream().map(this::command).toList());
    List<Doubt> doubts = new ArrayList<>();
    for (int i = 0; i < creates.size(); i++) {
      Change.Create create = creates.get(i);
      Optional<ObjectId> id = answers.get(i).rows().stream().findFirst().flatMap(ObjectId::of);
      Optional<Disposition> failed = answers.get(i).failure().map(ClientException::disposition);
      boolean perhapsThere =
          failed.isEmpty()
              || failed.get() == Disposition.CONFLICT
              || failed.get() == Disposition.UNKNOWN_EFFECT;
      if (id.isPresent()) {
        begun.begun().add(job(create, id.get(), true));
      } else if (perhapsThere) {
        doubts.add(new Doubt(create, answers.get(i).failure()));
      } else if (failed.get() == Disposition.GONE) {
        results.rejected(
            create, Remarks.unitMissing(answers.get(i).failure().get().problem().service()));
      } else {
        results.failed(create, answers.get(i).failure().get());
      }
    }
    return look(doubts, begun);
  }

  private List<Change.Create> look(List<Doubt> doubts, Begun begun) {
    List<Directory.Found> looks =
        directory.named(doubts.stream().map(doubt -> stamp.name(doubt.create().key())).toList());
    List<Change.Create> unanswered = new ArrayList<>();
    for (int i = 0; i < doubts.size(); i++) {
      Doubt doubt = doubts.get(i);
      Directory.Found found = looks.get(i);
      if (found.id().isPresent()) {
        begun.begun().add(job(doubt.create(), found.id().get(), false));
      } else if (found.failure().isPresent() && doubt.isRefusal()) {
        results.failed(doubt.create(), found.failure().get());
      } else if (found.failure().isPresent()) {
        results.effectUnknown(found.failure().get());
      } else if (doubt.isRefusal()) {
        begun.taken().add(doubt.create());
      } else {
        unanswered.add(doubt.create());
      }
    }
    return unanswered;
  }

  private ContactCommand command(Change.Create create) {
    Content content = wanted.apply(create.key());
    String name = stamp.name(create.key());
    ContactCommand command =
        ContactCommand.create(name, content.text(RecordField.MAIL)).with("Alias", name);
    command = with(command, "DisplayName", content.text(RecordField.DISPLAY_NAME));
    command = with(command, "FirstName", content.text(RecordField.GIVEN_NAME));
    command = with(command, "LastName", content.text(RecordField.SURNAME));
    command = with(command, "Initials", content.text(RecordField.INITIALS));
    return with(command, "OrganizationalUnit", directory.list().unit().orElse(""));
  }

  private static ContactCommand with(ContactCommand command, String parameter, String value) {
    return value.isEmpty() ? command : command.with(parameter, value);
  }

  /** What was found may be of an earlier making, when the record had other values. */
  private Job job(Change.Create create, ObjectId id, boolean made) {
    Content content = wanted.apply(create.key());
    long all = content.prints().fields();
    boolean asGiven = made && !directory.list().distinctNames();
    return new Job(create, content, id, asGiven ? all & ~GIVEN : all, true, Optional.empty());
  }

  private static long bit(RecordField field) {
    return 1L << field.code();
  }
}
