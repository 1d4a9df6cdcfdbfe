package dev.rollcall.localtenant.graph.directory;

import dev.rollcall.localtenant.graph.GraphRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * Links to further pages.
 *
 * @param base the version root as clients see it
 */
record Links(String base) {

  /** The same request, with a token in the place of any it had. */
  String again(GraphRequest request, String tokenName, String token) {
    StringJoiner query = new StringJoiner("&");
    request
        .query()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("$skiptoken") && !name.equalsIgnoreCase("$deltatoken")) {
                query.add(encoded(name) + "=" + encoded(value));
              }
            });
    query.add(encoded(tokenName) + "=" + encoded(token));
    return path(request) + "?" + query;
  }

  /** The same collection with nothing but a token. */
  String only(GraphRequest request, String tokenName, String token) {
    return path(request) + "?" + encoded(tokenName) + "=" + encoded(token);
  }

  String path(GraphRequest request) {
    StringJoiner path = new StringJoiner("/", base + "/", "");
    request.segments().forEach(segment -> path.add(encoded(segment)));
    return path.toString();
  }

  String context(String fragment) {
    return base + "/$metadata#" + fragment;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
