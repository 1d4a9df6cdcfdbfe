package dev.rollcall.target.file;

import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a file as changes alter them, and what becomes of each change if they are written.
 */
final class Rewriting {

  private final PolicyId policy;
  private final Layout layout;
  private final Map<String, Line> ours = new LinkedHashMap<>();
  private final List<Line> foreign = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private boolean changed;

  Rewriting(PolicyId policy, Layout layout, List<Line> before) {
    this.policy = policy;
    this.layout = layout;
    for (Line line : before) {
      if (line.isForeign()) {
        foreign.add(line);
      } else {
        ours.putIfAbsent(line.id(), line);
      }
    }
  }

  void carryOut(ApplyRequest request) {
    for (Change change : request.changes()) {
      outcomes.add(
          change.match(
              create -> put(change, desired(request, create.key())),
              update -> update(request, update),
              disable -> disable(disable),
              delete -> delete(delete),
              skip -> {
                throw new IllegalArgumentException("a skip is not carried out");
              }));
    }
  }

  /** Whether the file has to be written. */
  boolean changed() {
    return changed;
  }

  /** All lines, in the file's order. */
  List<Line> lines() {
    List<Line> all = new ArrayList<>(ours.values());
    all.addAll(foreign);
    all.sort(Line.ORDER);
    return all;
  }

  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  private Outcome update(ApplyRequest request, Change.Update update) {
    Line line = ours.get(id(update.key()));
    if (line == null) {
      return new Outcome.Gone(update);
    }
    Content wanted = desired(request, update.key());
    Content.Builder content = line.content().toBuilder();
    for (RecordField field : RecordField.values()) {
      if ((update.fields() & (1L << field.code())) != 0) {
        wanted
            .get(field)
            .ifPresentOrElse(value -> content.put(field, value), () -> content.remove(field));
      }
    }
    return put(update, content.build());
  }

  /** An account is marked; one with people behind it loses them. */
  private Outcome disable(Change.Disable disable) {
    Line line = ours.get(id(disable.key()));
    if (line == null) {
      return new Outcome.Gone(disable);
    }
    return put(
        disable,
        line.content().toBuilder()
            .text(RecordField.ACTIVE, "false")
            .remove(RecordField.MEMBERS)
            .build());
  }

  private Outcome delete(Change.Delete delete) {
    changed |= ours.remove(id(delete.key())) != null;
    return new Outcome.Done(delete, delete.itemId(), FieldPrints.EMPTY, Optional.empty());
  }

  private Outcome put(Change change, Content content) {
    Content normal = layout.normal(content);
    if (!layout.fits(normal)) {
      return new Outcome.Rejected(
          change,
          Problem.lasting(
              "cellTooLong",
              "A value of the record, such as its people, is longer than a cell may be. Its line was"
                  + " left as it is.",
              "Let the policy write a file that ends in .json.",
              ""));
    }
    Line line = Line.of(policy, change.key(), normal);
    changed |= !line.equals(ours.put(line.id(), line));
    return new Outcome.Done(change, line.id(), normal.prints(), Optional.empty());
  }

  private String id(RecordKey key) {
    return policy + "/" + key;
  }

  private static Content desired(ApplyRequest request, RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalArgumentException("no record is desired for " + key))
        .content();
  }
}
