package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.run.connection.ConnectionReport;
import dev.rollcall.run.connection.Finding;
import java.util.Locale;

/** Encodes what is known of an environment's connection. */
final class ConnectionViews {

  private ConnectionViews() {}

  static JsonNode report(ConnectionReport report) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("environment", report.environment().value())
        .put("ok", report.ok())
        .put("tookMs", report.took().toMillis());
    ObjectNode counts = view.putObject("counts");
    for (Finding.Status status : Finding.Status.values()) {
      counts.put(word(status), report.count(status));
    }
    ArrayNode lines = view.putArray("lines");
    for (ConnectionReport.Line line : report.lines()) {
      Finding finding = line.finding();
      ObjectNode shown = lines.addObject();
      shown
          .put("check", finding.point().check())
          .put("subject", finding.point().subject())
          .put("status", word(finding.status()))
          .put("detail", finding.detail())
          .put("tookMs", line.took().toMillis());
      finding
          .problem()
          .ifPresent(
              problem ->
                  shown
                      .putObject("problem")
                      .put("code", problem.code())
                      .put("cause", problem.cause())
                      .put("remedy", problem.remedy())
                      .put("service", problem.service())
                      .put("message", problem.message()));
    }
    return view;
  }

  private static String word(Finding.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
