package dev.rollcall.telemetry;

/** The fields an event may have, by the names that queries and alerts use. */
public enum Field {
  TRACE_ID("traceId"),
  SPAN_ID("spanId"),
  PARENT_SPAN_ID("parentSpanId"),
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
  FAILED_TARGETS("failedTargets"),
  APP("app"),
  OPERATION("operation"),
  CALLS("calls"),
  THROTTLED("throttled"),
  LONGEST_MS("longestMs"),
  UNDER_100_MS("under100ms"),
  UNDER_1_S("under1s"),
  UNDER_10_S("under10s"),
  OVER_10_S("over10s"),
  QUEUE_MS("queueMs"),
  ENVIRONMENT("environment"),
  CREDENTIAL("credential"),
  VERSION("version"),
  DAYS_LEFT("daysLeft"),
  KIND("kind"),
  WARNINGS("warnings"),
  POLICIES("policies"),
  RUNS("runs"),
  CONTENTS("contents"),
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
