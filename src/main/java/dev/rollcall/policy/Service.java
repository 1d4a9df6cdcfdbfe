package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A downstream service that a policy writes to. Keys are named, never said: each name is that of a
 * Key Vault secret.
 */
public sealed interface Service {

  /**
   * A service that speaks SCIM (RFC 7643, RFC 7644).
   *
   * @param dialect how it differs from the standard
   * @param url its base, such as {@code https://app.zivver.com/api/scim/v2/}
   * @param token the name of the secret that holds its key
   * @param deleteFunctionalAccounts whether functional accounts may be deleted, with all their
   *     messages; otherwise they are emptied
   */
  record Scim(Dialect dialect, URI url, String token, boolean deleteFunctionalAccounts)
      implements Service {
    @Override
    public String kind() {
      return "scim";
    }

    @Override
    public List<URI> addresses() {
      return List.of(url);
    }

    @Override
    public String place() {
      return written(url);
    }

    @Override
    public List<String> keys() {
      return List.of(token);
    }

    @Override
    public boolean listsAccounts() {
      return true;
    }

    @Override
    public boolean disables() {
      return true;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return scim.apply(this);
    }
  }

  /**
   * Mailprotector's mail filter.
   *
   * @param url its API's base
   * @param token the name of the secret that holds the key of a manager's role
   * @param domain the domain whose users are kept
   */
  record Mailprotector(URI url, String token, String domain) implements Service {

    /** Where the service is. */
    public static final URI BASE = URI.create("https://emailservice.io/api/v1");

    @Override
    public String kind() {
      return "mailprotector";
    }

    @Override
    public List<URI> addresses() {
      return List.of(url);
    }

    @Override
    public String place() {
      return written(url) + " " + domain;
    }

    @Override
    public List<String> keys() {
      return List.of(token);
    }

    @Override
    public boolean listsAccounts() {
      return true;
    }

    @Override
    public boolean disables() {
      return false;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return mailprotector.apply(this);
    }
  }

  /**
   * Emailgistics' user sync.
   *
   * @param syncUrl where a mailbox's users are posted to
   * @param validUrl where the token is tried
   * @param token the name of the secret that holds the token
   */
  record Emailgistics(URI syncUrl, URI validUrl, String token) implements Service {
    @Override
    public String kind() {
      return "emailgistics";
    }

    @Override
    public List<URI> addresses() {
      return List.of(syncUrl, validUrl);
    }

    @Override
    public String place() {
      return written(syncUrl);
    }

    @Override
    public List<String> keys() {
      return List.of(token);
    }

    @Override
    public boolean listsAccounts() {
      return false;
    }

    @Override
    public boolean removes() {
      return false;
    }

    @Override
    public boolean disables() {
      return false;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return emailgistics.apply(this);
    }
  }

  /**
   * Any service that takes signed messages.
   *
   * @param url where they are posted to
   * @param secret the name of the secret they are signed with
   */
  record Webhook(URI url, String secret) implements Service {
    @Override
    public String kind() {
      return "webhook";
    }

    @Override
    public List<URI> addresses() {
      return List.of(url);
    }

    @Override
    public String place() {
      return written(url);
    }

    @Override
    public List<String> keys() {
      return List.of(secret);
    }

    @Override
    public boolean listsAccounts() {
      return false;
    }

    @Override
    public boolean disables() {
      return true;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return webhook.apply(this);
    }
  }

  /**
   * A file that others fetch.
   *
   * @param name its name, whose ending says its format
   */
  record File(String name) implements Service {

    /** What a file is written as. */
    public enum Format {
      CSV,
      XLSX,
      JSON
    }

    /** The format that its name's ending says. */
    public Format format() {
      return Format.valueOf(name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT));
    }

    @Override
    public String kind() {
      return "file";
    }

    @Override
    public List<URI> addresses() {
      return List.of();
    }

    @Override
    public String place() {
      return name;
    }

    @Override
    public List<String> keys() {
      return List.of();
    }

    @Override
    public boolean listsAccounts() {
      return false;
    }

