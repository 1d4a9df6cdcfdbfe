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
 * @param kind where its directory and its mailboxes are
 * @param cloud where its tenant lives; says nothing where there is none
 * @param tenant its initial domain or tenant id; empty where there is none
 * @param apps who does the work, at least one: app registrations, the first of which is the primary
 *     one; or, where there is no tenant, one that stands for the account at Exchange Server
 * @param notificationMailbox the address mails are sent from; empty if none are
 * @param notifyTo the addresses told of what concerns the whole environment
 * @param exchange whether Exchange's administration may be asked for what the directory does not
 *     know: who is hidden, dynamic distribution groups, who may open which mailbox
 * @param onPremises its own servers; empty if all is in Exchange Online
 * @param publicFoldersOnline whether public folders in Exchange Online are read, for as long as
 *     Microsoft lets anybody
 */
public record Environment(
    EnvironmentId id,
    String name,
    String description,
    Kind kind,
    Cloud cloud,
    String tenant,
    List<App> apps,
    Optional<String> notificationMailbox,
    List<String> notifyTo,
    boolean exchange,
    Optional<OnPremises> onPremises,
    boolean publicFoldersOnline) {

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

  /** An environment in Exchange Online alone. */
  public Environment(
      EnvironmentId id,
      String name,
      String description,
      Cloud cloud,
      String tenant,
      List<App> apps,
      Optional<String> notificationMailbox,
      List<String> notifyTo,
      boolean exchange) {
    this(
        id,
        name,
        description,
        Kind.EXCHANGE_ONLINE,
        cloud,
        tenant,
        apps,
        notificationMailbox,
        notifyTo,
        exchange,
        Optional.empty(),
        false);
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
    return with(List.of(app), exchange, onPremises);
  }

  /** The same organisation, whose own servers are reached like this. */
  public Environment with(OnPremises servers) {
    return with(apps, exchange, Optional.of(servers));
  }

  /** The same organisation as those see it who write a policy's mailboxes. */
  public Environment writing(Policy.Writers writers) {
    Environment with = this;
    Optional<App> app =
        apps.stream()
            .filter(one -> writers.app().filter(one.name()::equals).isPresent())
            .findFirst();
    if (app.isPresent()) {
      with = with.with(app.get());
    }
    if (writers.account().isPresent() && onPremises.isPresent()) {
      String account = writers.account().get();
      with = with.with(onPremises.get().writingAs(account));
      if (!hasTenant()) {
        with = with.with(App.ofAccount(account, app().maxConnections()));
      }
    }
    return with;
  }

  /** The app registrations in Microsoft Entra: none where there is no tenant. */
  public List<App> registrations() {
    return apps.stream().filter(App::isRegistration).toList();
  }

  /** Whether it has a tenant, and with it Graph and Exchange Online. */
  public boolean hasTenant() {
    return kind != Kind.ON_PREMISES;
  }

  /**
   * Whether both name the same tenant, be it by its id or by its domain. Where one says the id and
   * the other the domain, nobody can tell from the documents, and the answer is no.
   */
  public boolean sharesTenantWith(Environment other) {
    return hasTenant() && other.hasTenant() && tenant.equalsIgnoreCase(other.tenant);
  }

  /** Whether its mails go out through its own Exchange Server. */
  public boolean mailsThroughEws() {
    return !hasTenant()
        || onPremises.flatMap(OnPremises::ews).filter(OnPremises.Ews::mail).isPresent();
  }

  /** The same organisation, whose Exchange may be asked, or may not. */
  public Environment withExchange(boolean asked) {
    return with(apps, asked, onPremises);
  }

  private Environment with(
      List<App> newApps, boolean newExchange, Optional<OnPremises> newOnPremises) {
    return new Environment(
        id,
        name,
        description,
        kind,
        cloud,
        tenant,
        newApps,
        notificationMailbox,
        notifyTo,
        newExchange,
        newOnPremises,
        publicFoldersOnline);
  }

  /** Where an organisation's directory and mailboxes are. */
  public enum Kind {
    /** In the cloud alone. */
    EXCHANGE_ONLINE("exchangeOnline"),
    /** On the organisation's own servers alone; there is no tenant. */
    ON_PREMISES("onPremises"),
    /** In both places. */
    HYBRID("hybrid");

    private final String document;

    Kind(String document) {
      this.document = document;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }
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

    /** The one that stands for an account at Exchange Server, where there is no tenant. */
    public static App ofAccount(String account, int maxConnections) {
      return new App(account, account, new Credential.Account(account), maxConnections);
    }

    /** Whether it is registered in Microsoft Entra. */
    public boolean isRegistration() {
      return !(credential instanceof Credential.Account);
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
          Function<ManagedIdentity, T> identity,
          Function<Account, T> account) {
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
          Function<ManagedIdentity, T> identity,
          Function<Account, T> account) {
        return secret.apply(this);
      }
    }

    /** With the function app's own identity, which the app registration trusts. */
    record ManagedIdentity() implements Credential {
      @Override
      public <T> T match(
          Function<Certificate, T> certificate,
          Function<Secret, T> secret,
          Function<ManagedIdentity, T> identity,
          Function<Account, T> account) {
        return identity.apply(this);
      }
    }

    /**
     * No app registration at all: an account of the organisation's own servers.
     *
     * @param name the account's name in the environment
     */
    record Account(String name) implements Credential {
      @Override
      public <T> T match(
          Function<Certificate, T> certificate,
          Function<Secret, T> secret,
          Function<ManagedIdentity, T> identity,
          Function<Account, T> account) {
        return account.apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(
        Function<Certificate, T> certificate,
        Function<Secret, T> secret,
        Function<ManagedIdentity, T> identity,
        Function<Account, T> account);
  }
}
