package dev.rollcall.run;

import dev.rollcall.credential.StoredKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.policy.Service;
import dev.rollcall.state.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys of the downstream services that an environment's policies name, and the certificates
 * they sign offers with, or requests for offers. Services do not say when a key ends, so it is
 * known only if whoever stored it set the expiration date of its Key Vault secret. Asks Key Vault
 * once for each key, however many policies name it.
 */
public final class ServiceCredentials implements CredentialSource {

  private final Documents documents;
  private final Vault vault;

  /** Reads what is known of keys. */
  @FunctionalInterface
  public interface Vault {
    /**
     * The newest version of the secret of this name.
     *
     * @throws CredentialUnseen if it cannot be read
     */
    StoredKey of(String name);
  }

  public ServiceCredentials(Documents documents, Vault vault) {
    this.documents = documents;
    this.vault = vault;
  }

  @Override
  public List<Sight> look(Environment environment) {
    Map<String, Service> named = new TreeMap<>();
    Map<String, String> certificates = new TreeMap<>();
    for (Documents.Stored stored : documents.list(Documents.Kind.POLICY)) {
      PolicyDocuments.policy(stored.document().value())
          // One that is not valid does not run before it is stored again.
          .match(valid -> Optional.of(valid.value()), invalid -> Optional.<Policy>empty())
          .filter(policy -> policy.environment().equals(environment.id()))
          .ifPresent(
              policy -> {
                certificates(policy, certificates);
                policy
                    .target()
                    .service()
                    .ifPresent(
                        service ->
                            service.keys().forEach(name -> named.putIfAbsent(name, service)));
              });
    }
    List<Sight> sights = new ArrayList<>();
    named.forEach(
        (name, service) -> sights.add(look(Expiry.Kind.DOWNSTREAM_KEY, name, service.label())));
    certificates.forEach((name, label) -> sights.add(look(Expiry.Kind.CERTIFICATE, name, label)));
    return sights;
  }

  /** What is signed with towards other installations; Key Vault notes its end at the key too. */
  private static void certificates(Policy policy, Map<String, String> certificates) {
    policy
        .target()
        .offer()
        .ifPresent(offer -> certificates.putIfAbsent(offer.certificate(), offer.label()));
    policy
        .reading()
        .offer()
        .ifPresent(
            offer ->
                certificates.putIfAbsent(offer.certificate(), "offer of " + offer.url().getHost()));
  }

  private Sight look(Expiry.Kind kind, String name, String label) {
    try {
      StoredKey key = vault.of(name);
      return new Sight.Lifetime(kind, label, name, key.version(), key.ends());
    } catch (CredentialUnseen e) {
      return new Sight.Unseen(kind, label, name, e.problem(), true);
    }
  }
}
