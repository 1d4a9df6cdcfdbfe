package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.run.connection.Commands;
import dev.rollcall.run.connection.ConnectionReport;
import dev.rollcall.run.connection.DescribeAccess;
import dev.rollcall.run.connection.Finding;
import dev.rollcall.run.connection.Requirements;
import java.util.List;
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

  static JsonNode access(DescribeAccess.Access access) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("environment", access.environment().value());
    ArrayNode apps = view.putArray("apps");
    for (DescribeAccess.AppNeeds needs : access.needs()) {
      ObjectNode app = apps.addObject();
      app.put("name", needs.app().name()).put("clientId", needs.app().clientId());
      ArrayNode permissions = app.putArray("permissions");
      for (NeededPermission need : needs.permissions()) {
        ObjectNode shown = permissions.addObject();
        shown
            .put("name", need.permission().value())
            .put("appRoleId", need.permission().roleId())
            .put("purpose", "The app " + need.permission().purpose() + ".")
            .put("optional", need.optional());
        ArrayNode policies = shown.putArray("policies");
        need.policies().forEach(policy -> policies.add(policy.value()));
      }
    }
    ArrayNode steps = view.putArray("steps");
    for (Commands.Step step : access.steps()) {
      ObjectNode shown = steps.addObject();
      shown.put("title", step.title()).put("why", step.why());
      step.bash().forEach(shown.putArray("bash")::add);
      step.powershell().forEach(shown.putArray("powershell")::add);
    }
    return view;
  }

  static JsonNode consent(List<DescribeAccess.Consent> consents) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put(
        "whoMayGrant",
        "A Privileged Role Administrator or Global Administrator. A Cloud Application Administrator or"
            + " Application Administrator may not: they cannot consent to application permissions of"
            + " Microsoft Graph.");
    view.put(
        "note",
        "The page grants what the app registration asks for (GET …/commands sets that), for every"
            + " mailbox. Permissions that Exchange grants for some mailboxes need no consent. Tokens"
            + " given before keep what they have for up to an hour.");
    ArrayNode apps = view.putArray("apps");
    for (DescribeAccess.Consent consent : consents) {
      ObjectNode app = apps.addObject();
      app.put("name", consent.app().name()).put("clientId", consent.app().clientId());
      consent.url().ifPresent(url -> app.put("url", url));
      ArrayNode permissions = app.putArray("permissions");
      for (DescribeAccess.Permitted permitted : consent.permissions()) {
        permissions
            .addObject()
            .put("name", permitted.permission())
            .put("status", consented(permitted.status()))
            .put("detail", permitted.detail());
      }
    }
    return view;
  }

  static JsonNode requirements(Requirements requirements) {
    ObjectNode view = Answers.JSON.createObjectNode();
    view.put("tls", Requirements.TLS);
    ArrayNode inUse = view.putArray("inUse");
    requirements.inUse().forEach(host -> host(inUse, host));
    ArrayNode clouds = view.putArray("clouds");
    for (Requirements.CloudNeeds cloud : requirements.clouds()) {
      ObjectNode shown = clouds.addObject();
      shown.put("cloud", cloud.cloud().document());
      ArrayNode hosts = shown.putArray("hosts");
      cloud.hosts().forEach(host -> host(hosts, host));
    }
    ArrayNode points = view.putArray("requirements");
    requirements
        .points()
        .forEach(need -> points.addObject().put("topic", need.topic()).put("need", need.need()));
    return view;
  }

  private static void host(ArrayNode hosts, Requirements.Host host) {
    hosts
        .addObject()
        .put("host", host.host())
        .put("port", host.port())
        .put("protocol", "https")
        .put("purpose", host.purpose());
  }

  private static String consented(DescribeAccess.Consented status) {
    return switch (status) {
      case GRANTED -> "granted";
      case MISSING -> "missing";
      case NOT_NEEDED -> "notNeeded";
      case UNKNOWN -> "unknown";
    };
  }

  private static String word(Finding.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
