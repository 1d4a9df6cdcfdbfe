package dev.rollcall.app;

import dev.rollcall.client.http.Pause;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapSettings;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.source.SourceUnavailable;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Clients of environments' own directories; each is made when first needed and kept. Safe for
 * several threads.
 */
final class LdapClients implements Function<Environment, LdapClient> {

  private final UnaryOperator<String> secrets;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final Map<LdapSettings, LdapClient> clients = new ConcurrentHashMap<>();

  /**
   * @param secrets the newest value of a secret of Key Vault, by its name
   */
  LdapClients(UnaryOperator<String> secrets, Clock clock, RandomGenerator random, Pause pause) {
    this.secrets = secrets;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /**
   * @throws SourceUnavailable if the environment does not say where its directory is
   */
  @Override
  public LdapClient apply(Environment environment) {
    return as(environment, Optional.empty());
  }

  /**
   * The directory as another account sees it.
   *
   * @param name the account's name in the environment; empty for the one that reads
   * @throws SourceUnavailable if the environment does not say where its directory is
   */
  LdapClient as(Environment environment, Optional<String> name) {
    OnPremises servers = environment.onPremises().orElseThrow(LdapClients::unknown);
    OnPremises.Ldap ldap = servers.ldap().orElseThrow(LdapClients::unknown);
    OnPremises.Account account = servers.account(name.orElse(ldap.account()));
    LdapSettings settings =
        new LdapSettings(
            ldap.servers(),
            switch (ldap.security()) {
              case LDAPS -> LdapSettings.Security.LDAPS;
              case START_TLS -> LdapSettings.Security.START_TLS;
              case NONE -> LdapSettings.Security.NONE;
            },
            ldap.base(),
            account.user(),
            account.secret(),
            servers.trust());
    return clients.computeIfAbsent(
        settings, known -> new LdapClient(known, secrets, clock, random, pause));
  }

  private static SourceUnavailable unknown() {
    return new SourceUnavailable(
        Problem.lasting(
            "activeDirectoryUnknown",
            "The policy needs Active Directory, and its environment does not say where it is.",
            "Nothing was changed. Write onPremises.ldap into the environment: servers, base and"
                + " account.",
            ""),
        new IllegalStateException("no LDAP servers"));
  }
}
