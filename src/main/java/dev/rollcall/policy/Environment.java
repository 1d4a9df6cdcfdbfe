package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connected organisation.
 *
 * @param id its id
 * @param name its name, for people
 * @param description what it is, for people; may be empty
 * @param cloud where it lives
 * @param tenant its initial domain or tenant id
 * @param apps the app registrations used, at least one; the first is the primary one
 * @param notificationMailbox the address mails are sent from; empty if none are
 * @param notifyTo the addresses told of what concerns the whole environment
 * @param exchange whether Exchange's administration may be asked for what the directory does not
 *     know: who is hidden, dynamic distribution groups, who may open which mailbox
 */
public record Environment(
    EnvironmentId id,
    String name,
    String description,
    Cloud cloud,
    String tenant,
    List<App> apps,
    Optional<String> notificationMailbox,
    List<String> notifyTo,
    boolean exchange) {

  /**
   * @throws IllegalArgumentException if there is no app
   */
  public Environment {
    apps = List.copyOf(apps);
    notifyTo = List.copyOf(notifyTo);
    if (apps.isEmpty()) {
      throw new IllegalArgumentException("an environment has at least one app");
    }
  }

  /** An environment whose Exchange is not asked anything. */
  public Environment(
      EnvironmentId id,
      String name,
      String description,
      Cloud cloud,
      String tenant,
      List<App> apps,
      Optional<String> notificationMailbox,
      List<String> notifyTo) {
    this(id, name, description, cloud, tenant, apps, notificationMailbox, notifyTo, false);
  }

  /** An environment with one app, which sends no mail. */
  public Environment(
      EnvironmentId id, String name, String description, Cloud cloud, String tenant, App app) {
    this(id, name, description, cloud, tenant, List.of(app), Optional.empty(), List.of());
  }

  /** The primary app: it reads the directory and sends mail. */
  public App app() {
    return apps.get(0);
  }

  /** The same organisation with no other app than this one; empty if it has no such app. */
  public Optional<Environment> through(String clientId) {
    return apps.stream()
        .filter(app -> app.clientId().equalsIgnoreCase(clientId))
        .findFirst()
        .map(this::with);
  }

  /** The same organisation with no other app than this one. */
  public Environment with(App app) {
    return new Environment(
        id,
        name,
        description,
        cloud,
        tenant,
        List.of(app),
        notificationMailbox,
        notifyTo,
        exchange);
  }

  /** The same organisation, whose Exchange may be asked, or may not. */
  public Environment withExchange(boolean asked) {
    return new Environment(
        id, name, description, cloud, tenant, apps, notificationMailbox, notifyTo, asked);
  }

  /**
   * An app registration.
   *
   * @param name its name, for people
   * @param clientId its application (client) id
   * @param credential how it proves who it is
   * @param maxConnections how many mailboxes one run serves through it at the same time
   */
  public record App(String name, String clientId, Credential credential, int maxConnections) {

    /**
     * An app with a certificate.
     *
     * @param certificate its name in Key Vault
     */
    public App(String name, String clientId, String certificate, int maxConnections) {
      this(name, clientId, new Credential.Certificate(certificate), maxConnections);
    }
  }

  /** How an app registration proves who it is. Nothing secret: a name, or nothing at all. */
  public sealed interface Credential {

    /**
     * With a certificate.
     *
     * @param name its name in Key Vault
     */
    record Certificate(String name) implements Credential {
      @Override
      public <T> T match(
          Function<Certificate, T> certificate,
          Function<Secret, T> secret,
          Function<ManagedIdentity, T> identity) {
        return certificate.apply(this);
      }
    }

    /**
     * With a client secret.
     *
     * @param name the name of the Key Vault secret that holds it
     */
    record Secret(String name) implements Credential {
      @Override
      public <T> T match(
          Function<Certificate, T> certificate,
          Function<Secret, T> secret,
          Function<ManagedIdentity, T> identity) {
        return secret.apply(this);
      }
    }

    /** With the function app's own identity, which the app registration trusts. */
    record ManagedIdentity() implements Credential {
      @Override
      public <T> T match(
          Function<Certificate, T> certificate,
          Function<Secret, T> secret,
          Function<ManagedIdentity, T> identity) {
        return identity.apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(
        Function<Certificate, T> certificate,
        Function<Secret, T> secret,
        Function<ManagedIdentity, T> identity);
  }
}