    @Override
    public boolean disables() {
      return false;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return file.apply(this);
    }
  }

  /**
   * The address list of another organisation, as mail contacts.
   *
   * @param environment the organisation that gets them
   * @param attribute the number of the custom attribute that tells which are ours, 1 to 15
   * @param hidden whether they are left out of address lists
   * @param prefix what stands before every name
   * @param suffix what stands behind every name
   * @param unit the organisational unit they are made in; empty for the organisation's own
   * @param ownDirectory whether they are written into the organisation's own Active Directory
   *     though it has a tenant; without a tenant they always are
   * @param account the name of the environment's account that writes there; empty for the one that
   *     reads
   */
  record MailContact(
      EnvironmentId environment,
      int attribute,
      boolean hidden,
      String prefix,
      String suffix,
      Optional<String> unit,
      boolean ownDirectory,
      Optional<String> account)
      implements Service {

    /** In Exchange Online. */
    public MailContact(
        EnvironmentId environment,
        int attribute,
        boolean hidden,
        String prefix,
        String suffix,
        Optional<String> unit) {
      this(environment, attribute, hidden, prefix, suffix, unit, false, Optional.empty());
    }

    /** Whether they are written into this organisation's own Active Directory. */
    public boolean isInActiveDirectoryOf(Environment organisation) {
      return ownDirectory || !organisation.hasTenant();
    }

    @Override
    public String kind() {
      return "mailcontact";
    }

    @Override
    public List<URI> addresses() {
      return List.of();
    }

    @Override
    public String place() {
      // Not the unit: contacts are known by their mark, wherever somebody moved them.
      return environment.value() + " " + attribute + (ownDirectory ? " activeDirectory" : "");
    }

    @Override
    public List<String> keys() {
      return List.of();
    }

    @Override
    public boolean listsAccounts() {
      return true;
    }

    @Override
    public boolean disables() {
      return false;
    }

    @Override
    public boolean marksPolicy() {
      return true;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return mailContact.apply(this);
    }
  }

  /**
   * A signed snapshot that other installations fetch.
   *
   * @param policy the policy, by whose id it is fetched
   * @param certificate the name of the certificate in Key Vault that it is signed with
   * @param partners who may fetch it: the SHA-256 thumbprints of their certificates, 64 lower-case
   *     hexadecimal digits each
   */
  record Offer(PolicyId policy, String certificate, List<String> partners) implements Service {

    public Offer {
      partners = List.copyOf(partners);
    }

    @Override
    public String kind() {
      return "offer";
    }

    @Override
    public List<URI> addresses() {
      return List.of();
    }

    @Override
    public String place() {
      return policy.value();
    }

    /** None: a certificate is looked at as one. */
    @Override
    public List<String> keys() {
      return List.of();
    }

    @Override
    public boolean listsAccounts() {
      return false;
    }

    @Override
    public boolean disables() {
      return false;
    }

    @Override
    public boolean marksPolicy() {
      return true;
    }

    @Override
    public <T> T match(
        Function<Scim, T> scim,
        Function<Mailprotector, T> mailprotector,
        Function<Emailgistics, T> emailgistics,
        Function<Webhook, T> webhook,
        Function<File, T> file,
        Function<MailContact, T> mailContact,
        Function<Offer, T> offer) {
      return offer.apply(this);
    }
  }

  /** How a SCIM service differs from the standard. */
  enum Dialect {
    RFC,
    ZIVVER,
    KEYCLOAK
  }

  /** Its name in documents; also the id of the one target that it is. */
  String kind();

  /** What it is written to; a policy that wrote there keeps it. */
  String place();

  /** An address in the one form that all ways of writing it have in common. */
  private static String written(URI address) {
    String path = address.getRawPath().replaceAll("/+$", "");
    return (address.getScheme() + "://" + address.getRawAuthority()).toLowerCase(Locale.ROOT)
        + path;
  }

  /** Where it is reached, the address written to first; none if it is part of the app. */
  List<URI> addresses();

  /** What people know it by: its kind, and its host or file. */
  default String label() {
    return kind() + " " + addresses().stream().findFirst().map(URI::getHost).orElseGet(this::place);
  }

  /** The names of the secrets it needs. */
  List<String> keys();

  /**
   * Whether it says which accounts it has, so that others' are found before they are made twice.
   */
  boolean listsAccounts();

  /** Whether an account can be disabled there. */
  boolean disables();

  /** Whether what we make there says which policy made it: it goes with the policy. */
  default boolean marksPolicy() {
    return false;
  }

  /** Whether what is no longer wanted can be removed there. */
  default boolean removes() {
    return true;
  }

  /** One behaviour per case. */
  <T> T match(
      Function<Scim, T> scim,
      Function<Mailprotector, T> mailprotector,
      Function<Emailgistics, T> emailgistics,
      Function<Webhook, T> webhook,
      Function<File, T> file,
      Function<MailContact, T> mailContact,
      Function<Offer, T> offer);
}
