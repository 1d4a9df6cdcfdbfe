package dev.rollcall.localtenant.graph.directory;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What a test makes the directory do wrong. Safe for several threads. */
public final class DirectoryQuirks {

  /** How {@code mailboxSettings/userPurpose} is written: the documentation leaves it open. */
  public enum PurposeShape {
    TEXT,
    VALUE,
    OBJECT
  }

  private volatile PurposeShape purposeShape = PurposeShape.VALUE;
  private volatile Optional<Integer> cutAfter = Optional.empty();
  private volatile Optional<Integer> failAfter = Optional.empty();
  private volatile int countOff;
  private volatile int largestPage = 999;
  private volatile boolean linksDropped;
  private volatile boolean largerPhotosMissing;
  private volatile boolean goneIsBadRequest;
  private final AtomicInteger deltaForgets = new AtomicInteger();

  public PurposeShape purposeShape() {
    return purposeShape;
  }

  public void purposeShape(PurposeShape shape) {
    purposeShape = shape;
  }

  /** Lists end after so many rows, without a link to the rest. */
  public void cutAfter(Optional<Integer> rows) {
    cutAfter = rows;
  }

  Optional<Integer> cutAfter() {
    return cutAfter;
  }

  /** Pages beyond so many rows answer 500. */
  public void failAfter(Optional<Integer> rows) {
    failAfter = rows;
  }

  Optional<Integer> failAfter() {
    return failAfter;
  }

  /** {@code @odata.count} says so many more than there are. */
  public void countOff(int more) {
    countOff = more;
  }

  int countOff() {
    return countOff;
  }

  /** Pages have at most so many rows, whatever was asked for. */
  public void largestPage(int rows) {
    largestPage = rows;
  }

  int largestPage() {
    return largestPage;
  }

  /** Pages are full, but have no link to the next one. */
  public void linksDropped(boolean dropped) {
    linksDropped = dropped;
  }

  boolean linksDropped() {
    return linksDropped;
  }

  /** Sizes larger than the photo answer 404; else the photo itself comes in their place. */
  public void largerPhotosMissing(boolean missing) {
    largerPhotosMissing = missing;
  }

  boolean largerPhotosMissing() {
    return largerPhotosMissing;
  }

  /** All delta tokens given out so far are good no more. */
  public void forgetDeltaTokens() {
    deltaForgets.incrementAndGet();
  }

  int deltaForgets() {
    return deltaForgets.get();
  }

  /** A delta token that is good no more answers 400 rather than 410: both have been seen. */
  public void goneIsBadRequest(boolean badRequest) {
    goneIsBadRequest = badRequest;
  }

  boolean goneIsBadRequest() {
    return goneIsBadRequest;
  }
}
