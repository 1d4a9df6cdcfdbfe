package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import java.util.Set;

/** What the directory and the connection to it say when something fails. */
final class LdapFailures {

  /** What the catalogue tells writes by. */
  private static final String WRITE = "write";

  /** Another server may do better. */
  private static final Set<Integer> OF_ONE_SERVER =
      Set.of(
          ResultCode.BUSY_INT_VALUE,
          ResultCode.UNAVAILABLE_INT_VALUE,
          ResultCode.SERVER_DOWN_INT_VALUE,
          ResultCode.TIMEOUT_INT_VALUE,
          ResultCode.CONNECT_ERROR_INT_VALUE,
          ResultCode.LOCAL_ERROR_INT_VALUE,
          ResultCode.DECODING_ERROR_INT_VALUE);

  private LdapFailures() {}

  static boolean isOfOneServer(LDAPException failure) {
    return OF_ONE_SERVER.contains(failure.getResultCode().intValue());
  }

  /** A read that failed, or a login. */
  static ClientException of(LDAPException failure) {
    return of(failure, "");
  }

  /** A write that failed: the same result means another thing there. */
  static ClientException ofWrite(LDAPException failure) {
    return of(failure, WRITE);
  }

  private static ClientException of(LDAPException failure, String code) {
    StringBuilder text = new StringBuilder();
    if (failure.getDiagnosticMessage() == null) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        text.append(cause.getMessage()).append('\n');
      }
    } else {
      text.append(failure.getDiagnosticMessage());
    }
    return Failures.of(
        Symptom.answer(Service.LDAP, failure.getResultCode().intValue(), code, text.toString()));
  }
}
