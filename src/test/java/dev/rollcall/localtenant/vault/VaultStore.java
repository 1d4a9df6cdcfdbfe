package dev.rollcall.localtenant.vault;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What a vault holds: versions of certificates and of secrets, oldest first. Names are compared
 * without regard to case, as in Azure. Not safe for several threads: {@link KeyVault} is.
 */
final class VaultStore {

  private final Clock clock;
  private final Map<String, List<Stored<VaultCertificate>>> certificates =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, List<Stored<PlainSecret>>> secrets =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, List<Stored<VaultCertificate>>> deleted =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Something and when it came. Of two versions of one name, the later came at least a second
   * later: Key Vault tells whole seconds.
   */
  record Stored<T>(T version, Instant created) {}

  /** One version of a secret that is no certificate. */
  record PlainSecret(String version, String value, Optional<Instant> ends, boolean enabled) {}

  VaultStore(Clock clock) {
    this.clock = clock;
  }

  void put(String name, VaultCertificate version) {
    add(certificates.computeIfAbsent(name, n -> new ArrayList<>()), version);
  }

  void putSecret(String name, String value, Optional<Instant> ends) {
    String version = UUID.randomUUID().toString().replace("-", "");
    add(
        secrets.computeIfAbsent(name, n -> new ArrayList<>()),
        new PlainSecret(version, value, ends, true));
  }

  private <T> void add(List<Stored<T>> versions, T version) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant after =
        versions.isEmpty() ? now : versions.get(versions.size() - 1).created().plusSeconds(1);
    versions.add(new Stored<>(version, now.isAfter(after) ? now : after));
  }

  void disable(String name) {
    certificates.computeIfPresent(
        name, (n, versions) -> disabled(versions, 0, VaultCertificate::disabled));
    secrets.computeIfPresent(name, (n, versions) -> disabled(versions, 0, VaultStore::disabled));
  }

  void disableNewest(String name) {
    certificates.computeIfPresent(
        name, (n, versions) -> disabled(versions, versions.size() - 1, VaultCertificate::disabled));
    secrets.computeIfPresent(
        name, (n, versions) -> disabled(versions, versions.size() - 1, VaultStore::disabled));
  }

  private static <T> List<Stored<T>> disabled(
      List<Stored<T>> versions, int from, UnaryOperator<T> disable) {
    List<Stored<T>> after = new ArrayList<>(versions);
    after
        .subList(from, after.size())
        .replaceAll(stored -> new Stored<>(disable.apply(stored.version()), stored.created()));
    return after;
  }

  /** Deletes a certificate so that it can be recovered. */
  void delete(String name) {
    List<Stored<VaultCertificate>> gone = certificates.remove(name);
    if (gone != null) {
      deleted.put(name, gone);
    }
  }

  boolean isDeleted(String name) {
    return deleted.containsKey(name);
  }

  List<String> certificateNames() {
    return List.copyOf(certificates.keySet());
  }

  List<Stored<VaultCertificate>> certificate(String name) {
    return List.copyOf(certificates.getOrDefault(name, List.of()));
  }

  List<Stored<PlainSecret>> secret(String name) {
    return List.copyOf(secrets.getOrDefault(name, List.of()));
  }

  Optional<Stored<VaultCertificate>> certificate(String name, String version) {
    return certificate(name).stream()
        .filter(stored -> is(stored.version().version(), version))
        .reduce((earlier, later) -> later);
  }

  Optional<Stored<PlainSecret>> secret(String name, String version) {
    return secret(name).stream()
        .filter(stored -> is(stored.version().version(), version))
        .reduce((earlier, later) -> later);
  }

  private static boolean is(String version, String asked) {
    return asked.isEmpty() || version.equals(asked.toLowerCase(Locale.ROOT));
  }

  private static PlainSecret disabled(PlainSecret secret) {
    return new PlainSecret(secret.version(), secret.value(), secret.ends(), false);
  }
}
