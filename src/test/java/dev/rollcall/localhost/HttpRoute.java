package dev.rollcall.localhost;

import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One request that the app answers, as its function's annotations say.
 *
 * @param method such as {@code GET}
 * @param path such as {@code /api/policies/{id}}
 * @param open whether it needs no key
 */
public record HttpRoute(String method, String path, boolean open) {

  /** All of them. */
  public static List<HttpRoute> all() {
    return Function.all().stream()
        .flatMap(function -> function.http().stream())
        .flatMap(HttpRoute::of)
        .toList();
  }

  private static Stream<HttpRoute> of(HttpTrigger trigger) {
    return Arrays.stream(trigger.methods())
        .map(
            method ->
                new HttpRoute(
                    method.name(),
                    "/api/" + trigger.route(),
                    trigger.authLevel() == AuthorizationLevel.ANONYMOUS));
  }

  /** Whether this is what a request of this method and path, without its query, meets. */
  public boolean takes(String givenMethod, String givenPath) {
    String[] wanted = path.split("/");
    String[] given = givenPath.split("/");
    if (!method.equals(givenMethod) || wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].startsWith("{") && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }
}
