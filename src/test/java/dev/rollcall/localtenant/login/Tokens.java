package dev.rollcall.localtenant.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.wire.CertificateMint;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Gives and checks access tokens of one tenant. */
public final class Tokens {

  /** How long a token is good for, unless told otherwise. */
  static final Duration LIFETIME = Duration.ofSeconds(3599);

  /** How far clocks may differ. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** One key for all tenants of a JVM, since making one takes a tenth of a second. */
  private static final class Key {
    static final KeyPair PAIR = CertificateMint.rsaKey();
  }

  private record Known(Caller caller, String audience, Instant from, Instant until) {}

  private final UUID tenant;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public Tokens(UUID tenant, Clock clock) {
    this.tenant = tenant;
    this.clock = clock;
  }

  String give(AppRegistration app, Resource resource, String issuer, Duration lifetime) {
    Instant now = clock.instant();
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("typ", "JWT").put("alg", "RS256").put("kid", "local-tenant");
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims
        .put("aud", resource.audience())
        .put("iss", issuer)
        .put("iat", now.getEpochSecond())
        .put("nbf", now.getEpochSecond())
        .put("exp", now.plus(lifetime).getEpochSecond())
        .put("appid", app.appId())
        .put("azp", app.appId())
        .put("idtyp", "app")
        .put("oid", app.objectId())
        .put("sub", app.objectId())
        .put("tid", tenant.toString())
        .put("uti", UUID.randomUUID().toString())
        .put("ver", "1.0");
    app.roles().stream().sorted().forEach(claims.withArray("roles")::add);
    return SignedJson.sign(header, claims, Key.PAIR.getPrivate());
  }

  /** Which tenant a token says it is of; nothing is checked. Empty if there is no such token. */
  public static Optional<String> tenantOf(Optional<String> token) {
    return token
        .flatMap(SignedJson::parse)
        .map(parsed -> parsed.claims().path("tid").asText())
        .filter(tenant -> !tenant.isEmpty());
  }

  /** Whether a token was given by this tenant. */
  boolean isOurs(SignedJson token) {
    return token.isSignedBy(Key.PAIR.getPublic())
        && token.claims().path("tid").asText().equals(tenant.toString());
  }

  /** Who a token speaks for. */
  public Caller check(Optional<String> token, Resource resource) throws TokenRejected {
    if (token.isEmpty() || token.get().isEmpty()) {
      throw new TokenRejected("Access token is empty.");
    }
    Known content = known.get(token.get());
    if (content == null) {
      content = read(token.get());
      known.put(token.get(), content);
    }
    if (!content.audience.equals(resource.audience())) {
      throw new TokenRejected("Access token validation failure. Invalid audience.");
    }
    Instant now = clock.instant();
    if (now.isAfter(content.until)) {
      known.remove(token.get());
      throw new TokenRejected("Lifetime validation failed, the token is expired.");
    }
    if (now.isBefore(content.from.minus(SKEW))) {
      throw new TokenRejected("Lifetime validation failed, the token is not yet valid.");
    }
    return content.caller;
  }

  private Known read(String token) throws TokenRejected {
    Optional<SignedJson> parsed = SignedJson.parse(token);
    if (parsed.isEmpty()) {
      throw new TokenRejected("IDX14100: JWT is not well formed, there are no dots (.).");
    }
    JsonNode claims = parsed.get().claims();
    if (!parsed.get().isSignedBy(Key.PAIR.getPublic())
        || !claims.path("tid").asText().equals(tenant.toString())) {
      throw new TokenRejected("Signing key is invalid.");
    }
    Set<String> roles = new HashSet<>();
    claims.path("roles").forEach(role -> roles.add(role.asText()));
    return new Known(
        new Caller(claims.path("appid").asText(), roles),
        claims.path("aud").asText(),
        Instant.ofEpochSecond(claims.path("nbf").asLong()),
        Instant.ofEpochSecond(claims.path("exp").asLong()));
  }
}
