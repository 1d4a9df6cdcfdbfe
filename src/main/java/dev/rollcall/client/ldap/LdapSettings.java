package dev.rollcall.client.ldap;

import java.util.List;
import java.util.Optional;

/**
 * Where a directory is, and who asks it.
 *
 * @param servers its servers, in the order in which they are tried, as {@code host} or {@code
 *     host:port}; at least one
 * @param security how connections are protected
 * @param base the distinguished name below which everything is
 * @param user who logs in: {@code DOMAIN\\user}, {@code user@domain} or a distinguished name
 * @param password the name of the secret that holds the password
 * @param trust the name of the secret that holds the certificates of the organisation's own
 *     authority; empty if the authorities that everybody trusts are enough
 */
public record LdapSettings(
    List<String> servers,
    Security security,
    String base,
    String user,
    String password,
    Optional<String> trust) {

  private static final int LDAPS_PORT = 636;
  private static final int LDAP_PORT = 389;
  private static final int GLOBAL_CATALOGUE_PORT = 3268;
  private static final int GLOBAL_CATALOGUE_LDAPS_PORT = 3269;

  public LdapSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a directory has at least one server");
    }
  }

  /** How connections are protected. */
  public enum Security {
    /** Encrypted from the beginning. */
    LDAPS,
    /** Encrypted before the login. */
    START_TLS,
    /** Not at all: the password travels readable. Only where the environment says so. */
    NONE
  }

  /** One server. */
  record Server(String host, int port) {

    boolean isGlobalCatalogue() {
      return port == GLOBAL_CATALOGUE_PORT || port == GLOBAL_CATALOGUE_LDAPS_PORT;
    }
  }

  List<Server> parsed() {
    return servers.stream().map(this::server).toList();
  }

  private Server server(String text) {
    int colon = text.lastIndexOf(':');
    // Of several colons all are the address's own, unless it is in brackets.
    boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    int port = security == Security.LDAPS ? LDAPS_PORT : LDAP_PORT;
    String host = hasPort ? text.substring(0, colon) : text;
    if (hasPort) {
      try {
        port = Integer.parseInt(text.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is no server's address", e);
      }
    }
    return new Server(host.replaceAll("^\\[|]$", ""), port);
  }
}
