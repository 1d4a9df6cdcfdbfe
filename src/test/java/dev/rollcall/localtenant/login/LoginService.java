package dev.rollcall.localtenant.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The login of one organisation: app-only tokens for certificates and secrets, and the documents
 * clients look the endpoints up in. The organisation is named by its id or its initial domain.
 */
public final class LoginService implements WireHandler {

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final URI base;
  private final UUID tenant;
  private final String domain;
  private final List<AppRegistration> apps;
  private final List<Resource> resources;
  private final Tokens tokens;
  private final Clock clock;
  private final AtomicReference<Duration> lifetime = new AtomicReference<>(Tokens.LIFETIME);
  private final AtomicInteger given = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  /**
   * @param base scheme, host and port it is reached by
   * @param apps those there are; the list may change
   * @param domain the initial domain, {@code ….onmicrosoft.com}
   */
  public LoginService(
      URI base,
      UUID tenant,
      String domain,
      List<AppRegistration> apps,
      List<Resource> resources,
      Tokens tokens,
      Clock clock) {
    this.base = base;
    this.tenant = tenant;
    this.domain = domain;
    this.apps = Collections.unmodifiableList(apps);
    this.resources = List.copyOf(resources);
    this.tokens = tokens;
    this.clock = clock;
  }

  /** How long tokens given from now on are good for. */
  public void tokenLifetime(Duration time) {
    lifetime.set(time);
  }

  /** How many logins were refused. */
  public int refused() {
    return refusals.get();
  }

  /** How many tokens were given. */
  public int tokensGiven() {
    return given.get();
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    List<String> path = request.segments();
    try {
      if (request.path().equals("/common/discovery/instance")) {
        return Optional.of(discovery());
      }
      if (path.isEmpty()) {
        return Optional.of(WireAnswer.empty(404));
      }
      String named = path.get(0);
      String rest = String.join("/", path.subList(1, path.size()));
      return switch (rest) {
        case "oauth2/v2.0/token" -> Optional.of(token(request, named));
        case "v2.0/.well-known/openid-configuration" -> {
          checkTenant(named);
          yield Optional.of(metadata());
        }
        default -> Optional.of(WireAnswer.empty(404));
      };
    } catch (LoginRefused refused) {
      refusals.incrementAndGet();
      return Optional.of(refusal(refused, request));
    }
  }

  private WireAnswer token(WireRequest request, String named) throws LoginRefused {
    if (!request.method().equals("POST")) {
      throw LoginRefused.invalidRequest(
          900561, "The endpoint only accepts POST requests. Received a GET request.");
    }
    Map<String, String> form =
        WireRequest.parameters(new String(request.body(), StandardCharsets.UTF_8));
    checkTenant(named);
    AppRegistration app = app(form);
    if (app.isDisabled()) {
      throw LoginRefused.invalidClient(
          7000112, "Application '" + app.appId() + "'(" + app.displayName() + ") is disabled.");
    }
    String grant = form.getOrDefault("grant_type", "");
    if (!grant.equals("client_credentials")) {
      throw new LoginRefused(
          400,
          "unsupported_grant_type",
          70003,
          "The app requested an unsupported grant type '" + grant + "'.");
    }
    authenticate(app, form, named);
    Resource resource = resource(form.getOrDefault("scope", ""));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("token_type", "Bearer")
        .put("expires_in", lifetime.get().toSeconds())
        .put("ext_expires_in", lifetime.get().toSeconds())
        .put(
            "access_token",
            tokens.give(app, resource, base + "/" + tenant + "/v2.0", lifetime.get()));
    given.incrementAndGet();
    return WireAnswer.json(200, answer).with("Cache-Control", "no-store, no-cache");
  }

  private void checkTenant(String named) throws LoginRefused {
    if (!named.equalsIgnoreCase(tenant.toString()) && !named.equalsIgnoreCase(domain)) {
      throw LoginRefused.invalidRequest(
          90002,
          "Tenant '"
              + named
              + "' not found. Check to make sure you have the correct tenant ID and are signing"
              + " into the correct cloud. Check with your subscription administrator, this may"
              + " happen if there are no active subscriptions for the tenant.");
    }
  }

