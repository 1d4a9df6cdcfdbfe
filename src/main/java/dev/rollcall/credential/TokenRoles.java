package dev.rollcall.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The application permissions that a token says it carries. For people to read and nothing else:
 * the signature is not looked at, and nothing is allowed or refused by it. Whether a permission
 * counts is for the service to say.
 */
public final class TokenRoles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenRoles() {}

  /**
   * The permissions in a token, sorted.
   *
   * @return empty if the token's form is not known; Microsoft may change it, for it is made out to
   *     the service and not to us
   * @see <a
   *     href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">
   *     Access token claims</a> (read 2026-11-21)
   */
  public static Optional<Set<String>> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.isObject()) {
        return Optional.empty();
      }
      Set<String> roles = new TreeSet<>();
      claims.path("roles").forEach(role -> roles.add(role.asText()));
      return Optional.of(roles);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
