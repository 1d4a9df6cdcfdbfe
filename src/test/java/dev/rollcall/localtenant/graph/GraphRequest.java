package dev.rollcall.localtenant.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request to Graph, on its own or as an item of a {@code $batch}.
 *
 * @param method upper-case
 * @param segments the path below {@code /v1.0}, decoded, without empty segments; a segment such as
 *     {@code applications(appId='…')} stays one
 * @param query decoded; names as sent, such as {@code $select}
 * @param headers names in lower case
 * @param body as sent; empty if there is none. A batch item's binary body is already decoded from
 *     base64
 * @param appId the calling app
 * @param roles the application permissions in its token
 */
public record GraphRequest(
    String method,
    List<String> segments,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    String appId,
    Set<String> roles) {

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(query.get(name));
  }
}
