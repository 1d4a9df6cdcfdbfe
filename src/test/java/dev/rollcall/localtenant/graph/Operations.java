package dev.rollcall.localtenant.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names requests by what they do, and says which permissions they need. */
final class Operations {

  /** Segments that are no ids. */
  private static final Set<String> WORDS =
      Set.of(
          "$batch",
          "$count",
          "$ref",
          "$value",
          "applications",
          "calendarView",
          "childFolders",
          "contactFolders",
          "contacts",
          "delta",
          "groups",
          "mailFolders",
          "mailboxSettings",
          "manager",
          "me",
          "memberOf",
          "members",
          "messages",
          "microsoft.graph.group",
          "microsoft.graph.orgContact",
          "microsoft.graph.user",
          "organization",
          "owners",
          "permanentDelete",
          "photo",
          "photos",
          "places",
          "sendMail",
          "transitiveMembers",
          "userPurpose",
          "users");

  /** What of a user is in Exchange, and counts towards a mailbox's limits. */
  private static final Set<String> OUTLOOK =
      Set.of(
          "contactFolders",
          "contacts",
          "mailboxSettings",
          "messages",
          "photo",
          "photos",
          "sendMail");

  private static final Pattern KEYED =
      Pattern.compile("(users|groups|contacts|contactFolders|childFolders)\\('(.*)'\\)");

  private Operations() {}

  /** A path's segments; {@code users('x')} is two. */
  static List<String> segments(List<String> path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path) {
      Matcher keyed = KEYED.matcher(segment);
      if (keyed.matches()) {
        segments.add(keyed.group(1));
        segments.add(keyed.group(2).replace("''", "'"));
      } else {
        segments.add(segment);
      }
    }
    return List.copyOf(segments);
  }

  /** Such as {@code PATCH /users/{id}/contacts/{id}}. */
  static String name(String method, List<String> segments) {
    StringBuilder name = new StringBuilder(method).append(' ');
    boolean afterCollection = false;
    for (String segment : segments) {
      int key = segment.indexOf("(");
      boolean id = !WORDS.contains(segment) && (afterCollection || key < 0);
      name.append('/').append(id ? "{id}" : key < 0 ? segment : segment.substring(0, key));
      afterCollection = !id;
    }
    return name.toString();
  }

  /** Who is named as the owner of the mailbox a request is at. */
  static Optional<String> mailbox(List<String> segments) {
    return segments.size() >= 3
            && segments.get(0).equals("users")
            && OUTLOOK.contains(segments.get(2))
        ? Optional.of(segments.get(1))
        : Optional.empty();
  }

  /** Refuses what the app was not granted. */
  static void checkPermission(GraphRequest request) {
    List<String> path = request.segments();
    boolean write = !request.method().equals("GET");
    String first = path.isEmpty() ? "" : path.get(0);
    if (first.equals("users") && path.size() >= 3) {
      checkBelowUser(request, path.get(2), write);
      return;
    }
    Set<String> anyOf =
        switch (first) {
          case "users" -> Set.of("User.Read.All", "User.ReadWrite.All", "Directory.Read.All");
          case "groups" -> Set.of("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
          case "contacts" -> Set.of("OrgContact.Read.All", "Directory.Read.All");
          case "places" -> Set.of("Place.Read.All");
          default ->
              first.startsWith("applications") && !first.contains(request.appId())
                  ? Set.of("Application.Read.All", "Directory.Read.All")
                  : Set.of();
        };
    if (!anyOf.isEmpty() && anyOf.stream().noneMatch(request.roles()::contains)) {
      throw new GraphFailure(
          403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }
  }

  private static void checkBelowUser(GraphRequest request, String what, boolean write) {
    Set<String> anyOf =
        switch (what) {
          case "contactFolders", "contacts" ->
              write ? Set.of("Contacts.ReadWrite") : Set.of("Contacts.Read", "Contacts.ReadWrite");
          case "sendMail" -> Set.of("Mail.Send");
          case "mailboxSettings" -> Set.of("MailboxSettings.Read", "MailboxSettings.ReadWrite");
          case "photo", "photos" ->
              Set.of("ProfilePhoto.Read.All", "User.Read.All", "User.ReadWrite.All");
          default -> Set.of("User.Read.All", "User.ReadWrite.All", "Directory.Read.All");
        };
    if (anyOf.stream().noneMatch(request.roles()::contains)) {
      throw new GraphFailure(
          403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }
  }
}
