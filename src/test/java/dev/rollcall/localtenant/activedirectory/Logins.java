package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The accounts that log in, and how logins are refused.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-">System
 *     error codes</a> (read 2026-11-21); the texts are those that Active Directory answers
 *     (measured by others)
 */
final class Logins {

  private final String netbios;
  private final String domain;
  private final String account;
  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile boolean plainRefused;
  private final Map<String, String> known = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();

  Logins(String netbios, String domain, String account, String password) {
    this.netbios = netbios;
    this.domain = domain;
    this.account = account;
    passwords.put(account, password);
  }

  void password(String newPassword) {
    passwords.put(account, newPassword);
  }

  /** Another account. */
  void add(String other, String password) {
    passwords.put(other, password);
  }

  void refuse(Optional<String> data) {
    refusal = data;
  }

  void refusePlain() {
    plainRefused = true;
  }

  int refused() {
    return refused.get();
  }

  /**
   * @param connection which one of which server
   * @param safe whether the connection was encrypted from its beginning
   */
  void login(String connection, String user, String given, boolean safe) throws LDAPException {
    if (user.isEmpty() && given.isEmpty()) {
      known.remove(connection);
      return;
    }
    if (plainRefused && !safe) {
      throw new LDAPException(
          ResultCode.STRONG_AUTH_REQUIRED,
          "00002028: LdapErr: DSID-0C090255, comment: The server requires binds to turn on"
              + " integrity checking if SSL\\TLS are not already active on the connection, data 0,"
              + " v4563");
    }
    Optional<String> right =
        passwords.keySet().stream()
            .filter(
                name ->
                    user.equalsIgnoreCase(netbios + "\\" + name)
                        || user.equalsIgnoreCase(name + "@" + domain))
            .filter(name -> given.equals(passwords.get(name)))
            .findFirst();
    String data = refusal.orElse(right.isPresent() ? "" : "52e");
    if (!data.isEmpty()) {
      refused.incrementAndGet();
      throw new LDAPException(
          ResultCode.INVALID_CREDENTIALS,
          "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data "
              + data
              + ", v4563");
    }
    known.put(connection, right.orElseThrow());
  }

  /** The account that logged in. */
  String demand(String connection) throws LDAPException {
    if (!known.containsKey(connection)) {
      throw new LDAPException(
          ResultCode.OPERATIONS_ERROR,
          "000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a"
              + " successful bind must be completed on the connection., data 0, v4563");
    }
    return known.get(connection);
  }
}
