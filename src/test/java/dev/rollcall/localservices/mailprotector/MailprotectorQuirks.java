package dev.rollcall.localservices.mailprotector;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What the documentation leaves open, or gets wrong, switched by tests. */
public final class MailprotectorQuirks {

  private final AtomicBoolean aliasesListed = new AtomicBoolean(true);
  private final AtomicBoolean paginationTold = new AtomicBoolean(true);
  private final AtomicBoolean createManyIsPartial = new AtomicBoolean();
  private final AtomicReference<Optional<Integer>> pageCap =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Integer>> listEndsAfter =
      new AtomicReference<>(Optional.empty());

  /** Whether a domain's list of users has their aliases in rows of their own. */
  public void aliasesListed(boolean listed) {
    aliasesListed.set(listed);
  }

  /** Whether lists tell by {@code X-Pagination} how long they are. */
  public void paginationTold(boolean told) {
    paginationTold.set(told);
  }

  /** Whether a bulk creation leaves out what it cannot create instead of refusing all. */
  public void createManyIsPartial(boolean partial) {
    createManyIsPartial.set(partial);
  }

  /** Pages are never longer than this, whatever is asked for. */
  public void pageCap(int rows) {
    pageCap.set(Optional.of(rows));
  }

  /** Lists of users end early, as if there were no more. */
  public void listEndsAfter(int rows) {
    listEndsAfter.set(Optional.of(rows));
  }

  /** Lists of users are whole again. */
  public void listsAreWhole() {
    listEndsAfter.set(Optional.empty());
  }

  boolean aliasesListed() {
    return aliasesListed.get();
  }

  boolean paginationTold() {
    return paginationTold.get();
  }

  boolean createManyIsPartial() {
    return createManyIsPartial.get();
  }

  Optional<Integer> pageCap() {
    return pageCap.get();
  }

  Optional<Integer> listEndsAfter() {
    return listEndsAfter.get();
  }
}
