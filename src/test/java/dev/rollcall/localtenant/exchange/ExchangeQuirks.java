package dev.rollcall.localtenant.exchange;

/** What the service does that nobody expects, each to be switched on. Safe for threads. */
public final class ExchangeQuirks {

  private volatile boolean movesCallers;
  private volatile boolean unknownIdentityMeansAll;
  private volatile boolean identitiesAsNames;
  private volatile boolean singlesAsText = true;
  private volatile int pageCap = Integer.MAX_VALUE;
  private volatile int unseenFor = 1;

  /** Answers a first request with 302 to another of its doors. */
  public ExchangeQuirks movesCallers(boolean on) {
    movesCallers = on;
    return this;
  }

  /** Answers every object where the identity is not found, as the documentation warns. */
  public ExchangeQuirks unknownIdentityMeansAll(boolean on) {
    unknownIdentityMeansAll = on;
    return this;
  }

  /** Writes a list with one entry as that entry; observed in both ways. */
  public ExchangeQuirks singlesAsText(boolean on) {
    singlesAsText = on;
    return this;
  }

  /** Calls objects by their names in lists of permissions, instead of by their ids. */
  public ExchangeQuirks identitiesAsNames(boolean on) {
    identitiesAsNames = on;
    return this;
  }

  /** Answers no more rows a page than this, whatever was asked for. */
  public ExchangeQuirks pageCap(int rows) {
    pageCap = rows;
    return this;
  }

  /**
   * Lets so many commands that would show or change a contact just made not find it; one at first,
   * which stands for the half second that others observed.
   */
  public ExchangeQuirks unseenFor(int commands) {
    unseenFor = commands;
    return this;
  }

  int unseenFor() {
    return unseenFor;
  }

  boolean movesCallers() {
    return movesCallers;
  }

  boolean unknownIdentityMeansAll() {
    return unknownIdentityMeansAll;
  }

  boolean identitiesAsNames() {
    return identitiesAsNames;
  }

  boolean singlesAsText() {
    return singlesAsText;
  }

  int pageCap() {
    return pageCap;
  }
}
