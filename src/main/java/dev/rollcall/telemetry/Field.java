package dev.rollcall.telemetry;

/** The fields an event may have, by the names that queries and alerts use. */
public enum Field {
  RUN_ID("runId"),
  POLICY("policy"),
  MODE("mode"),
  TRIGGER("trigger"),
  STATUS("status"),
  STAGE("stage"),
  LANE("lane"),
  SLICE("slice"),
  TARGET("target"),
  RECORD_KEY("recordKey"),
  CHANGE("change"),
  OUTCOME("outcome"),
  REASON("reason"),
  ATTEMPT("attempt"),
  WAIT_MS("waitMs"),
  ELAPSED_MS("elapsedMs"),
  HTTP_STATUS("httpStatus"),
  SERVICE("service"),
  REMEDY("remedy"),
  RECORDS("records"),
  TARGETS("targets"),
  CREATED("created"),
  UPDATED("updated"),
  DELETED("deleted"),
  UNCHANGED("unchanged"),
  SKIPPED("skipped"),
  FAILED("failed"),
  CALLS("calls"),
  ERROR("error");

  private final String label;

  Field(String label) {
    this.label = label;
  }

  /** The name in the event's JSON. */
  public String label() {
    return label;
  }
}
