package dev.rollcall.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Tokens, kept until shortly before their end, because the login library's own cache misses where
 * the authority has a port. One is bought at a time. Safe for several threads.
 */
final class KeptTokens {

  /** Tokens live about an hour; one this near its end is not begun with. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final Clock clock;
  private final Function<TokenRequestContext, AccessToken> seller;
  private final Map<List<String>, AccessToken> tokens = new ConcurrentHashMap<>();

  /**
   * @param seller buys a new token
   */
  KeptTokens(Clock clock, Function<TokenRequestContext, AccessToken> seller) {
    this.clock = clock;
    this.seller = seller;
  }

  AccessToken get(TokenRequestContext request) {
    List<String> key = List.copyOf(request.getScopes());
    // A challenge with claims says that the kept token no longer counts.
    boolean keptCounts = request.getClaims() == null;
    AccessToken kept = tokens.get(key);
    if (keptCounts && kept != null && isFresh(kept)) {
      return kept;
    }
    synchronized (this) {
      AccessToken meanwhile = tokens.get(key);
      if (meanwhile != null && meanwhile != kept && isFresh(meanwhile)) {
        return meanwhile;
      }
      AccessToken token = seller.apply(request);
      tokens.put(key, token);
      return token;
    }
  }

  private boolean isFresh(AccessToken token) {
    return token.getExpiresAt().isAfter(clock.instant().plus(MARGIN).atOffset(ZoneOffset.UTC));
  }
}
