package dev.rollcall.credential;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.HttpClient;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.SyncPoller;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.certificates.models.CertificateContentType;
import com.azure.security.keyvault.certificates.models.CertificateKeyType;
import com.azure.security.keyvault.certificates.models.CertificateKeyUsage;
import com.azure.security.keyvault.certificates.models.CertificateOperation;
import com.azure.security.keyvault.certificates.models.CertificatePolicy;
import com.azure.security.keyvault.certificates.models.CertificatePolicyAction;
import com.azure.security.keyvault.certificates.models.CertificateProperties;
import com.azure.security.keyvault.certificates.models.ImportCertificateOptions;
import com.azure.security.keyvault.certificates.models.KeyVaultCertificateWithPolicy;
import com.azure.security.keyvault.certificates.models.LifetimeAction;
import com.azure.security.keyvault.certificates.models.WellKnownIssuerNames;
import dev.rollcall.client.http.Service;
import dev.rollcall.model.StoredCertificate;
import dev.rollcall.model.Thumbprints;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The certificates of one Key Vault: shown, made, taken in, deleted. Of each only the newest
 * version is shown. Safe for several threads.
 *
 * <p>Certificates made or taken in here never renew themselves: a version that the app registration
 * does not know helps nobody. When one is about to end, that is told instead.
 */
public final class CertificateVault {

  /**
   * Key Vault takes some seconds to sign one itself; whoever asks over HTTP does not wait longer.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int TOLD_AT_PERCENT = 80;

  private final CertificateClient certificates;
  private final URI vault;

  /**
   * @param vault the vault's address
   * @param access the app's own identity
   * @param customCloud whether the vault need not be at one of Microsoft's own host names
   * @param http the connection
   */
  public CertificateVault(URI vault, TokenCredential access, boolean customCloud, HttpClient http) {
    CertificateClientBuilder builder =
        new CertificateClientBuilder()
            .vaultUrl(vault.toString())
            .credential(access)
            .httpClient(http);
    if (customCloud) {
      builder.disableChallengeResourceVerification();
    }
    this.certificates = builder.buildClient();
    this.vault = vault;
  }

  /** The vault's own name, as Azure's tools ask for it. */
  public String name() {
    return Optional.ofNullable(vault.getHost()).orElse("").split("\\.")[0];
  }

  /**
   * All certificates, by name.
   *
   * @throws VaultUnavailable if they cannot be read
   */
  public List<StoredCertificate> list() {
    return asked(
        () -> {
          List<String> names =
              certificates.listPropertiesOfCertificates().stream()
                  .map(CertificateProperties::getName)
                  .sorted(Comparator.naturalOrder())
                  .toList();
          List<StoredCertificate> found = new ArrayList<>();
          // One may go in between.
          names.forEach(name -> find(name).ifPresent(found::add));
          return found;
        });
  }

  /**
   * A certificate; empty if there is none, or its first version is still being made.
   *
   * @throws VaultUnavailable if it cannot be read
   */
  public Optional<StoredCertificate> find(String name) {
    return policyOf(name).flatMap(CertificateVault::stored);
  }

  /**
   * Whether the newest version of a certificate was made as this wishes; false if there is none.
   */
  public boolean isAsWished(StoredCertificate certificate, CertificateWish wish) {
    return policyOf(certificate.name())
        .map(KeyVaultCertificateWithPolicy::getPolicy)
        .filter(
            policy ->
                Integer.valueOf(wish.months()).equals(policy.getValidityInMonths())
                    && certificate.key().bits() == wish.bits()
                    && CertificateWish.isSameName(certificate.subject(), wish.subject()))
        .isPresent();
  }

  /**
   * Has Key Vault make a new version that signs itself.
   *
   * @return it; empty if it is still being made after a minute
   * @throws VaultUnavailable if Key Vault refuses
   */
  public Optional<StoredCertificate> create(String name, CertificateWish wish) {
    CertificatePolicy policy =
        policy(WellKnownIssuerNames.SELF, wish.subject(), CertificateContentType.PKCS12)
            .setKeyType(CertificateKeyType.RSA)
            .setKeySize(wish.bits())
            .setKeyReusable(false)
            .setKeyUsage(CertificateKeyUsage.DIGITAL_SIGNATURE)
            .setValidityInMonths(wish.months());
    return asked(
        () -> {
          SyncPoller<CertificateOperation, KeyVaultCertificateWithPolicy> making =
              certificates.beginCreateCertificate(name, policy);
          return isMade(making) ? stored(making.getFinalResult()) : Optional.empty();
        });
  }

