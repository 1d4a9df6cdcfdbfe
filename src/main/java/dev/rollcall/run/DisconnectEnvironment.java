package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.credential.CertificateVault;
import dev.rollcall.credential.VaultUnavailable;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.Versioned;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ends the connection to an organisation: first shows what that means, then, when it is confirmed,
 * notes it, stops the runs of all policies that use it, and deletes its certificates if that was
 * asked for.
 *
 * <p>The note comes first: from then on no run of those policies begins or goes on. Doing it again
 * does what is left, so that one that was killed is finished by the next. Contacts already written
 * stay.
 */
public final class DisconnectEnvironment {

  private final RunPorts ports;
  private final Connections connections;
  private final Supplier<CertificateVault> certificates;

  /**
   * @param certificates the app's Key Vault
   */
  public DisconnectEnvironment(RunPorts ports, Supplier<CertificateVault> certificates) {
    this.ports = ports;
    this.connections = new Connections(ports.documents());
    this.certificates = certificates;
  }

  /**
   * A policy that uses the environment.
   *
   * @param contacts how many contacts, or accounts, it wrote; they stay
   * @param mailboxes in how many mailboxes; 0 if it writes elsewhere
   * @param here whether they stand in this organisation, so that they cannot be removed while it is
   *     disconnected
   * @param running the runs that are stopped
   * @param meaning what disconnecting means for it, for people
   */
  public record Affected(
      PolicyId id,
      long contacts,
      int mailboxes,
      boolean here,
      List<String> running,
      String meaning) {
    public Affected {
      running = List.copyOf(running);
    }
  }

  /** What becomes of a credential. */
  public enum Fate {
    /** It stays, as nobody asked to delete it. */
    KEPT,
    /** It stays, as other environments, or policies of such, use it. */
    SHARED,
    /** It will be deleted. */
    TO_DELETE,
    /** It is gone. */
    DELETED,
    /** It could not be deleted. */
    REFUSED,
    /** A client secret, which the app may read and nothing else. */
    BY_HAND
  }

  /**
   * A credential in Key Vault.
   *
   * @param kind {@code certificate} or {@code secret}
   * @param detail why, in a plain sentence; may be empty
   */
  public record Credential(String kind, String name, Fate fate, String detail) {}

  /**
   * What this means, or meant.
   *
   * @param since since when it is disconnected; empty if it is not
   * @param byHand what somebody has to remove, in order
   */
  public record Plan(
      EnvironmentId environment,
      Optional<Instant> since,
      List<Affected> policies,
      List<Credential> credentials,
      List<Leftovers.Task> byHand) {
    public Plan {
      policies = List.copyOf(policies);
      credentials = List.copyOf(credentials);
      byHand = List.copyOf(byHand);
    }
  }

  /** What came of it. */
  public sealed interface Result {

