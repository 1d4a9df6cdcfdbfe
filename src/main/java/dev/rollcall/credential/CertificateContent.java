package dev.rollcall.credential;

import dev.rollcall.policy.DocumentProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key as somebody sends it, to be stored in the vault: a PFX with
 * its password, or PEM. It is looked through here, so that what is wrong can be said plainly; key
 * and password are kept nowhere and repeated nowhere.
 */
public final class CertificateContent {

  /** More than a key of 4096 bits with all its issuers' certificates needs. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 4096;
  private static final String NOT_SHOWN = "(not shown)";
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----");

  private final byte[] bytes;
  private final Optional<String> password;

  private CertificateContent(byte[] bytes, Optional<String> password) {
    this.bytes = bytes;
    this.password = password;
  }

  /** A PFX (PKCS #12), and the password it was exported with; empty if with none. */
  public static CertificateContent ofPfx(byte[] pfx, String password) {
    return new CertificateContent(pfx.clone(), Optional.of(password));
  }

  /** A private key and its certificate in PEM, and after them those that vouch for it. */
  public static CertificateContent ofPem(String pem) {
    return new CertificateContent(pem.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  boolean isPem() {
    return password.isEmpty();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  Optional<String> password() {
    return password;
  }

  /** Shows neither key nor password. */
  @Override
  public String toString() {
    return "CertificateContent[" + bytes.length + " bytes]";
  }

  /** A certificate and the key that came with it. */
  private record Pair(PrivateKey key, X509Certificate certificate) {}

  /** What keeps it from being stored and used; the first thing only. */
  public Optional<DocumentProblem> problemAt(Instant now) {
    try {
      check(pair(), now);
      return Optional.empty();
    } catch (Unusable e) {
      return Optional.of(e.problem);
    }
  }

  /** The certificate that the key belongs to; only of content without a problem. */
  X509Certificate certificate() {
    try {
      return pair().certificate();
    } catch (Unusable e) {
      throw new IllegalStateException("content with a problem is not stored", e);
    }
  }

  /** The private key; only of content without a problem. */
  PrivateKey privateKey() {
    try {
      return pair().key();
    } catch (Unusable e) {
      throw new IllegalStateException("content with a problem is not used", e);
    }
  }

  /** The size of a certificate's key; 0 if it has none that we know. */
  static int bits(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    return key instanceof ECKey curve ? curve.getParams().getOrder().bitLength() : 0;
  }

  private void check(Pair pair, Instant now) throws Unusable {
    X509Certificate certificate = pair.certificate();
    int bits = bits(certificate);
    boolean rsa = certificate.getPublicKey() instanceof RSAKey;
    if (!rsa || bits < MIN_BITS || bits > MAX_BITS) {
      throw unusable(
          certificate.getPublicKey().getAlgorithm() + (bits == 0 ? "" : " of " + bits + " bits"),
          "Logins cannot be made with a key of this kind.",
          "RSA of " + MIN_BITS + " to " + MAX_BITS + " bits. Make a new certificate.");
    }
    boolean belongs =
        pair.key() instanceof RSAKey key
            && certificate.getPublicKey() instanceof RSAKey known
            && key.getModulus().equals(known.getModulus());
    if (!belongs) {
      throw unusable(
          NOT_SHOWN,
          "The private key does not belong to the certificate.",
          "Send the key that the certificate was made for; in PEM, its certificate comes first.");
    }
    Instant ends = certificate.getNotAfter().toInstant();
    if (!now.isBefore(ends)) {
      throw unusable(
          "ended " + ends,
          "The certificate has ended.",
          "Send one that is still valid, or let Key Vault make one: PUT /api/certificates/{name}.");
    }
  }

  private Pair pair() throws Unusable {
    if (bytes.length > MAX_BYTES) {
      throw unusable(
          bytes.length + " bytes",
          "This is too large for a certificate.",
          "At most " + MAX_BYTES + " bytes.");
    }
    return password.isPresent() ? ofPfx(password.get()) : ofPem();
  }

  private Pair ofPfx(String secret) throws Unusable {
    char[] characters = secret.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), characters);
      List<Pair> pairs = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, characters) instanceof PrivateKey key
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          pairs.add(new Pair(key, certificate));
        }
      }
      if (pairs.size() > 1) {
        throw unusable(
            pairs.size() + " private keys",
            "The PFX holds several certificates with private keys.",
            "Export the one that is meant by itself.");
      }
      return pairs.stream()
          .findFirst()
          .orElseThrow(
              () ->
                  unusable(
                      NOT_SHOWN,
                      "The PFX holds no private key.",
                      "Export the certificate together with its private key, and send that."));
    } catch (IOException | GeneralSecurityException e) {
      boolean password = e instanceof UnrecoverableKeyException || isOfPassword(e.getCause());
      throw password
          ? new Unusable(
              new DocumentProblem(
                  "/password",
                  NOT_SHOWN,
                  "The password does not open the PFX.",
                  "The password that the PFX was exported with; leave it out if there was none."))
          : unusable(
              NOT_SHOWN,
              "This is not a PFX.",
              "A PFX (PKCS #12, .pfx or .p12) in base64, or PEM under pem.");
    }
  }

  private static boolean isOfPassword(@Nullable Throwable cause) {
    return cause instanceof UnrecoverableKeyException;
  }

  private Pair ofPem() throws Unusable {
    String pem = new String(bytes, StandardCharsets.UTF_8);
    Matcher key = PRIVATE_KEY.matcher(pem);
    if (!key.find()) {
      throw pem.contains("PRIVATE KEY-----") ? otherKey(pem) : keyless();
    }
    Matcher certificate = CERTIFICATE.matcher(pem);
    if (!certificate.find()) {
      throw unusable(
          NOT_SHOWN,
          "The PEM holds no certificate.",
          "A private key and its certificate, one after the other.");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(key.group(1));
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      certificate.group().getBytes(StandardCharsets.US_ASCII)));
      return new Pair(privateKey(der), (X509Certificate) read);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(
          NOT_SHOWN,
          "The PEM cannot be read.",
          "A private key (PKCS #8) and its certificate, both whole.");
    }
  }

  /** A key of another kind is read as well, so that its kind is what is told. */
  private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  private Unusable keyless() {
    return unusable(
        NOT_SHOWN,
        "The PEM holds no private key.",
        "A private key (-----BEGIN PRIVATE KEY-----) and its certificate, one after the other.");
  }

  private Unusable otherKey(String pem) {
    boolean encrypted = pem.contains("ENCRYPTED");
    return unusable(
        NOT_SHOWN,
        encrypted ? "The private key is encrypted." : "The private key is not in the form PKCS #8.",
        "Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem. Or send a PFX with"
            + " its password.");
  }

  private Unusable unusable(String found, String message, String allowed) {
    return new Unusable(
        new DocumentProblem(password.isPresent() ? "/pfx" : "/pem", found, message, allowed));
  }

  /** It cannot be stored or used. */
  private static final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient DocumentProblem problem;

    Unusable(DocumentProblem problem) {
      super(problem.message());
      this.problem = problem;
    }
  }
}
