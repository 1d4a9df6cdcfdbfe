package dev.rollcall.client.ldap;

import dev.rollcall.client.ldap.LdapSettings.Security;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Clients of a local directory, and what they need. */
public final class DirectoryAccess {

  /** The name of the secret with the password. */
  public static final String SECRET = "corp-reader";

  private final Map<String, String> secrets =
      new ConcurrentHashMap<>(Map.of(SECRET, LocalDirectory.PASSWORD));

  /** Stores a secret. */
  public DirectoryAccess secret(String name, String value) {
    secrets.put(name, value);
    return this;
  }

  /** A client of all controllers, over LDAPS. */
  public LdapClient client(LocalDirectory directory) {
    return client(settings(directory.addresses(), Security.LDAPS, directory.base()));
  }

  public LdapClient client(LdapSettings settings) {
    return new LdapClient(
        settings,
        name -> Optional.ofNullable(secrets.get(name)).orElseThrow(),
        Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC),
        new SplittableRandom(7),
        time -> {});
  }

  public static LdapSettings settings(List<String> servers, Security security, String base) {
    return new LdapSettings(servers, security, base, LocalDirectory.USER, SECRET, Optional.empty());
  }
}