  /**
   * Stores a certificate with its key as a new version.
   *
   * @param content without a problem
   * @throws VaultUnavailable if Key Vault refuses
   */
  public StoredCertificate store(String name, CertificateContent content) {
    CertificatePolicy policy =
        policy(
            WellKnownIssuerNames.UNKNOWN,
            content.certificate().getSubjectX500Principal().getName(),
            content.isPem() ? CertificateContentType.PEM : CertificateContentType.PKCS12);
    ImportCertificateOptions options =
        new ImportCertificateOptions(name, content.bytes()).setPolicy(policy);
    content.password().filter(text -> !text.isEmpty()).ifPresent(options::setPassword);
    return asked(() -> stored(certificates.importCertificate(options)).orElseThrow());
  }

  /**
   * Deletes a certificate with all its versions and keys; nothing happens if it is gone already.
   * Key Vault keeps what was deleted for its retention time.
   *
   * @throws VaultUnavailable if Key Vault refuses
   */
  public void delete(String name) {
    asked(
        () -> {
          try {
            // Gone once Key Vault answered; nobody waits for the copy that it keeps.
            return Optional.of(certificates.beginDeleteCertificate(name));
          } catch (ResourceNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private static CertificatePolicy policy(
      String issuer, String subject, CertificateContentType type) {
    return new CertificatePolicy(issuer, subject)
        .setExportable(true)
        .setContentType(type)
        .setLifetimeActions(
            new LifetimeAction(CertificatePolicyAction.EMAIL_CONTACTS)
                .setLifetimePercentage(TOLD_AT_PERCENT));
  }

  private static boolean isMade(
      SyncPoller<CertificateOperation, KeyVaultCertificateWithPolicy> making) {
    try {
      return making.waitForCompletion(PATIENCE).getStatus()
          == LongRunningOperationStatus.SUCCESSFULLY_COMPLETED;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }

  private Optional<KeyVaultCertificateWithPolicy> policyOf(String name) {
    try {
      return Optional.of(asked(() -> certificates.getCertificate(name)));
    } catch (VaultUnavailable e) {
      if (e.problem().code().equals("certificateNotFound")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<StoredCertificate> stored(KeyVaultCertificateWithPolicy certificate) {
    if (certificate.getCer() == null || certificate.getCer().length == 0) {
      return Optional.empty();
    }
    try {
      X509Certificate publicPart =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate.getCer()));
      CertificateProperties properties = certificate.getProperties();
      return Optional.of(
          new StoredCertificate(
              certificate.getName(),
              properties.getVersion(),
              publicPart.getSubjectX500Principal().getName(),
              Thumbprints.of(publicPart.getEncoded()),
              publicPart.getNotBefore().toInstant(),
              publicPart.getNotAfter().toInstant(),
              key(publicPart, certificate),
              !Boolean.FALSE.equals(properties.isEnabled()),
              publicPart.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has a form", e);
    } catch (CertificateException e) {
      throw new IllegalStateException("Key Vault gave a certificate out that is none", e);
    }
  }

  private static StoredCertificate.Key key(
      X509Certificate publicPart, KeyVaultCertificateWithPolicy certificate) {
    boolean isPrivate = certificate.getKeyId() != null;
    boolean exportable =
        certificate.getPolicy() != null
            && Boolean.TRUE.equals(certificate.getPolicy().isExportable());
    return new StoredCertificate.Key(
        publicPart.getPublicKey().getAlgorithm(),
        CertificateContent.bits(publicPart),
        isPrivate,
        isPrivate && exportable);
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (VaultUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      throw new VaultUnavailable(VaultFailures.of(Service.KEY_VAULT_CERTIFICATES, e));
    }
  }
}
