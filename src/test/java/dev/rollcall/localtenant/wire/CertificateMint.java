package dev.rollcall.localtenant.wire;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates. */
public final class CertificateMint {

  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateMint() {}

  /** A key on P-256, quick to make and to shake hands with. */
  public static KeyPair ellipticKey() {
    return key("EC", 256);
  }

  /** A key of RSA 2048, which client assertions need; takes some 100 ms. */
  public static KeyPair rsaKey() {
    return key("RSA", 2048);
  }

  /** A key of RSA of this size. */
  public static KeyPair rsaKey(int bits) {
    return key("RSA", bits);
  }

  /** A certificate that signs itself only, of this X.500 name. */
  public static X509Certificate selfSignedAs(
      KeyPair key, String subject, Instant from, Instant until) {
    return issue(key, new X500Name(subject), key, new X500Name(subject), from, until).build(false);
  }

  /** A certificate that signs itself and others. */
  public static X509Certificate authority(KeyPair key, String name, Instant from, Instant until) {
    return issue(key, new X500Name("CN=" + name), key, new X500Name("CN=" + name), from, until)
        .build(true);
  }

  /** A certificate that signs itself only, as Key Vault makes them. */
  public static X509Certificate selfSigned(KeyPair key, String name, Instant from, Instant until) {
    return issue(key, new X500Name("CN=" + name), key, new X500Name("CN=" + name), from, until)
        .build(false);
  }

  /** A certificate for a server on this machine. */
  public static X509Certificate loopback(
      KeyPair key, KeyPair authorityKey, X509Certificate authority, Instant from, Instant until) {
    Draft draft =
        issue(
            key,
            new X500Name("CN=localhost"),
            authorityKey,
            X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
            from,
            until);
    return draft.forLoopback().build(false);
  }

  private static KeyPair key(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static Draft issue(
      KeyPair key,
      X500Name subject,
      KeyPair issuerKey,
      X500Name issuer,
      Instant from,
      Instant until) {
    return new Draft(
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(120, RANDOM),
            Date.from(from),
            Date.from(until),
            subject,
            key.getPublic()),
        issuerKey.getPrivate());
  }

  private record Draft(X509v3CertificateBuilder builder, PrivateKey issuer) {

    Draft forLoopback() {
      try {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.dNSName, "localhost"),
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                  new GeneralName(GeneralName.iPAddress, "::1")
                }));
        return this;
      } catch (CertIOException e) {
        throw new IllegalStateException(e);
      }
    }

    X509Certificate build(boolean authority) {
      try {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(
                authority
                    ? KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature
                    : KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        String algorithm =
            issuer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
            .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuer)));
      } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
        throw new IllegalStateException("the certificate could not be made", e);
      }
    }
  }
}
