package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a schema can not say of an environment, or not so that it helps: which tenant is meant, that
 * each app stands there once, and who sends the mails.
 */
final class EnvironmentChecks {

  private static final Pattern INITIAL_DOMAIN =
      Pattern.compile(
          "[a-z0-9][a-z0-9-]{0,61}\\.(onmicrosoft\\.com|onmicrosoft\\.us|partner\\.onmschina\\.cn)");
  private static final Pattern ROUTING_DOMAIN =
      Pattern.compile(
          "([a-z0-9][a-z0-9-]{0,61})\\.mail\\."
              + "(onmicrosoft\\.com|onmicrosoft\\.us|partner\\.onmschina\\.cn)");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,61})\\.[a-z0-9.-]{1,190}");

  private static final String AT = "/tenant";
  private static final int MAX_APPS = 100;

  private EnvironmentChecks() {}

  static List<DocumentProblem> problems(JsonNode environment) {
    List<DocumentProblem> problems = new ArrayList<>();
    if (environment.path("tenant").isTextual()) {
      String tenant = environment.path("tenant").asText();
      otherDomain(tenant).or(() -> otherCloud(environment, tenant)).ifPresent(problems::add);
    }
    saidTwice(environment.path("apps"), "clientId", "app registration", problems);
    // Counts and problems are shown by app name.
    saidTwice(environment.path("apps"), "name", "name", problems);
    problems.addAll(OnPremisesChecks.problems(environment));
    if (environment.has("notify") && !environment.has("notificationMailbox")) {
      problems.add(
          new DocumentProblem(
              "/notificationMailbox",
              "",
              "'notify' says who gets mails, but no mailbox is there to send them from.",
              "Write the address of the mailbox that mails are sent from, or take 'notify' out."));
    }
    return problems;
  }

  private static void saidTwice(
      JsonNode apps, String key, String what, List<DocumentProblem> problems) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < Math.min(apps.size(), MAX_APPS); i++) {
      JsonNode value = apps.path(i).path(key);
      Integer first =
          value.isTextual()
              ? seen.putIfAbsent(value.asText().toLowerCase(Locale.ROOT), i)
              : Integer.valueOf(i);
      if (first != null && first != i) {
        problems.add(
            new DocumentProblem(
                Pointers.to(Pointers.to("/apps", i), key),
                Shown.text(value.asText()),
                "Entry " + first + " has this " + what + " already.",
                "Each app registration once, each with a name of its own."));
      }
    }
  }

  private static Optional<DocumentProblem> otherDomain(String written) {
    String tenant = written.toLowerCase(Locale.ROOT);
    Matcher routing = ROUTING_DOMAIN.matcher(tenant);
    if (routing.matches()) {
      return Optional.of(
          problem(
              written,
              "This is the tenant's mail routing domain, not its initial domain.",
              "Write " + routing.group(1) + "." + routing.group(2) + ", or the tenant id."));
    }
    Matcher domain = DOMAIN.matcher(tenant);
    if (!domain.matches() || INITIAL_DOMAIN.matcher(tenant).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        problem(
            written,
            "This is not the tenant's initial domain.",
            "Write the domain that ends in .onmicrosoft.com (perhaps "
                + domain.group(1)
                + ".onmicrosoft.com), or the tenant id. Both stand in the Entra admin center: the id"
                + " under Overview, the domain under Domain names. Every other domain, also the main"
                + " one, is only an accepted domain, which may move to another tenant."));
  }

  /** An initial domain tells its cloud, where it is one of the national ones. */
  private static Optional<DocumentProblem> otherCloud(JsonNode environment, String written) {
    String tenant = written.toLowerCase(Locale.ROOT);
    Set<String> clouds =
        tenant.endsWith(".onmicrosoft.us")
            ? Set.of("usGov", "usGovDoD", "custom")
            : tenant.endsWith(".onmschina.cn") ? Set.of("china", "custom") : Set.of();
    String cloud = environment.path("cloud").asText(Cloud.GLOBAL.document());
    if (clouds.isEmpty() || clouds.contains(cloud)) {
      return Optional.empty();
    }
    return Optional.of(
        new DocumentProblem(
            "/cloud",
            Shown.text(cloud),
            "The tenant's domain belongs to another cloud.",
            tenant.endsWith(".us")
                ? "Set cloud to usGov or usGovDoD, or correct the tenant."
                : "Set cloud to china, or correct the tenant."));
  }

  private static DocumentProblem problem(String found, String message, String allowed) {
    return new DocumentProblem(AT, Shown.text(found), message, allowed);
  }
}
