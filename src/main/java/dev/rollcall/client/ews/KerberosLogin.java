package dev.rollcall.client.ews;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.hc.client5.http.auth.Credentials;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/**
 * A Kerberos ticket for a user and a password. The domain's controllers are found by DNS, or by the
 * machine's {@code krb5.conf}; no ticket is kept on disk.
 */
final class KerberosLogin {

  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";
  private static final String SPNEGO = "1.3.6.1.5.5.2";
  private static final String KERBEROS = "1.2.840.113554.1.2.2";

  /** What a controller's refusal of the password is called here. */
  static final String WRONG_PASSWORD = "kerberosPasswordWrong";

  /** KDC_ERR_PREAUTH_FAILED, and KRB_AP_ERR_BAD_INTEGRITY, as Java ends its messages. */
  private static final Pattern REFUSED = Pattern.compile("\\((24|31)\\)");

  private KerberosLogin() {}

  @SuppressWarnings("deprecation") // see EwsTransport
  static Credentials credentials(Service service, String user, String password) {
    int at = user.indexOf('@');
    if (at < 0) {
      throw failure(service, "kerberosNeedsRealm");
    }
    String principal =
        user.substring(0, at) + "@" + user.substring(at + 1).toUpperCase(Locale.ROOT);
    try {
      LoginContext login =
          new LoginContext(
              "", new Subject(), answering(principal, password), onlyPassword(principal));
      login.login();
      return new org.apache.hc.client5.http.auth.KerberosCredentials(
          Subject.doAs(
              login.getSubject(), (PrivilegedExceptionAction<GSSCredential>) () -> ticket()));
    } catch (LoginException e) {
      boolean wrong = REFUSED.matcher(String.valueOf(e.getMessage())).find();
      throw failure(service, wrong ? WRONG_PASSWORD : "kerberosLoginRefused");
    } catch (PrivilegedActionException e) {
      throw failure(service, "kerberosLoginRefused");
    }
  }

  private static GSSCredential ticket() throws GSSException {
    return GSSManager.getInstance()
        .createCredential(
            (GSSName) null,
            GSSCredential.DEFAULT_LIFETIME,
            new Oid[] {new Oid(SPNEGO), new Oid(KERBEROS)},
            GSSCredential.INITIATE_ONLY);
  }

  private static CallbackHandler answering(String principal, String password) {
    return callbacks -> {
      for (Callback callback : callbacks) {
        if (callback instanceof NameCallback name) {
          name.setName(principal);
        } else if (callback instanceof PasswordCallback secret) {
          secret.setPassword(password.toCharArray());
        }
      }
    };
  }

  private static Configuration onlyPassword(String principal) {
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {
          new AppConfigurationEntry(
              MODULE,
              LoginModuleControlFlag.REQUIRED,
              Map.of("principal", principal, "useTicketCache", "false", "isInitiator", "true"))
        };
      }
    };
  }

  /** What the domain's controllers say names the user, so it is left out. */
  private static ClientException failure(Service service, String code) {
    return Failures.of(Symptom.answer(service, 0, code, ""));
  }
}
