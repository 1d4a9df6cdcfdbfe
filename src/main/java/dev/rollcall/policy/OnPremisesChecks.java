package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What goes with the kind of an environment: a tenant and its apps with the cloud, servers and
 * accounts with an organisation's own. A key that says nothing is refused, so that nobody believes
 * in it.
 */
final class OnPremisesChecks {

  private static final List<String> OF_TENANTS =
      List.of("tenant", "apps", "cloud", "exchange", "publicFoldersOnline");
  private static final Set<String> KINDS = Set.of("exchangeOnline", "onPremises", "hybrid");
  private static final int HIGHEST_PORT = 65_535;

  private final JsonNode environment;
  private final List<DocumentProblem> problems = new ArrayList<>();

  private OnPremisesChecks(JsonNode environment) {
    this.environment = environment;
  }

  static List<DocumentProblem> problems(JsonNode environment) {
    OnPremisesChecks checks = new OnPremisesChecks(environment);
    checks.kind(environment.path("kind").asText());
    checks.accounts(environment.path("onPremises"));
    checks.ports(environment.path("onPremises").path("ldap").path("servers"));
    return checks.problems;
  }

  private void kind(String kind) {
    if (!KINDS.contains(kind)) {
      return;
    }
    if (kind.equals("onPremises")) {
      for (String key : OF_TENANTS) {
        if (environment.has(key)) {
          problem(
              "/" + key,
              "'" + key + "' says nothing for an environment without a tenant.",
              "Take it out, or set kind to hybrid.");
        }
      }
    } else {
      missing("tenant", "The initial domain, which ends in .onmicrosoft.com, or the tenant id.");
      missing("apps", "The app registrations Rollcall signs in as, at least one.");
    }
    if (kind.equals("exchangeOnline")) {
      if (environment.has("onPremises")) {
        problem(
            "/onPremises",
            "'onPremises' says nothing for an environment in Exchange Online alone.",
            "Take it out, or set kind to hybrid.");
      }
    } else {
      missing("onPremises", "The organisation's own servers: accounts, ldap and ews.");
    }
    boolean mails = environment.path("onPremises").path("ews").has("mail");
    if (kind.equals("onPremises") && mails) {
      problem(
          "/onPremises/ews/mail",
          "'mail' says nothing for an environment without a tenant: its mails always go this way.",
          "Take it out.");
    }
  }

  private void missing(String key, String allowed) {
    if (!environment.has(key)) {
      problem("/" + key, "'" + key + "' is missing.", allowed);
    }
  }

  private void accounts(JsonNode onPremises) {
    Set<String> names = new TreeSet<>();
    JsonNode accounts = onPremises.path("accounts");
    for (int i = 0; i < accounts.size(); i++) {
      String name = accounts.path(i).path("name").asText();
      if (!names.add(name)) {
        problem(
            Pointers.to("/onPremises/accounts", i) + "/name",
            "Another account has this name already.",
            "A name of its own for each.");
      }
    }
    for (String server : List.of("ldap", "ews")) {
      JsonNode named = onPremises.path(server).path("account");
      if (named.isTextual() && !names.contains(named.asText())) {
        problems.add(
            new DocumentProblem(
                "/onPremises/" + server + "/account",
                Shown.text(named.asText()),
                "No account has this name.",
                Nearest.suggestion(named.asText(), names)
                    + "One of: "
                    + String.join(", ", names)
                    + "."));
      }
    }
  }

  private void ports(JsonNode servers) {
    for (int i = 0; i < servers.size(); i++) {
      String server = servers.path(i).asText();
      int colon = server.lastIndexOf(':');
      String port = colon < 0 ? "" : server.substring(colon + 1);
      if (port.matches("[0-9]{1,5}")
          && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > HIGHEST_PORT)) {
        problems.add(
            new DocumentProblem(
                Pointers.to("/onPremises/ldap/servers", i),
                Shown.text(server),
                "There is no such port.",
                "1 to 65535; 636 with ldaps, 389 otherwise."));
      }
    }
  }

  private void problem(String at, String sentence, String allowed) {
    problems.add(new DocumentProblem(at, "", sentence, allowed));
  }
}
