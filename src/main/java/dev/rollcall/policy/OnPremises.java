package dev.rollcall.policy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The organisation's own servers: how its Active Directory and its Exchange are reached, and as
 * whom. Nothing secret: passwords are named and stay in Key Vault.
 *
 * @param accounts the service accounts, at least one; each name once
 * @param trust the name of the Key Vault secret with the certificates, in PEM, of the authorities
 *     that the servers' certificates come from; empty if publicly known ones do
 * @param ldap Active Directory; empty if it is not asked
 * @param ews Exchange Server; empty if it is not asked
 */
public record OnPremises(
    List<Account> accounts, Optional<String> trust, Optional<Ldap> ldap, Optional<Ews> ews) {

  public OnPremises {
    accounts = List.copyOf(accounts);
  }

  /**
   * The account of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Account account(String name) {
    return accounts.stream()
        .filter(account -> account.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no account of this name"));
  }

  /** The same servers, whose Exchange is used as this account. */
  public OnPremises writingAs(String account) {
    return new OnPremises(accounts, trust, ldap, ews.map(server -> server.as(account)));
  }

  /**
   * A service account.
   *
   * @param name its name here, for people
   * @param user who signs in: {@code DOMAIN\\user}, or a user principal name
   * @param secret the name of the Key Vault secret that holds the password
   */
  public record Account(String name, String user, String secret) {}

  /**
   * Active Directory.
   *
   * @param servers domain controllers, {@code host} or {@code host:port}, at least one; asked in
   *     this order
   * @param security how the connection is protected
   * @param base the distinguished name below which everything is
   * @param account the name of the account that reads
   */
  public record Ldap(List<String> servers, Security security, String base, String account) {
    public Ldap {
      servers = List.copyOf(servers);
    }
  }

  /** How a connection to a domain controller is protected. */
  public enum Security {
    /** TLS from the first byte on; port 636 unless said otherwise. */
    LDAPS("ldaps"),
    /** TLS after a first exchange; port 389 unless said otherwise. */
    START_TLS("startTls"),
    /** Not at all: the password and everything read can be listened to. */
    NONE("none");

    private final String document;

    Security(String document) {
      this.document = document;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }
  }

  /**
   * Exchange Server.
   *
   * @param url the address of its web services; empty if it is found by autodiscover
   * @param autodiscover the mail domain that autodiscover is asked for; empty if {@code url} is
   *     known
   * @param authentication how the account signs in
   * @param account the name of the account that signs in
   * @param maxConnections how many mailboxes are written at the same time; Exchange allows an
   *     account 27 connections unless a throttling policy says otherwise
   * @param mail whether mails of the environment go out through it
   */
  public record Ews(
      Optional<URI> url,
      Optional<String> autodiscover,
      Authentication authentication,
      String account,
      int maxConnections,
      boolean mail) {

    Ews as(String other) {
      return new Ews(url, autodiscover, authentication, other, maxConnections, mail);
    }
  }

  /** How an account signs in to Exchange Server. */
  public enum Authentication {
    NTLM,
    KERBEROS,
    /** The password itself goes over the (TLS) connection. */
    BASIC;

    /** The name in documents. */
    public String document() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
