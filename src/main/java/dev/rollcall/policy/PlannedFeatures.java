package dev.rollcall.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys and values that later versions will know: refused like everything unknown, but with a word
 * that explains it. Never ignored.
 */
final class PlannedFeatures {

  private static final Set<String> KEYS =
      Set.of(
          "where",
          "addressFilter",
          "notify",
          "ou",
          "depth",
          "weekly",
          "monthly",
          "start",
          "timeZone",
          "secret",
          "notificationMailbox",
          "destinations",
          "mailboxTypes",
          "removal",
          "adopt",
          "ldap",
          "ews",
          "includeHidden");

  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "kind",
          Set.of(
              "onPremises",
              "hybrid",
              "activeDirectory",
              "sharedMailbox",
              "publicFolder",
              "spreadsheet",
              "scim",
              "mailprotector",
              "emailgistics",
              "webhook",
              "file",
              "mailcontact"),
          "type",
          Set.of("accounts", "functionalAccounts", "mailboxTeams", "gal"));

  private PlannedFeatures() {}

  static boolean isKey(String key) {
    return KEYS.contains(key);
  }

  static boolean isValue(String key, String value) {
    return Optional.ofNullable(VALUES.get(key)).map(set -> set.contains(value)).orElse(false);
  }
}
