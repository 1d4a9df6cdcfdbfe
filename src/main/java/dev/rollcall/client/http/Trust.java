package dev.rollcall.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: those of public authorities, and of the organisation's own. */
public final class Trust {

  private Trust() {}

  /**
   * Encryption with these authorities beside the public ones.
   *
   * @param pem their certificates; empty for the public ones alone
   * @param unreadable what is thrown if no certificates are in it
   */
  public static SSLContext with(Optional<String> pem, Supplier<ClientException> unreadable) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager @Nullable [] trusted = null;
      if (pem.isPresent()) {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate own : manager(null).getAcceptedIssuers()) {
          store.setCertificateEntry("java " + store.size(), own);
        }
        for (Certificate given : certificates(pem.get())) {
          store.setCertificateEntry("given " + store.size(), given);
        }
        trusted = new TrustManager[] {manager(store)};
      }
      context.init(null, trusted, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable.get();
    }
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate");
    }
    return certificates;
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("Java has no trust manager for certificates");
  }
}