    /** Nothing was changed: this is what it means. */
    record Shown(Plan plan) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.shown().apply(this);
      }
    }

    /** The environment is disconnected. */
    record Done(Plan plan) implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.done().apply(this);
      }
    }

    /** There is no such environment. */
    record NotFound() implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.notFound().apply(this);
      }
    }

    /** The stored document is not valid for this version; nothing was changed. */
    record Unusable() implements Result {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.unusable().apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(Cases<T> cases);
  }

  /** A function for each {@link Result}. */
  public record Cases<T>(
      Function<Result.Shown, T> shown,
      Function<Result.Done, T> done,
      Function<Result.NotFound, T> notFound,
      Function<Result.Unusable, T> unusable) {}

  /** What disconnecting would mean. Changes nothing. */
  public Result plan(EnvironmentId id, boolean deleteCredentials) {
    return found(
        id,
        found ->
            new Result.Shown(
                plan(
                    found.environment(),
                    connections.disconnectedAt(id),
                    credentials(found.environment(), deleteCredentials))));
  }

  /** Disconnects; twice is the same as once. */
  public Result execute(EnvironmentId id, boolean deleteCredentials, Journal journal) {
    return found(
        id,
        found -> {
          Instant since = connections.disconnect(id, found.version(), ports.clock().instant());
          PoliciesOf using = new PoliciesOf(ports, id);
          List<Affected> policies = using.affected();
          CancelRun cancel = new CancelRun(ports);
          for (Affected policy : policies) {
            using
                .running(policy.id())
                .forEach(run -> cancel.execute(policy.id(), run.id(), journal));
          }
          List<Credential> credentials =
              credentials(found.environment(), deleteCredentials).stream()
                  .map(this::deleted)
                  .toList();
          journal.write(
              Event.warn("EnvironmentDisconnected")
                  .with(Field.ENVIRONMENT, id.value())
                  .with(Field.POLICIES, policies.size()));
          return new Result.Done(
              new Plan(
                  id,
                  Optional.of(since),
                  policies,
                  credentials,
                  byHand(found.environment(), credentials)));
        });
  }

  private record Found(Environment environment, String version) {}

  private Result found(EnvironmentId id, Function<Found, Result> then) {
    Optional<Versioned<byte[]>> stored = ports.documents().get(Kind.ENVIRONMENT, id.value());
    if (stored.isEmpty()) {
      return new Result.NotFound();
    }
    return PolicyDocuments.environment(stored.get().value())
        .match(
            valid -> then.apply(new Found(valid.value(), stored.get().version())),
            invalid -> new Result.Unusable());
  }

  private Plan plan(
      Environment environment, Optional<Instant> since, List<Credential> credentials) {
    return new Plan(
        environment.id(),
        since,
        new PoliciesOf(ports, environment.id()).affected(),
        credentials,
        byHand(environment, credentials));
  }

  private List<Credential> credentials(Environment environment, boolean delete) {
    Map<String, String> elsewhere = new HashMap<>();
    new PoliciesOf(ports, environment.id())
        .credentialsOfOthers()
        .forEach(
            name -> elsewhere.put(key(name), "A policy of another environment uses it; it stays."));
    for (JsonNode app : otherApps(environment.id())) {
      JsonNode credential = app.path("credential");
      for (String kind : List.of("certificate", "secret")) {
        elsewhere.put(
            key(credential.path(kind).asText()), "Another environment uses it; it stays.");
      }
    }
    Map<String, Credential> found = new LinkedHashMap<>();
    for (Environment.App app : environment.registrations()) {
      app.credential()
          .match(
              certificate ->
                  found.putIfAbsent(
                      key(certificate.name()), certificate(certificate.name(), delete, elsewhere)),
              secret -> found.putIfAbsent(key(secret.name()), secret(secret.name(), elsewhere)),
              identity -> null,
              account -> null);
    }
    return List.copyOf(found.values());
  }

  private static Credential certificate(
      String name, boolean delete, Map<String, String> elsewhere) {
    if (elsewhere.containsKey(key(name))) {
      return new Credential("certificate", name, Fate.SHARED, elsewhere.get(key(name)));
    }
    return delete
        ? new Credential("certificate", name, Fate.TO_DELETE, "")
        : new Credential(
            "certificate", name, Fate.KEPT, "It stays, as deleteCredentials is not true.");
  }

  private static Credential secret(String name, Map<String, String> elsewhere) {
    return elsewhere.containsKey(key(name))
        ? new Credential("secret", name, Fate.SHARED, elsewhere.get(key(name)))
        : new Credential(
            "secret",
            name,
            Fate.BY_HAND,
            "The app may read secrets, not delete them. Delete it by hand.");
  }

  private Credential deleted(Credential credential) {
    if (credential.fate() != Fate.TO_DELETE) {
      return credential;
    }
    Fate fate = Fate.DELETED;
    String detail = "Key Vault keeps it for its retention time; until then it can be recovered.";
    try {
      certificates.get().delete(credential.name());
    } catch (VaultUnavailable e) {
      fate = Fate.REFUSED;
      detail = e.problem().cause() + " " + e.problem().remedy();
    }
    return new Credential(credential.kind(), credential.name(), fate, detail);
  }

  private List<Leftovers.Task> byHand(Environment environment, List<Credential> credentials) {
    Set<String> sharedApps = new TreeSet<>();
    otherApps(environment.id()).forEach(app -> sharedApps.add(key(app.path("clientId").asText())));
    Set<String> sharedMailboxes = new TreeSet<>();
    others(environment.id())
        .forEach(other -> sharedMailboxes.add(key(other.path("notificationMailbox").asText())));
    return new Leftovers(certificates.get().name())
        .of(environment, credentials, sharedApps, sharedMailboxes);
  }

  private List<JsonNode> otherApps(EnvironmentId id) {
    List<JsonNode> apps = new ArrayList<>();
    others(id).forEach(other -> other.path("apps").forEach(apps::add));
    return apps;
  }

  /**
   * The other environments as they are stored: one whose document is not valid for this version
   * needs its credentials and registrations all the same.
   */
  private List<JsonNode> others(EnvironmentId id) {
    return ports.documents().list(Kind.ENVIRONMENT).stream()
        .filter(stored -> !stored.id().equals(id.value()))
        .map(stored -> ConfigurationFile.document(stored.document().value()))
        .toList();
  }

  /** Key Vault takes names, and Entra client ids, without regard to case. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
