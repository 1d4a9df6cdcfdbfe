package dev.rollcall.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.EnvironmentId;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads policies and environments as administrators write them. Any bytes get an answer: a value,
 * or everything that is wrong at once; nothing is thrown, nothing half taken.
 */
public final class PolicyDocuments {

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
    return parse(
        json,
        Schemas.POLICY,
        document -> {
          PolicyReader reader = new PolicyReader();
          Policy policy = reader.read(document);
          return reader.problems().isEmpty()
              ? new Parsed.Valid<>(policy)
              : new Parsed.Invalid<>(reader.problems());
        });
  }

  /** The environment in this document. */
  public static Parsed<Environment> environment(byte[] json) {
    return parse(
        json,
        Schemas.ENVIRONMENT,
        document -> {
          JsonNode app = document.path("apps").path(0);
          return new Parsed.Valid<>(
              new Environment(
                  new EnvironmentId(document.path("id").asText()),
                  document.path("name").asText(),
                  document.path("description").asText(""),
                  cloud(document.path("cloud").asText(Cloud.GLOBAL.document())),
                  document.path("tenant").asText(),
                  new Environment.App(
                      app.path("name").asText(),
                      app.path("clientId").asText(),
                      app.path("credential").path("certificate").asText(),
                      app.path("maxConnections").asInt(50))));
        });
  }

  private interface Reading<T> {
    Parsed<T> read(JsonNode document);
  }

  private static <T> Parsed<T> parse(byte[] json, SchemaCheck schema, Reading<T> reading) {
    JsonNode document;
    try {
      document = JsonText.object(json);
    } catch (JsonText.Unreadable e) {
      return new Parsed.Invalid<>(List.of(e.problem()));
    }
    List<DocumentProblem> problems = new ArrayList<>(schema.problems(document));
    Secrets.find(document, "", problems);
    tenantHint(document, problems);
    return problems.isEmpty() ? reading.read(document) : new Parsed.Invalid<>(problems);
  }

  /**
   * The schema can only say that a domain is not an initial one; people need to know which one is.
   */
  private static void tenantHint(JsonNode document, List<DocumentProblem> problems) {
    for (int i = 0; i < problems.size(); i++) {
      DocumentProblem problem = problems.get(i);
      boolean domain =
          problem.pointer().equals("/tenant") && document.path("tenant").asText().contains(".");
      if (domain) {
        problems.set(
            i,
            new DocumentProblem(
                "/tenant",
                problem.found(),
                "This is not the tenant's initial domain.",
                "Write the domain that ends in .onmicrosoft.com, or the tenant id. Both stand in the"
                    + " Entra admin center under Overview; every other domain of the organisation,"
                    + " also its main one, is an accepted domain that may move to another tenant."));
      }
    }
  }

  private static Cloud cloud(String name) {
    for (Cloud cloud : Cloud.values()) {
      if (cloud.document().equals(name)) {
        return cloud;
      }
    }
    throw new IllegalStateException("the schema allows a cloud that is not known: " + name);
  }
}
