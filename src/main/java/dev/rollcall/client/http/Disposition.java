package dev.rollcall.client.http;

/** What can be done about a failed request. */
public enum Disposition {
  /** It certainly did not reach the service; the same request may be sent again. */
  RETRY,
  /** The service refused it for its load and did nothing; it may be sent again later. */
  THROTTLED,
  /** What it was about does not exist, or no longer. */
  GONE,
  /** It contradicts what is there: already there, or changed meanwhile. */
  CONFLICT,
  /** The app could not log in, or its token was refused. */
  AUTH,
  /** The same request will fail again. */
  PERMANENT,
  /**
   * It may or may not have had its effect. A read may be sent again; a write only after looking, or
   * if doing it twice is doing it once.
   */
  UNKNOWN_EFFECT;

  /** Whether the same <em>read</em> may well succeed if it is sent again. */
  public boolean isPassing() {
    return this == RETRY || this == THROTTLED || this == UNKNOWN_EFFECT;
  }
}
