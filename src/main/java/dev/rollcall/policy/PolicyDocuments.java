package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.EnvironmentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads policies and environments as administrators write them, and writes them in one form. Any
 * bytes get an answer: a value, or everything that is wrong at once; nothing is thrown, nothing
 * half taken.
 *
 * <p>Limits: 256 KiB, 32 levels of nesting, numbers of 100 digits; UTF-8, no key twice in an
 * object, nothing after it.
 */
public final class PolicyDocuments {

  /** How many problems are told of one document; nobody mends more at once. */
  private static final int MAX_PROBLEMS = 200;

  private PolicyDocuments() {}

  /**
   * The schemas are read when first needed: a function class must not do work when it is loaded.
   */
  private static final class Schemas {
    static final SchemaCheck POLICY = new SchemaCheck("policy.schema.json");
    static final SchemaCheck ENVIRONMENT = new SchemaCheck("environment.schema.json");
  }

  /** The policy in this document. */
  public static Parsed<Policy> policy(byte[] json) {
    return parse(json, Schemas.POLICY, PolicyChecks::problems, PolicyReader::read);
  }

  /** The environment in this document. */
  public static Parsed<Environment> environment(byte[] json) {
    return parse(
        json, Schemas.ENVIRONMENT, EnvironmentChecks::problems, PolicyDocuments::environmentOf);
  }

  /**
   * The policy as a document in which everything is said, defaults too: {@link #policy} makes the
   * same policy of it, and equal policies give equal bytes.
   */
  public static byte[] json(Policy policy) {
    return DocumentWriter.bytes(DocumentWriter.policy(policy));
  }

  /** The environment as a document, as {@link #json(Policy)} is of a policy. */
  public static byte[] json(Environment environment) {
    return DocumentWriter.bytes(DocumentWriter.environment(environment));
  }

  private static <T> Parsed<T> parse(
      byte[] json,
      SchemaCheck schema,
      Function<JsonNode, List<DocumentProblem>> checks,
      Function<JsonNode, T> reading) {
    JsonNode document;
    try {
      document = JsonText.object(json);
    } catch (JsonText.Unreadable e) {
      return new Parsed.Invalid<>(List.of(e.problem()));
    }
    List<DocumentProblem> problems = new ArrayList<>();
    Oddities.find(document, "", problems);
    // The validator can not hold such values.
    boolean checkable = problems.isEmpty();
    Secrets.find(document, "", problems);
    if (checkable) {
      // What is said of a place by somebody who knows it better is not said again.
      addElsewhere(problems, checks.apply(document));
      addElsewhere(problems, schema.problems(document));
    }
    return problems.isEmpty()
        ? new Parsed.Valid<>(reading.apply(document))
        : new Parsed.Invalid<>(limited(problems));
  }

  private static void addElsewhere(List<DocumentProblem> problems, List<DocumentProblem> more) {
    Set<String> said = new HashSet<>();
    problems.forEach(problem -> said.add(problem.pointer()));
    more.stream().filter(problem -> !said.contains(problem.pointer())).forEach(problems::add);
  }

  private static List<DocumentProblem> limited(List<DocumentProblem> problems) {
    List<DocumentProblem> sorted = problems.stream().distinct().sorted().toList();
    if (sorted.size() <= MAX_PROBLEMS) {
      return sorted;
    }
    List<DocumentProblem> first = new ArrayList<>(sorted.subList(0, MAX_PROBLEMS));
    first.add(
        new DocumentProblem(
            "",
            "",
            "There are " + (sorted.size() - MAX_PROBLEMS) + " more problems.",
            "Mend these first, then send the document again."));
    return first;
  }

  private static Environment.Credential credentialOf(JsonNode credential) {
    if (credential.has("certificate")) {
      return new Environment.Credential.Certificate(credential.path("certificate").asText());
    }
    return credential.has("secret")
        ? new Environment.Credential.Secret(credential.path("secret").asText())
        : new Environment.Credential.ManagedIdentity();
  }

  private static Environment environmentOf(JsonNode document) {
    String cloud = document.path("cloud").asText(Cloud.GLOBAL.document());
    Optional<OnPremises> onPremises =
        Optional.ofNullable(document.get("onPremises")).map(OnPremisesReader::read);
    Environment.Kind kind =
        Arrays.stream(Environment.Kind.values())
            .filter(known -> known.document().equals(document.path("kind").asText()))
            .findFirst()
            .orElseThrow();
    List<Environment.App> apps = new ArrayList<>();
    document.path("apps").forEach(app -> apps.add(appOf(app)));
    if (kind == Environment.Kind.ON_PREMISES) {
      onPremises
          .flatMap(OnPremises::ews)
          .map(ews -> Environment.App.ofAccount(ews.account(), ews.maxConnections()))
          .ifPresent(apps::add);
    }
    return new Environment(
        new EnvironmentId(document.path("id").asText()),
        document.path("name").asText(),
        document.path("description").asText(""),
        kind,
        Arrays.stream(Cloud.values())
            .filter(known -> known.document().equals(cloud))
            .findFirst()
            .orElseThrow(),
        document.path("tenant").asText(),
        apps,
        JsonText.text(document.get("notificationMailbox")),
        JsonText.texts(document.path("notify").path("to")),
        document.path("exchange").asBoolean(false),
        onPremises,
        document.path("publicFoldersOnline").asBoolean(false));
  }

  private static Environment.App appOf(JsonNode app) {
    return new Environment.App(
        app.path("name").asText(),
        app.path("clientId").asText(),
        credentialOf(app.path("credential")),
        app.path("maxConnections").asInt(2));
  }
}