  private AppRegistration app(Map<String, String> form) throws LoginRefused {
    String id = form.getOrDefault("client_id", "");
    return apps.stream()
        .filter(app -> app.appId().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(
            () ->
                new LoginRefused(
                    400,
                    "unauthorized_client",
                    700016,
                    "Application with identifier '"
                        + id
                        + "' was not found in the directory. This can happen if the application"
                        + " has not been installed by the administrator of the tenant."));
  }

  private void authenticate(AppRegistration app, Map<String, String> form, String named)
      throws LoginRefused {
    if (form.containsKey("client_assertion")) {
      if (!ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
        throw LoginRefused.invalidRequest(
            900144, "The request body must contain the parameter 'client_assertion_type'.");
      }
      Optional<SignedJson> foreign =
          SignedJson.parse(form.get("client_assertion"))
              .filter(assertion -> FederatedAssertion.isOne(assertion, app));
      if (foreign.isPresent()) {
        FederatedAssertion.check(foreign.get(), app, tokens, clock.instant());
        return;
      }
      ClientAssertion.check(
          form.get("client_assertion"),
          app,
          Set.copyOf(
              List.of(
                  base + "/" + named + "/oauth2/v2.0/token",
                  base + "/" + tenant + "/oauth2/v2.0/token",
                  base + "/" + tenant + "/v2.0")),
          clock.instant());
    } else if (form.containsKey("client_secret")) {
      checkSecret(app, form.get("client_secret"));
    } else {
      throw LoginRefused.invalidClient(
          7000218,
          "The request body must contain the following parameter: 'client_assertion' or"
              + " 'client_secret'.");
    }
  }

  private void checkSecret(AppRegistration app, String value) throws LoginRefused {
    AppRegistration.Secret secret =
        app.secrets().stream()
            .filter(known -> known.value().equals(value))
            .findFirst()
            .orElseThrow(
                () ->
                    LoginRefused.invalidClient(
                        7000215,
                        "Invalid client secret provided. Ensure the secret being sent in the"
                            + " request is the client secret value, not the client secret ID."));
    if (clock.instant().isAfter(secret.ends())) {
      throw LoginRefused.invalidClient(
          7000222, "The provided client secret keys for app are expired.");
    }
  }

  private Resource resource(String scope) throws LoginRefused {
    for (String part : scope.split(" ")) {
      for (Resource resource : resources) {
        if (part.endsWith("/.default") && resource.isMeantBy(part)) {
          return resource;
        }
      }
    }
    if (!scope.endsWith("/.default")) {
      throw new LoginRefused(
          400,
          "invalid_scope",
          1002012,
          "The provided value for scope "
              + scope
              + " is not valid. Client credential flows must have a scope value with /.default"
              + " suffixed to the resource identifier (application ID URI).");
    }
    throw new LoginRefused(
        400,
        "invalid_resource",
        500011,
        "The resource principal named "
            + scope.replaceFirst("/\\.default$", "")
            + " was not found in the tenant.");
  }

  private WireAnswer metadata() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("token_endpoint", base + "/" + tenant + "/oauth2/v2.0/token")
        .put("authorization_endpoint", base + "/" + tenant + "/oauth2/v2.0/authorize")
        .put("device_authorization_endpoint", base + "/" + tenant + "/oauth2/v2.0/devicecode")
        .put("issuer", base + "/" + tenant + "/v2.0")
        .put("jwks_uri", base + "/" + tenant + "/discovery/v2.0/keys")
        .put("tenant_region_scope", "EU");
    answer.putArray("token_endpoint_auth_methods_supported").add("private_key_jwt");
    return WireAnswer.json(200, answer);
  }

  private WireAnswer discovery() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put(
        "tenant_discovery_endpoint",
        base + "/" + tenant + "/v2.0/.well-known/openid-configuration");
    answer.put("api-version", "1.1");
    ObjectNode host = answer.putArray("metadata").addObject();
    host.put("preferred_network", base.getAuthority()).put("preferred_cache", base.getAuthority());
    host.putArray("aliases").add(base.getAuthority());
    return WireAnswer.json(200, answer);
  }

  private WireAnswer refusal(LoginRefused refused, WireRequest request) {
    String trace = UUID.randomUUID().toString();
    String correlation = request.header("client-request-id").orElse(UUID.randomUUID().toString());
    String time = clock.instant().toString().replaceFirst("\\.\\d+", "").replace('T', ' ');
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("error", refused.error())
        .put(
            "error_description",
            refused.getMessage()
                + " Trace ID: "
                + trace
                + " Correlation ID: "
                + correlation
                + " Timestamp: "
                + time);
    answer.putArray("error_codes").add(refused.aadsts());
    answer
        .put("timestamp", time)
        .put("trace_id", trace)
        .put("correlation_id", correlation)
        .put(
            "error_uri",
            base.toString().toLowerCase(Locale.ROOT) + "/error?code=" + refused.aadsts());
    return WireAnswer.json(refused.status(), answer);
  }
}
