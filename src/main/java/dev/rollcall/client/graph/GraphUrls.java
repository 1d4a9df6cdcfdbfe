package dev.rollcall.client.graph;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Encodes the parts that make up a Graph URL. */
public final class GraphUrls {

  private GraphUrls() {}

  /** An id, name or address as one segment of a path, or as a query value. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A text inside the single quotes of a filter, encoded. */
  public static String quoted(String text) {
    return "'" + encoded(text.replace("'", "''")) + "'";
  }
}
