package dev.rollcall.localservices.scim;

/**
 * What the local Zivver does beside what is documented of it. The documented bugs are always there.
 */
public final class ZivverQuirks {

  private volatile boolean wrapsSingles;
  private volatile boolean answersWithoutBody;
  private volatile boolean duplicatesAsText;
  private volatile boolean ignoresActive;
  private volatile boolean ignoresEmptying;
  private volatile boolean hintsAtLimit = true;
  private volatile int pageCap = Integer.MAX_VALUE;

  /** Whether a single account is answered inside {@code Resources}, as older versions do. */
  public ZivverQuirks wrapsSingles(boolean now) {
    wrapsSingles = now;
    return this;
  }

  /** Whether updates are answered without a body. */
  public ZivverQuirks answersWithoutBody(boolean now) {
    answersWithoutBody = now;
    return this;
  }

  /** Whether a duplicate is 400 with text rather than 409. */
  public ZivverQuirks duplicatesAsText(boolean now) {
    duplicatesAsText = now;
    return this;
  }

  /** Whether {@code active} is ignored in updates as well. */
  public ZivverQuirks ignoresActive(boolean now) {
    ignoresActive = now;
    return this;
  }

  /** Whether members stay although their removal is answered with success. */
  public ZivverQuirks ignoresEmptying(boolean now) {
    ignoresEmptying = now;
    return this;
  }

  /** Whether a request above the limit is told which limit that is. */
  public ZivverQuirks hintsAtLimit(boolean now) {
    hintsAtLimit = now;
    return this;
  }

  /** How many accounts one answer holds; a longer list is cut, and {@code totalResults} told. */
  public ZivverQuirks pageCap(int now) {
    pageCap = now;
    return this;
  }

  boolean wrapsSingles() {
    return wrapsSingles;
  }

  boolean answersWithoutBody() {
    return answersWithoutBody;
  }

  boolean duplicatesAsText() {
    return duplicatesAsText;
  }

  boolean ignoresActive() {
    return ignoresActive;
  }

  boolean ignoresEmptying() {
    return ignoresEmptying;
  }

  boolean hintsAtLimit() {
    return hintsAtLimit;
  }

  int pageCap() {
    return pageCap;
  }
}
