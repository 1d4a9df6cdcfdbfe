package dev.rollcall.localtenant;

import dev.rollcall.localtenant.wire.CertificateMint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Makes this JVM trust the local tenant: an authority made at run time, beside the JDK's own roots,
 * in a trust store named by the system properties {@code javax.net.ssl.trustStore*}. Production
 * code notices nothing.
 *
 * <p>{@link #install} must run before the JVM's first TLS connection. Tests have it through {@link
 * LocalTrustListener}, a {@code main} calls it first thing. Calling it twice does nothing.
 */
public final class LocalTrust {

  private static final String PASSWORD = "changeit";

  private final SSLContext server;
  private final Path trustStore;
  private final String authority;

  private LocalTrust(SSLContext server, Path trustStore, String authority) {
    this.authority = authority;
    this.server = server;
    this.trustStore = trustStore;
  }

  /** Made once a JVM. */
  private static final class Shared {
    static final LocalTrust INSTANCE = create();
  }

  /** Makes the JVM trust the local tenant. */
  public static LocalTrust install() {
    LocalTrust trust = Shared.INSTANCE;
    System.setProperty("javax.net.ssl.trustStore", trust.trustStore.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    // The JDK's server writes headers and body apart; without this each answer waits for an
    // acknowledgement the client delays by 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // A connection closed for idling while the client reuses it would look like hostility.
    System.setProperty("sun.net.httpserver.idleInterval", "600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    return trust;
  }

  /** What a server on loopback shows. */
  public SSLContext server() {
    return server;
  }

  /** The authority that made the servers' certificates, in PEM. */
  public String authorityPem() {
    return authority;
  }

  /** The trust store, for a second JVM. Its password is {@code changeit}. */
  public Path trustStore() {
    return trustStore;
  }

  private static LocalTrust create() {
    Instant now = Instant.now();
    Instant from = now.minus(Duration.ofDays(1));
    Instant until = now.plus(Duration.ofDays(30));
    KeyPair authorityKey = CertificateMint.ellipticKey();
    X509Certificate authority =
        CertificateMint.authority(authorityKey, "Rollcall local tenant", from, until);
    KeyPair key = CertificateMint.ellipticKey();
    X509Certificate certificate =
        CertificateMint.loopback(key, authorityKey, authority, from, until);
    try {
      KeyStore trusted = empty();
      int index = 0;
      for (X509Certificate root : roots()) {
        trusted.setCertificateEntry("root" + index++, root);
      }
      trusted.setCertificateEntry("local-tenant", authority);
      Path file = Files.createTempFile("rollcall-trust", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        trusted.store(out, PASSWORD.toCharArray());
      }

      KeyStore keys = empty();
      keys.setKeyEntry(
          "server",
          key.getPrivate(),
          PASSWORD.toCharArray(),
          new Certificate[] {certificate, authority});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext server = SSLContext.getInstance("TLS");
      server.init(managers.getKeyManagers(), new TrustManager[0], null);
      return new LocalTrust(
          server,
          file,
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(authority.getEncoded())
              + "\n-----END CERTIFICATE-----\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the local tenant's certificates could not be made", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the local tenant's trust store could not be written", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** The roots this JVM trusts already. */
  private static X509Certificate[] roots() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust.getAcceptedIssuers();
      }
    }
    throw new IllegalStateException("this JDK has no X.509 trust manager");
  }
}
