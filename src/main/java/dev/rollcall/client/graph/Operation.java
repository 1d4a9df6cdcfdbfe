package dev.rollcall.client.graph;

import java.util.Set;
import java.util.StringJoiner;

/** The name of a request's kind: its method and path, without ids, names and query. */
final class Operation {

  /** Graph's own words; whatever else stands in a path may be somebody's name. */
  private static final Set<String> WORDS =
      Set.of(
          "$batch",
          "$count",
          "$value",
          "applications",
          "childFolders",
          "contactFolders",
          "contacts",
          "delta",
          "directoryObjects",
          "groups",
          "mailboxSettings",
          "members",
          "microsoft.graph.group",
          "microsoft.graph.orgContact",
          "microsoft.graph.user",
          "organization",
          "photo",
          "photos",
          "sendMail",
          "servicePrincipals",
          "transitiveMembers",
          "userPurpose",
          "users");

  private Operation() {}

  /**
   * @param path a path below the version root, with or without query
   */
  static String of(String method, String path) {
    int query = path.indexOf('?');
    StringJoiner words = new StringJoiner("/", method + " /", "");
    for (String segment : (query < 0 ? path : path.substring(0, query)).split("/")) {
      if (!segment.isEmpty()) {
        words.add(WORDS.contains(word(segment)) ? word(segment) : "{id}");
      }
    }
    return words.toString();
  }

  /** Without a key in parentheses, as in {@code applications(appId='…')}. */
  private static String word(String segment) {
    int key = segment.indexOf('(');
    return key < 0 ? segment : segment.substring(0, key);
  }
}
