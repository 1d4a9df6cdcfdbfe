package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localservices.LocalServices;
import dev.rollcall.localservices.scim.LocalScimSdk;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.CongressFile;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A congress and its successor: after an election every service has exactly the right accounts. */
@Tag("S5")
@Tag("R20")
class ElectionAccountsTest {

  private static final Path DATA = Path.of("../shared/data/congress");

  private Organisation congress;
  private LocalCloud cloud;
  private LocalServices services;

  @BeforeEach
  void open() {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "the congress data is not here");
    congress = CongressFile.read(DATA.resolve("congress-2024-12-15.json"));
    cloud = LocalCloud.start(congress, LocalTenantOptions.defaults());
    services = LocalServices.start(cloud, Clock.systemUTC());
    stored("/api/environments/contoso", LocalServices.environment(cloud));
  }

  @AfterEach
  void close() {
    if (cloud != null) {
      services.close();
      cloud.close();
    }
  }

  @Test
  void theMailFilterKnowsExactlyTheValidAddresses() {
    elect(
        services.policy("mail-filter"),
        () ->
            services.mailprotector().users().stream()
                .filter(row -> row.parent().isEmpty())
                .map(row -> known(row.name()))
                .collect(Collectors.toCollection(TreeSet::new)),
        () -> addresses(DirectoryObject.Kind.USER, DirectoryObject.Kind.GROUP));
  }

  /** The service cannot rename anybody: a new primary address is an alias of the old one. */
  private String known(String name) {
    Set<String> valid = addresses(DirectoryObject.Kind.USER, DirectoryObject.Kind.GROUP);
    return Stream.concat(Stream.of(name), services.mailprotector().aliases(name).stream())
        .map(local -> local + "@" + congress.domain())
        .filter(valid::contains)
        .findFirst()
        .orElse(name + "@" + congress.domain());
  }

  @Test
  void theFileHasExactlyTheValidAddresses() {
    elect(
        services.policy("address-list").replace("addresses.csv", "addresses.json"),
        () -> {
          Set<String> mails = new TreeSet<>();
          cloud
              .api()
              .get("/api/files/addresses.json")
              .json()
              .findValuesAsText("mail")
              .forEach(mails::add);
          return mails;
        },
        () -> addresses(DirectoryObject.Kind.USER, DirectoryObject.Kind.GROUP));
  }

  @Test
  void aWebhookHasBeenToldExactlyWhoIsThere() {
    elect(
        services
            .policy("address-list")
            .replace(
                "{ \"kind\": \"file\", \"name\": \"addresses.csv\" }",
                "{ \"kind\": \"webhook\", \"url\": \""
                    + services.receiver().uri()
                    + "\", \"secret\": \"webhook-secret\" }"),
        () ->
            services.receiver().records().values().stream()
                .map(record -> record.findValue("mail").asText())
                .collect(Collectors.toCollection(TreeSet::new)),
        () -> addresses(DirectoryObject.Kind.USER, DirectoryObject.Kind.GROUP));
  }

  @Test
  void aScimServiceHasExactlyThePeople() {
    try (LocalScimSdk scim = LocalScimSdk.start()) {
      cloud.tenant().vault().putSecret("scim-key", scim.key());
      elect(
          services
              .policy("address-list")
              .replace(
                  "{ \"kind\": \"file\", \"name\": \"addresses.csv\" }",
                  "{ \"kind\": \"scim\", \"dialect\": \"rfc\", \"url\": \""
                      + scim.uri()
                      + "\", \"token\": \"scim-key\" }"),
          () ->
              scim.users().stream()
                  .map(user -> user.getUserName().orElse(""))
                  .collect(Collectors.toCollection(TreeSet::new)),
          () -> addresses(DirectoryObject.Kind.USER));
    }
  }

  /** Brings a service to one congress, then to the next; who left goes with the second run. */
  private void elect(String policy, Supplier<Set<String>> held, Supplier<Set<String>> expected) {
    String all =
        policy.replaceFirst(
            "\\{",
            "{ \"guardrail\": { \"maxDeletes\": 1000, \"maxDeletePercent\": 100 },"
                + " \"changes\": { \"removal\": { \"secondRun\": true, \"afterDays\": 0 } },");
    String id = policy.replaceFirst("(?s).*?\"id\": \"([^\"]+)\".*", "$1");
    stored("/api/policies/" + id, all.replaceFirst("\"secondRun\"", disabling(policy)));
    JsonNode first = run(id);
    assertEquals(expected.get(), held.get(), first::toPrettyString);

    congress.becomes(CongressFile.read(DATA.resolve("congress-2025-02-01.json")));
    run(id);
    run(id);
    // Whose address somebody had who left can have it once the other's account is gone.
    JsonNode last = run(id);

    assertEquals(expected.get(), held.get(), last::toPrettyString);
    JsonNode counts = run(id).path("counts");
    assertEquals(
        0,
        counts.path("created").asInt()
            + counts.path("updated").asInt()
            + counts.path("deleted").asInt());
  }

  /** Where accounts can be disabled they are, unless the policy says otherwise. */
  private static String disabling(String policy) {
    return policy.contains("\"scim\"") || policy.contains("\"webhook\"")
        ? "\"disableFirst\": false, \"secondRun\""
        : "\"secondRun\"";
  }

  private JsonNode run(String policy) {
    JsonNode run = cloud.api().run(policy, "apply", false);
    assertEquals("finished", run.path("status").asText(), run::toPrettyString);
    return run;
  }

  private void stored(String path, String document) {
    RollcallApi.Answer answer = cloud.api().put(path, document);
    assertTrue(answer.status() < 300, answer.toString());
  }

  private Set<String> addresses(DirectoryObject.Kind... kinds) {
    Stream<DirectoryObject> worked =
        List.of(kinds).contains(DirectoryObject.Kind.GROUP)
            ? congress.dynamicGroups().stream()
            : Stream.of();
    return Stream.concat(Stream.of(kinds).flatMap(kind -> congress.all(kind).stream()), worked)
        .map(object -> object.text("mail").toLowerCase(Locale.ROOT))
        .filter(mail -> mail.endsWith("@" + congress.domain()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
