package dev.rollcall.infra.kql;

/** A query that Kusto, or this part of it, would refuse. */
public final class KqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KqlException(String message) {
    super(message);
  }
}
