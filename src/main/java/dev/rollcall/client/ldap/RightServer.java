package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.io.IOException;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;

/**
 * Checks that a certificate is for the server that was meant. The SDK's own check lets everything
 * pass on the machine itself, where a forwarded port may well lead to another one.
 */
final class RightServer extends SSLSocketVerifier {

  private final HostnameVerifier names = new OkHttpClient().hostnameVerifier();

  @Override
  public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
    try {
      // Whatever is wrong with the certificate itself shows here, with its reason.
      socket.startHandshake();
    } catch (IOException e) {
      throw new LDAPException(ResultCode.CONNECT_ERROR, e + " " + e.getCause(), e);
    }
    if (!names.verify(host, socket.getSession())) {
      throw new LDAPException(ResultCode.CONNECT_ERROR, "hostname verification failed");
    }
  }
}
