package dev.rollcall.client.ldap;

import com.unboundid.util.ssl.AggregateTrustManager;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: those of public authorities, and of the organisation's own. */
final class Trust {

  private Trust() {}

  /**
   * Encryption with these authorities beside the public ones.
   *
   * @param authorities certificates as PEM
   * @throws dev.rollcall.client.http.ClientException if they are none
   */
  static SSLContext with(Optional<String> authorities) {
    try {
      List<X509TrustManager> managers = new ArrayList<>();
      managers.add(manager(null));
      if (authorities.isPresent()) {
        managers.add(manager(store(authorities.get())));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AggregateTrustManager(false, managers)}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK can do this", e);
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager found) {
        return found;
      }
    }
    throw new IllegalStateException("this JDK has no X.509 trust manager");
  }

  private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int index = 0;
    for (Certificate certificate : certificates(pem)) {
      store.setCertificateEntry("authority" + index++, certificate);
    }
    return store;
  }

  private static Collection<? extends Certificate> certificates(String pem) {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // Said below, for both alike.
    }
    throw Failures.of(Symptom.answer(Service.ROLLCALL, 0, "ldapTrustUnreadable", ""));
  }
}
