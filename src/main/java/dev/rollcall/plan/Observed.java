package dev.rollcall.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** How much of the target was read before the decision. */
public sealed interface Observed {

  /**
   * Nothing: the ledger is believed. An item that is gone all the same shows when it is written to.
   *
   * @param inDoubt whether a crash may have left writes behind that the ledger does not know: what
   *     the items hold is then not known either, and whatever is desired is written again. For
   *     services that cannot be read and take everything twice
   */
  record NotRead(boolean inDoubt) implements Observed {

    /** The ledger is believed in full. */
    public NotRead() {
      this(false);
    }

    @Override
    public <T> T match(
        Function<NotRead, T> notRead, Function<Drift, T> drift, Function<Whole, T> whole) {
      return notRead.apply(this);
    }
  }

  /**
   * What changed since a point in time that may lie before our own last writes.
   *
   * @param changed items by id, foreign ones included
   * @param removed ids of items that are no longer in the target
   */
  record Drift(Map<String, ObservedItem> changed, Set<String> removed) implements Observed {
    public Drift {
      changed = Map.copyOf(changed);
      removed = Set.copyOf(removed);
    }

    @Override
    public <T> T match(
        Function<NotRead, T> notRead, Function<Drift, T> drift, Function<Whole, T> whole) {
      return drift.apply(this);
    }
  }

  /**
   * Everything the target holds, with stamps: the ledger is corrected by it, or built anew.
   *
   * @param items all items, foreign ones included
   * @param moved whether the target moved to another place since it was last seen: what came along
   *     has other ids, and is known by its stamps alone
   */
  record Whole(List<ObservedItem> items, boolean moved) implements Observed {

    /** Everything a target holds that is where it was. */
    public Whole(List<ObservedItem> items) {
      this(items, false);
    }

    public Whole {
      items = List.copyOf(items);
    }

    @Override
    public <T> T match(
        Function<NotRead, T> notRead, Function<Drift, T> drift, Function<Whole, T> whole) {
      return whole.apply(this);
    }
  }

  /** One behaviour per case. */
  <T> T match(Function<NotRead, T> notRead, Function<Drift, T> drift, Function<Whole, T> whole);
}
