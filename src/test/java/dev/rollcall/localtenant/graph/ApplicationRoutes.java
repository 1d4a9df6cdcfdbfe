package dev.rollcall.localtenant.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.localtenant.login.Thumbprints;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code applications(appId='…')}: an app's credentials and when they end. */
public final class ApplicationRoutes implements GraphRoutes {

  private static final Pattern BY_APP_ID = Pattern.compile("applications\\(appId='([^']*)'\\)");

  private final List<AppRegistration> apps;

  /**
   * @param apps those there are; the list may change
   */
  public ApplicationRoutes(List<AppRegistration> apps) {
    this.apps = Collections.unmodifiableList(apps);
  }

  @Override
  public Optional<GraphAnswer> answer(GraphRequest request) {
    Matcher path = BY_APP_ID.matcher(String.join("/", request.segments()));
    if (!path.matches() || !request.method().equals("GET")) {
      return Optional.empty();
    }
    if (!Set.of("$select").containsAll(request.query().keySet())) {
      throw GraphFailure.badRequest("Request_BadRequest", "Only $select is supported here.");
    }
    AppRegistration app =
        apps.stream()
            .filter(known -> known.appId().equalsIgnoreCase(path.group(1)))
            .findFirst()
            .orElseThrow(
                () ->
                    new GraphFailure(
                        404,
                        "Request_ResourceNotFound",
                        "Resource '"
                            + path.group(1)
                            + "' does not exist or one of its queried reference-property objects"
                            + " are not present."));
    ObjectNode all = render(app);
    request
        .option("$select")
        .ifPresent(select -> all.retain(List.of(select.replace(" ", "").split(","))));
    return Optional.of(GraphAnswer.json(200, all));
  }

  private static ObjectNode render(AppRegistration app) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .put("id", app.objectId())
        .put("appId", app.appId())
        .put("displayName", app.displayName());
    ArrayNode keys = answer.putArray("keyCredentials");
    for (X509Certificate certificate : app.certificates()) {
      keys.addObject()
          .put("keyId", named(Thumbprints.hex(certificate)))
          .put("type", "AsymmetricX509Cert")
          .put("usage", "Verify")
          .put("displayName", certificate.getSubjectX500Principal().getName())
          .put("startDateTime", certificate.getNotBefore().toInstant().toString())
          .put("endDateTime", certificate.getNotAfter().toInstant().toString())
          .put("customKeyIdentifier", Thumbprints.hex(certificate))
          .putNull("key");
    }
    ArrayNode passwords = answer.putArray("passwordCredentials");
    for (AppRegistration.Secret secret : app.secrets()) {
      passwords
          .addObject()
          .put("keyId", named(secret.value()))
          .put("displayName", "secret")
          .put("hint", secret.value().substring(0, 3))
          .put("endDateTime", secret.ends().toString())
          .putNull("secretText");
    }
    return answer;
  }

  private static String named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
