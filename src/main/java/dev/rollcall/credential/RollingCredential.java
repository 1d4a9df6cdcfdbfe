package dev.rollcall.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One app's tokens in one organisation, bought with a certificate or client secret that may be
 * renewed in Key Vault at any time, in any order. Safe for several threads.
 *
 * <ol>
 *   <li>The version in use is used. Once an hour, when it has ended, and when a login refuses it,
 *       Key Vault is asked for the newest version, which is tried first.
 *   <li>If the newest is of no use (not registered yet, ended, disabled, without its key), the
 *       versions before it are tried that are enabled and valid, newest first, and it is told. A
 *       version that Key Vault shows as disabled is not used, kept or not.
 *   <li>If Key Vault cannot be asked, the version in use goes on being used, and it is told.
 * </ol>
 *
 * So a credential can be rolled before, while or after its new version is registered, and no run
 * fails as long as one enabled version is.
 */
final class RollingCredential implements TokenCredential {

  /** How long a renewed version may stay unseen while the version in use still works. */
  static final Duration LOOK_EVERY = Duration.ofHours(1);

  /** How many versions before the newest are tried. */
  private static final int EARLIER = 3;

  private final AppKeys keys;
  private final Clock clock;
  private final Consumer<CredentialNotice> notices;
  private final KeptTokens tokens;
  private volatile State state = new State(Optional.empty(), Optional.empty());

  /**
   * What is remembered between logins.
   *
   * @param inUse the version of the last login; empty if there was none, or no version is of use
   * @param looked when Key Vault was last asked for the newest
   */
  private record State(Optional<AppKey> inUse, Optional<Instant> looked) {

    boolean isLookDue(Instant now) {
      return looked.isEmpty() || !now.isBefore(looked.get().plus(LOOK_EVERY));
    }

    boolean isUsed(VaultSecrets.Version version) {
      return inUse.filter(key -> key.version().equals(version.version())).isPresent();
    }
  }

  /**
   * @param notices told when not the newest version was used
   */
  RollingCredential(AppKeys keys, Clock clock, Consumer<CredentialNotice> notices) {
    this.keys = keys;
    this.clock = clock;
    this.notices = notices;
    this.tokens = new KeptTokens(clock, this::buy);
  }

  /**
   * What a login is made with at present: found out by a login, if Key Vault was not asked lately.
   *
   * @param scope of the token that is bought then
   * @throws ClientException if nobody can log in, and the newest version cannot be read either
   */
  CredentialInUse inUse(String scope) {
    if (state.inUse.isEmpty() || state.isLookDue(clock.instant())) {
      try {
        buy(new TokenRequestContext().addScopes(scope));
      } catch (ClientException e) {
        // The one in use may still be known; if none is, the newest has to be mended.
      }
    }
    AppKey key = state.inUse.orElseGet(keys::newest);
    return new CredentialInUse(
        keys.kind(),
        Optional.of(keys.name()),
        Optional.of(key.version()),
        key.ends(),
        key.thumbprints(),
        key.hint());
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request)).subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    return tokens.get(request);
  }

  private synchronized AccessToken buy(TokenRequestContext request) {
    Purchase purchase = new Purchase(request, clock.instant());
    return purchase
        .withTheOneInUse()
        .or(purchase::withTheNewest)
        .or(purchase::withAnEarlier)
        .orElseThrow(purchase::failure);
  }

  /** One attempt to buy a token, with one version after the other. */
  private final class Purchase {

    private final TokenRequestContext request;
    private final Instant now;
    private final Set<String> tried = new HashSet<>();
    private Optional<ClientException> problem = Optional.empty();

    Purchase(TokenRequestContext request, Instant now) {
      this.request = request;
      this.now = now;
    }

    /** With the version of the last login, if it need not be looked for a newer one first. */
    Optional<AccessToken> withTheOneInUse() {
      return state.isLookDue(now) ? Optional.empty() : state.inUse.flatMap(this::login);
    }

    Optional<AccessToken> withTheNewest() {
      AppKey newest;
      try {
        newest = keys.newest();
      } catch (ClientException e) {
        // What Key Vault says now counts for more than that the version in use was refused.
        problem = Optional.of(e);
        if (!Failures.isVaultClosed(e)) {
          looked();
        }
        return Optional.empty();
      }
      looked();
      if (tried.contains(newest.version())) {
        return Optional.empty();
      }
      problem = Optional.empty();
      return login(newest);
    }

    Optional<AccessToken> withAnEarlier() {
      boolean vaultClosed = problem.filter(Failures::isVaultClosed).isPresent();
      Optional<AccessToken> token =
          vaultClosed ? state.inUse.flatMap(this::login) : withAListedOne();
      token.ifPresent(
          bought ->
              notices.accept(
                  new CredentialNotice(
                      keys.name(),
                      state.inUse.map(AppKey::version).orElse(""),
                      failure().problem())));
      if (token.isEmpty() && !vaultClosed) {
        // Next time it begins with the newest.
        state = new State(Optional.empty(), state.looked);
      }
      return token;
    }

    ClientException failure() {
      return problem.orElseThrow();
    }

    private void looked() {
      state = new State(state.inUse, Optional.of(now));
    }

    private Optional<AccessToken> withAListedOne() {
      List<VaultSecrets.Version> versions;
      try {
        versions = keys.versions();
      } catch (ClientException e) {
        boolean onlyRefused = problem.filter(Failures::isCredentialRefused).isPresent();
        return onlyRefused ? state.inUse.flatMap(this::login) : Optional.empty();
      }
      return versions.stream()
          .filter(version -> !tried.contains(version.version()))
          .filter(this::mayBeUsed)
          .limit(EARLIER)
          .map(this::login)
          .flatMap(Optional::stream)
          .findFirst();
    }

    private boolean mayBeUsed(VaultSecrets.Version version) {
      boolean datesCount = keys.kind() == CredentialInUse.Kind.CERTIFICATE;
      return version.enabled() && (!datesCount || version.isValidAt(now));
    }

    private Optional<AccessToken> login(VaultSecrets.Version version) {
      if (state.isUsed(version)) {
        return state.inUse.flatMap(this::login);
      }
      AppKey key;
      try {
        key = keys.version(version.version());
      } catch (ClientException e) {
        // It is of no use either; what is wrong with the newest is what counts.
        return Optional.empty();
      }
      return login(key);
    }

    /** A token; empty if the login, or its dates, do not let this version in. */
    private Optional<AccessToken> login(AppKey key) {
      if (!tried.add(key.version())) {
        return Optional.empty();
      }
      Optional<ClientException> unusable = key.problemAt(now);
      if (unusable.isPresent()) {
        problem = problem.or(() -> unusable);
        return Optional.empty();
      }
      try {
        AccessToken token = key.login().getTokenSync(request);
        state = new State(Optional.of(key), state.looked);
        return Optional.of(token);
      } catch (RuntimeException e) {
        ClientException failure = Failures.ofException(e);
        if (!Failures.isCredentialRefused(failure)) {
          throw failure;
        }
        problem = problem.or(() -> Optional.of(failure));
        return Optional.empty();
      }
    }
  }
}
