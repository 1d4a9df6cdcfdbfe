package dev.rollcall.run;

import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Change;
import dev.rollcall.state.RunChange;
import dev.rollcall.target.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns changes and outcomes into what history shows: the record's name, and each field's value
 * before and after. Pure.
 *
 * @param before what the target held of a record, as far as it is known
 * @param after what it is to hold
 */
record ChangeHistory(
    Function<RecordKey, Optional<Content>> before,
    Function<RecordKey, Optional<DesiredRecord>> after) {

  private static final long ALL = -1L;

  /** A change that is only planned, or skipped. */
  RunChange planned(TargetId target, int sequence, Change change) {
    return row(target, sequence, change, change.writes() ? "planned" : "skipped", "", "");
  }

  /** A change that was tried. */
  RunChange settled(TargetId target, int sequence, Outcome outcome) {
    return outcome.match(
        done ->
            row(
                target,
                sequence,
                done.change(),
                "done",
                done.remark().map(Problem::code).orElse(""),
                done.remark().map(ChangeHistory::detail).orElse("")),
        gone ->
            row(
                target,
                sequence,
                gone.change(),
                "gone",
                "DELETED_BY_USER",
                "It had been deleted there meanwhile; the next change of it says what"
                    + " followed."),
        rejected ->
            row(
                target,
                sequence,
                rejected.change(),
                "failed",
                rejected.problem().code(),
                detail(rejected.problem())));
  }

  /** Cause, remedy, and what the service said of itself, each if there is any. */
  private static String detail(Problem problem) {
    String service =
        Stream.of(problem.service(), problem.message())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    return problem.cause()
        + " "
        + problem.remedy()
        + (service.isEmpty() ? "" : " (" + service + ")");
  }

  private RunChange row(
      TargetId target, int sequence, Change change, String outcome, String reason, String detail) {
    RecordKey key = change.key();
    Optional<Content> was = before.apply(key);
    Optional<Content> becomes = after.apply(key).map(DesiredRecord::content);
    return change.match(
        create ->
            new RunChange(
                target.value(),
                sequence,
                "create",
                key.value(),
                shown(becomes, was),
                fields(ALL, Optional.empty(), becomes, false),
                create.restores() && reason.isEmpty() ? "DELETED_BY_USER" : reason,
                create.restores() && detail.isEmpty()
                    ? "It was deleted there; the policy restores it."
                    : detail,
                outcome),
        update ->
            new RunChange(
                target.value(),
                sequence,
                "update",
                key.value(),
                shown(becomes, was),
                fields(update.fields(), was, becomes, update.photo().isPresent()),
                reason,
                detail,
                outcome),
        disable ->
            new RunChange(
                target.value(),
                sequence,
                "disable",
                key.value(),
                shown(was, becomes),
                List.of(),
                reason,
                detail.isEmpty() ? "It is no longer selected." : detail,
                outcome),
        delete ->
            new RunChange(
                target.value(),
                sequence,
                "delete",
                key.value(),
                shown(was, becomes),
                List.of(),
                reason,
                delete.surplus() && detail.isEmpty()
                    ? "An earlier write whose answer was lost left it there twice."
                    : detail,
                outcome),
        skip ->
            new RunChange(
                target.value(),
                sequence,
                "skip",
                key.value(),
                shown(becomes, was),
                skip.fields() == 0 ? List.of() : fields(skip.fields(), was, becomes, false),
                skip.reason().name(),
                skip.reason().sentence(),
                outcome));
  }

  private static String shown(Optional<Content> first, Optional<Content> second) {
    return first.or(() -> second).map(ChangeHistory::nameOf).orElse("");
  }

  /** What has no name is known by its address. */
  private static String nameOf(Content content) {
    String name = content.text(RecordField.DISPLAY_NAME);
    return name.isEmpty() ? content.text(RecordField.MAIL) : name;
  }

  private static List<RunChange.Field> fields(
      long bits, Optional<Content> was, Optional<Content> becomes, boolean photo) {
    List<RunChange.Field> fields = new ArrayList<>();
    for (RecordField field : RecordField.values()) {
      if ((bits & (1L << field.code())) == 0) {
        continue;
      }
      String before = valueOf(was, field);
      String after = valueOf(becomes, field);
      if (bits != ALL || !after.isEmpty()) {
        fields.add(new RunChange.Field(field.document(), before, after));
      }
    }
    if (photo) {
      fields.add(new RunChange.Field("photo", "", "new photo"));
    }
    return fields;
  }

  private static String valueOf(Optional<Content> contact, RecordField field) {
    return contact.flatMap(known -> known.get(field)).map(FieldValue::shown).orElse("");
  }
}
