package dev.rollcall.infra.kql;

/** The scalar types. */
enum Kind {
  STRING,
  LONG,
  REAL,
  BOOL,
  DATETIME,
  TIMESPAN,
  DYNAMIC;

  boolean isNumber() {
    return this == LONG || this == REAL;
  }
}
