package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.localtenant.wire.CertificateMint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both HTTP clients of the app throw when they get no answer, met on real sockets. */
@Tag("R7")
class UnansweredTest {

  private static final Instant NOW = Instant.now();
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(30));

  private static final KeyPair AUTHORITY_KEY = CertificateMint.ellipticKey();
  private static final X509Certificate AUTHORITY =
      CertificateMint.authority(AUTHORITY_KEY, "Authority", LONG_AGO, LATER);
  private static final KeyPair KEY = CertificateMint.ellipticKey();

  /** The two clients that the app's libraries use. */
  enum Client {
    JDK {
      @Override
      void get(URI address, SSLContext trust, X509TrustManager trusting) throws IOException {
        try {
          HttpClient.newBuilder()
              .sslContext(trust)
              .connectTimeout(Duration.ofSeconds(20))
              .build()
              .send(
                  HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    },
    OKHTTP {
      @Override
      void get(URI address, SSLContext trust, X509TrustManager trusting) throws IOException {
        OkHttpClient client =
            new OkHttpClient.Builder()
                .sslSocketFactory(trust.getSocketFactory(), trusting)
                .readTimeout(Duration.ofSeconds(1))
                .retryOnConnectionFailure(false)
                .build();
        try (Response response =
            client.newCall(new Request.Builder().url(address.toString()).build()).execute()) {
          response.body();
        } finally {
          client.dispatcher().executorService().shutdown();
          client.connectionPool().evictAll();
        }
      }
    };

    abstract void get(URI address, SSLContext trust, X509TrustManager trusting) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aCertificateThatHasEndedIsNamed(Client client) throws Exception {
    X509Certificate ended =
        CertificateMint.loopback(
            KEY, AUTHORITY_KEY, AUTHORITY, LONG_AGO, NOW.minus(Duration.ofDays(1)));

    try (Server server = Server.showing(ended)) {
      assertMet(
          "tlsCertificateEnded", Disposition.RETRY, client, server.address("localhost"), AUTHORITY);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aCertificateOfAnUnknownAuthorityIsNamed(Client client) throws Exception {
    try (Server server = Server.showing(valid())) {
      X509Certificate other =
          CertificateMint.authority(CertificateMint.ellipticKey(), "Other", LONG_AGO, LATER);

      assertMet("tlsUntrusted", Disposition.RETRY, client, server.address("localhost"), other);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aCertificateOfAnotherNameIsNamed(Client client) throws Exception {
    X509Certificate nameless = CertificateMint.selfSigned(KEY, "mail.example", LONG_AGO, LATER);

    try (Server server = Server.showing(nameless)) {
      assertMet("tlsWrongName", Disposition.RETRY, client, server.address("localhost"), nameless);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aServerOfAnotherProtocolVersionIsNamed(Client client) throws Exception {
    try (Server server = Server.ofCipher(valid(), "TLS_DHE_RSA_WITH_AES_128_CBC_SHA")) {
      assertMet("tlsProtocol", Disposition.RETRY, client, server.address("localhost"), AUTHORITY);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aServerWithoutTlsIsNamed(Client client) throws Exception {
    try (Server server = Server.saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
      assertMet(
          "tlsNotSpoken",
          Disposition.UNKNOWN_EFFECT,
          client,
          server.address("localhost"),
          AUTHORITY);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aPortWhereNothingListensIsNamed(Client client) throws Exception {
    // Bound and not listening: nobody else takes the port meanwhile.
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI closed = URI.create("https://127.0.0.1:" + bound.getLocalPort() + "/");

      assertMet("connectionRefused", Disposition.RETRY, client, closed, AUTHORITY);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aNameThatIsNobodysIsNamed(Client client) throws Exception {
    URI nowhere = URI.create("https://directory.contoso.invalid/");

    assertMet("hostUnknown", Disposition.RETRY, client, nowhere, AUTHORITY);
  }

  @Test
  void aServerThatStaysSilentMayHaveDoneTheWork() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

      assertMet("timedOut", Disposition.UNKNOWN_EFFECT, Client.OKHTTP, address, AUTHORITY);
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aServerThatHangsUpMayHaveDoneTheWork(Client client) throws Exception {
    try (Server server = Server.saying("")) {
      URI plain = URI.create(server.address("127.0.0.1").toString().replace("https", "http"));

      assertMet("connectionLost", Disposition.UNKNOWN_EFFECT, client, plain, AUTHORITY);
    }
  }

  private static void assertMet(
      String code, Disposition disposition, Client client, URI address, X509Certificate trusted)
      throws Exception {
    TrustManagerFactory trusting =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("trusted", trusted);
    trusting.init(store);
    X509TrustManager manager =
        Arrays.stream(trusting.getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .map(X509TrustManager.class::cast)
            .findFirst()
            .orElseThrow();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);

    IOException thrown =
        assertThrows(IOException.class, () -> client.get(address, context, manager));
    ClientException failure = Failures.ofException(new IllegalStateException(thrown));

    assertEquals(code, failure.problem().code(), chain(thrown));
    assertEquals(disposition, failure.disposition());
    assertFalse(failure.problem().toString().contains("contoso"), "no host is kept");
  }

  private static String chain(Throwable thrown) {
    return thrown.getCause() == null
        ? thrown.toString()
        : thrown + " <- " + chain(thrown.getCause());
  }

  private static X509Certificate valid() {
    return CertificateMint.loopback(KEY, AUTHORITY_KEY, AUTHORITY, LONG_AGO, LATER);
  }

  /** Takes connections until it is closed; each is told the same, or shakes hands, and ends. */
  private static final class Server implements AutoCloseable {

    private final ServerSocket socket;

    private Server(ServerSocket socket, String said) {
      this.socket = socket;
      Thread taking = new Thread(() -> take(said), "unanswered");
      taking.setDaemon(true);
      taking.start();
    }

    static Server saying(String said) throws IOException {
      return new Server(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), said);
    }

    static Server showing(X509Certificate certificate) throws Exception {
      return new Server(tls(certificate), "");
    }

    static Server ofCipher(X509Certificate certificate, String cipher) throws Exception {
      SSLServerSocket socket = tls(certificate);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {cipher});
      return new Server(socket, "");
    }

    URI address(String host) {
      return URI.create("https://" + host + ":" + socket.getLocalPort() + "/");
    }

    private void take(String said) {
      while (!socket.isClosed()) {
        try (Socket taken = socket.accept()) {
          if (taken instanceof SSLSocket tls) {
            tls.startHandshake();
          }
          taken.getInputStream().read(new byte[4096]);
          OutputStream out = taken.getOutputStream();
          out.write(said.getBytes(StandardCharsets.US_ASCII));
          out.flush();
        } catch (IOException clientWentAway) {
          // That is what is tested; the next one comes.
        }
      }
    }

    private static SSLServerSocket tls(X509Certificate certificate)
        throws GeneralSecurityException, IOException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", KEY.getPrivate(), new char[0], new X509Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return (SSLServerSocket)
          context
              .getServerSocketFactory()
              .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
