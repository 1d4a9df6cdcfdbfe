package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Refusals;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.http.Trust;
import dev.rollcall.client.ldap.LdapSettings.Security;
import dev.rollcall.client.ldap.LdapSettings.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Makes connections that are encrypted, checked to be with the right server, and logged in. */
final class Connecting {

  private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

  /** A little more than Active Directory allows a search (MaxQueryDuration, 120 s). */
  private static final Duration ANSWER_TIME = Duration.ofSeconds(130);

  private final LdapSettings settings;
  private final UnaryOperator<String> secrets;
  private final Refusals refusals;
  private final Requests requests;
  private Optional<SSLContext> encryption = Optional.empty();

  Connecting(
      LdapSettings settings, UnaryOperator<String> secrets, Refusals refusals, Requests requests) {
    this.settings = settings;
    this.secrets = secrets;
    this.refusals = refusals;
    this.requests = requests;
  }

  /**
   * A connection that may be used.
   *
   * @throws LDAPException if this server cannot be spoken with
   * @throws ClientException if the login was refused, or Key Vault did not give the password
   */
  LDAPConnection to(Server server) throws LDAPException {
    if (settings.security() != Security.NONE) {
      encryption();
    }
    LDAPConnection connection = requests.send("CONNECT ldap", () -> connected(server));
    try {
      if (settings.security() == Security.START_TLS) {
        requests.send("STARTTLS ldap", () -> encrypted(connection));
      }
      login(connection);
      return connection;
    } catch (LDAPException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private LDAPConnection connected(Server server) throws LDAPException {
    return settings.security() == Security.LDAPS
        ? new LDAPConnection(
            encryption().getSocketFactory(), options(), server.host(), server.port())
        : new LDAPConnection(options(), server.host(), server.port());
  }

  /** A server that refuses may well go on in the clear: no password may follow. */
  private ResultCode encrypted(LDAPConnection connection) throws LDAPException {
    ResultCode answer;
    try {
      answer =
          connection
              .processExtendedOperation(new StartTLSExtendedRequest(encryption()))
              .getResultCode();
    } catch (LDAPException e) {
      if (LdapFailures.isOfOneServer(e)) {
        throw e;
      }
      answer = e.getResultCode();
    }
    if (!answer.equals(ResultCode.SUCCESS)) {
      throw new LDAPException(
          ResultCode.CONNECT_ERROR, "StartTLS was refused: " + answer.intValue());
    }
    return answer;
  }

  private static LDAPConnectionOptions options() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(Math.toIntExact(CONNECT_TIME.toMillis()));
    options.setResponseTimeoutMillis(ANSWER_TIME.toMillis());
    options.setSSLSocketVerifier(new RightServer());
    options.setFollowReferrals(false);
    options.setUseSynchronousMode(true);
    return options;
  }

  /** A password that was refused is asked for once more: it may have been renewed meanwhile. */
  private void login(LDAPConnection connection) throws LDAPException {
    String password = secrets.apply(settings.password());
    try {
      bind(connection, password);
    } catch (ClientException e) {
      String newer = secrets.apply(settings.password());
      if (!isWrongPassword(e) || newer.equals(password)) {
        throw e;
      }
      bind(connection, newer);
    }
  }

  /**
   * Whether a login was refused for its password, which then locks the account if it is repeated.
   */
  static boolean isWrongPassword(RuntimeException failure) {
    return failure instanceof ClientException e && e.problem().code().equals("ldapPasswordWrong");
  }

  private void bind(LDAPConnection connection, String password) throws LDAPException {
    refusals.login(settings.user(), password, () -> sent(connection, password));
  }

  private BindResult sent(LDAPConnection connection, String password) throws LDAPException {
    try {
      return requests.send(
          "BIND ldap", () -> connection.bind(new SimpleBindRequest(settings.user(), password)));
    } catch (LDAPException e) {
      if (LdapFailures.isOfOneServer(e)) {
        throw e;
      }
      throw LdapFailures.of(e);
    }
  }

  private SSLContext encryption() {
    SSLContext context =
        encryption.orElseGet(
            () -> Trust.with(settings.trust().map(secrets::apply), Connecting::trustUnreadable));
    encryption = Optional.of(context);
    return context;
  }

  private static ClientException trustUnreadable() {
    return Failures.of(Symptom.answer(Service.ROLLCALL, 0, "ldapTrustUnreadable", ""));
  }
}
