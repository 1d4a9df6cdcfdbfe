package dev.rollcall.target;

import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Problem;
import dev.rollcall.plan.Change;
import java.util.Optional;
import java.util.function.Function;

/** What became of one change. */
public sealed interface Outcome {

  /**
   * It is done, now or by an earlier attempt whose answer was lost.
   *
   * @param change the change
   * @param itemId the item's id; of a deletion, the one that is gone
   * @param answered the prints of what the service made of it; {@link FieldPrints#EMPTY} for a
   *     deletion
   * @param photo the photo the item has from us now
   * @param remark what came out otherwise than asked and cannot be helped, such as an address that
   *     the service has no room for
   */
  record Done(
      Change change,
      String itemId,
      FieldPrints answered,
      Optional<Fingerprint> photo,
      Optional<Problem> remark)
      implements Outcome {

    /** It is done just as asked. */
    public Done(Change change, String itemId, FieldPrints answered, Optional<Fingerprint> photo) {
      this(change, itemId, answered, photo, Optional.empty());
    }

    @Override
    public <T> T match(Function<Done, T> done, Function<Gone, T> gone, Function<Rejected, T> no) {
      return done.apply(this);
    }
  }

  /**
   * The item to update is no longer there: its user deleted it. The next plan decides what follows.
   */
  record Gone(Change change) implements Outcome {
    @Override
    public <T> T match(Function<Done, T> done, Function<Gone, T> gone, Function<Rejected, T> no) {
      return gone.apply(this);
    }
  }

  /** The service refused it, or kept failing at it; the record is set back. */
  record Rejected(Change change, Problem problem) implements Outcome {
    @Override
    public <T> T match(Function<Done, T> done, Function<Gone, T> gone, Function<Rejected, T> no) {
      return no.apply(this);
    }
  }

  /** The change this is about. */
  Change change();

  /** One behaviour per case. */
  <T> T match(Function<Done, T> done, Function<Gone, T> gone, Function<Rejected, T> rejected);
}
