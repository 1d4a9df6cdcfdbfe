package dev.rollcall.localtenant.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a function app gets tokens of its managed identity, as App Service and Functions have it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference">REST
 *     endpoint reference</a> (read 2026-11-21)
 */
public final class IdentityEndpoint implements WireHandler {

  private static final String VERSION = "2019-08-01";

  private final AppRegistration identity;
  private final List<Resource> resources;
  private final Tokens tokens;
  private final String issuer;
  private final String header;
  private final Clock clock;

  /**
   * @param identity the one identity that is assigned here
   * @param resources what it may have tokens for
   * @param issuer who its tokens say gave them
   * @param header the secret that callers on this host know
   */
  public IdentityEndpoint(
      AppRegistration identity,
      List<Resource> resources,
      Tokens tokens,
      String issuer,
      String header,
      Clock clock) {
    this.identity = identity;
    this.resources = List.copyOf(resources);
    this.tokens = tokens;
    this.issuer = issuer;
    this.header = header;
    this.clock = clock;
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    Map<String, String> asked = WireRequest.parameters(request.query());
    if (!request.header("x-identity-header").filter(header::equals).isPresent()) {
      return Optional.of(refusal(401, "The X-IDENTITY-HEADER is missing or wrong."));
    }
    if (!asked.getOrDefault("api-version", "").equals(VERSION)) {
      return Optional.of(refusal(400, "Unsupported API version."));
    }
    String client = asked.getOrDefault("client_id", identity.appId());
    if (!client.equalsIgnoreCase(identity.appId())) {
      return Optional.of(refusal(400, "No User Assigned or Delegated Managed Identity found."));
    }
    String name = asked.getOrDefault("resource", "");
    Optional<Resource> resource =
        resources.stream().filter(known -> known.isMeantBy(name)).findFirst();
    if (resource.isEmpty()) {
      return Optional.of(refusal(400, "AADSTS500011: the resource was not found."));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("access_token", tokens.give(identity, resource.get(), issuer, Tokens.LIFETIME))
        .put("expires_on", Long.toString(clock.instant().plus(Tokens.LIFETIME).getEpochSecond()))
        .put("resource", name)
        .put("token_type", "Bearer")
        .put("client_id", identity.appId());
    return Optional.of(WireAnswer.json(200, answer));
  }

  private static WireAnswer refusal(int status, String message) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("statusCode", status).put("message", message);
    return WireAnswer.json(status, answer);
  }
}
