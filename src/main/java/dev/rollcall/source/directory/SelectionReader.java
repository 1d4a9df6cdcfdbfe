package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.ExchangeRecipients.DynamicGroup;
import dev.rollcall.source.NamePattern;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.directory.DirectoryEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves a policy's selections into entries of the directory, each once. For one reading, by one
 * thread.
 *
 * <p>Only what is selected is read: a group's members with all their attributes in pages of 999,
 * one request a page; for a query the kinds it asks for, narrowed by the service where the pattern
 * has a beginning.
 */
final class SelectionReader {

  private final GraphClient graph;
  private final Proof proof;
  private final boolean mailboxesOnly;
  private final String userSelect;
  private final EntryReader reader = new EntryReader();
  private final Listing listing;
  private final Lookups lookups;
  private final Knowledge knowledge;
  private final boolean hiddenTaken;
  private final Map<RecordKey, Taken> taken = new LinkedHashMap<>();

  /** An entry, and the selection that took it first. */
  record Taken(DirectoryEntry entry, String selection) {}

  private SelectionReader(
      GraphClient graph,
      Proof proof,
      Knowledge knowledge,
      boolean mailboxesOnly,
      boolean hiddenTaken) {
    this.knowledge = knowledge;
    this.hiddenTaken = hiddenTaken;
    this.graph = graph;
    this.proof = proof;
    this.mailboxesOnly = mailboxesOnly;
    this.userSelect = mailboxesOnly ? EntryReader.MAILBOX_SELECT : EntryReader.USER_SELECT;
    this.listing = new Listing(graph, proof);
    this.lookups = new Lookups(graph, reader, proof);
  }

  /**
   * A reader of all attributes.
   *
   * @param hiddenTaken whether recipients that are known to be hidden are taken like others
   */
  static SelectionReader ofRecords(
      GraphClient graph, Proof proof, Knowledge knowledge, boolean hiddenTaken) {
    return new SelectionReader(graph, proof, knowledge, false, hiddenTaken);
  }

  /** A reader of just what mailboxes are known by; hidden ones are written like others. */
  static SelectionReader ofMailboxes(GraphClient graph, Proof proof, Knowledge knowledge) {
    return new SelectionReader(graph, proof, knowledge, true, true);
  }

  /**
   * Everything the selections take, in their order.
   *
   * @param pointer JSON pointer of the selections
   * @throws SourceUnavailable if the directory cannot be read, or the only selection is a group
   *     that does not exist
   */
  List<Taken> read(List<Selection> selections, String pointer) {
    try {
      for (Selection selection : selections) {
        selection.match(this::wantGroup, this::wantRecipient, query -> query, unit -> unit);
      }
      lookups.run();
      for (int i = 0; i < selections.size(); i++) {
        String here = pointer + "/" + i;
        boolean only = selections.size() == 1;
        selections
            .get(i)
            .match(
                group -> takeGroup(group, here, only),
                recipient -> takeRecipient(recipient, here),
                query -> takeQuery(query, here),
                unit -> {
                  throw noUnits();
                });
      }
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
    return List.copyOf(taken.values());
  }

  private static IllegalArgumentException noUnits() {
    return new IllegalArgumentException("the tenant's directory has no organisational units");
  }

  private Selection wantGroup(Selection.Group group) {
    // A group named by its id and taken for its members needs no look-up.
    if (!Lookups.isObjectId(group.group()) || group.include() != Selection.Include.MEMBERS) {
      lookups.want(group.group(), Kind.GROUP);
    }
    return group;
  }

  private Selection wantRecipient(Selection.Recipient recipient) {
    for (Kind kind : Kind.values()) {
      lookups.want(recipient.recipient(), kind);
    }
    return recipient;
  }

  private Selection takeRecipient(Selection.Recipient recipient, String here) {
    lookups
        .found(recipient.recipient())
        .ifPresentOrElse(
            entry -> take(entry, here),
            () ->
                knowledge
                    .dynamicGroup(recipient.recipient())
                    .ifPresentOrElse(
                        group -> take(Knowledge.entry(group), here),
                        () ->
                            proof.drop(
                                recipient.recipient(), here, SkipReason.RECIPIENT_NOT_FOUND, "")));
    return recipient;
  }

  private Selection takeGroup(Selection.Group selection, String here, boolean only) {
    Optional<DirectoryEntry> group = lookups.found(selection.group(), Kind.GROUP);
    boolean known =
        group.isPresent()
            || (Lookups.isObjectId(selection.group())
                && selection.include() == Selection.Include.MEMBERS);
    if (!known || isDynamic(selection, group)) {
      knowledge
          .dynamicGroup(selection.group())
          .ifPresentOrElse(
              dynamic -> takeDynamic(dynamic, selection, here),
              () -> groupMissing(selection, here, only));
      return selection;
    }
    List<String> names = new ArrayList<>();
    if (selection.include() != Selection.Include.GROUP) {
      try {
        takeMembers(
            group.map(DirectoryEntry::id).orElse(selection.group()), selection, here, names);
      } catch (ClientException e) {
        if (e.disposition() != Disposition.GONE) {
          throw e;
        }
        groupMissing(selection, here, only);
        return selection;
      }
    } else if (selection.membersInNotes()) {
      listing.read(
          members(group.get().id(), selection.nested(), "") + "?$select=id,displayName",
          "a group's members",
          row -> nameOf(row, names));
    }
    if (selection.include() != Selection.Include.MEMBERS) {
      take(selection.membersInNotes() ? withMembers(group.get(), names) : group.get(), here);
    }
    return selection;
  }

  /** A group named by its id is not looked up first; it may be one that only Exchange has. */
  private boolean isDynamic(Selection.Group selection, Optional<DirectoryEntry> group) {
    return group.isEmpty() && knowledge.dynamicGroup(selection.group()).isPresent();
  }

  private void takeDynamic(DynamicGroup group, Selection.Group selection, String here) {
    List<DirectoryEntry> members = new ArrayList<>();
    List<String> names = new ArrayList<>();
    if (selection.include() != Selection.Include.GROUP || selection.membersInNotes()) {
      Map<String, DirectoryEntry> found =
          new DynamicMembers(graph, reader, proof, knowledge).read(group, selection.nested(), here);
      members.addAll(selection.nested() ? withoutGroups(found, here) : List.copyOf(found.values()));
      for (DirectoryEntry member : members) {
        String name = member.first(Attribute.DISPLAY_NAME);
        if (!name.isBlank() && (hiddenTaken || !Knowledge.isHidden(knowledge.told(member)))) {
          names.add(name);
        }
      }
    }
    if (selection.include() != Selection.Include.GROUP) {
      members.forEach(member -> take(member, here));
    }
    if (selection.include() != Selection.Include.MEMBERS) {
      DirectoryEntry itself = Knowledge.entry(group);
      take(selection.membersInNotes() ? withMembers(itself, names) : itself, here);
    }
  }

  /** Groups of the directory give way to everybody in them. */
  private List<DirectoryEntry> withoutGroups(Map<String, DirectoryEntry> members, String here) {
    List<DirectoryEntry> people = new ArrayList<>();
    for (DirectoryEntry member : members.values()) {
      if (member.kind() == Kind.GROUP) {
        takeMembers(
            member.id(),
            new Selection.Group(member.id(), Selection.Include.MEMBERS, true, false),
            here,
            new ArrayList<>());
      } else {
        people.add(member);
      }
    }
    return people;
  }

  /**
   * @throws SourceUnavailable if there is nothing else to read
   */
  private void groupMissing(Selection.Group selection, String here, boolean only) {
    if (only) {
      throw new SourceUnavailable(
          Problem.lasting(
              "groupNotFound",
              "The directory has no group of the address or id that the policy names at "
                  + here
                  + ".",
              "Correct the group in the policy." + knowledge.aboutDynamicGroups(),
              ""),
          new NoSuchElementException("no such group"));
    }
    proof.drop(selection.group(), here, SkipReason.RECIPIENT_NOT_FOUND, "group");
    proof.shortfall("The group named at " + here + " does not exist.");
  }

  private void takeMembers(
      String groupId, Selection.Group selection, String here, List<String> names) {
    boolean[] others = new boolean[2];
    listing.read(
        members(groupId, selection.nested(), "") + "?" + userSelect,
        "a group's members",
        row -> {
          String type = row.path("@odata.type").asText("").toLowerCase(Locale.ROOT);
          switch (type) {
            case "#microsoft.graph.user", "" -> {
              if (isReadable(row, Kind.USER, here)) {
                take(reader.user(row), here);
                nameOf(row, names);
              }
            }
            case "#microsoft.graph.orgcontact" -> {
              if (isReadable(row, Kind.CONTACT, here)) {
                others[0] = true;
                nameOf(row, names);
                takeAsItIs(reader.contact(row), here);
              }
            }
            case "#microsoft.graph.group" -> {
              if (isReadable(row, Kind.GROUP, here) && !selection.nested()) {
                others[1] = true;
                nameOf(row, names);
                takeAsItIs(reader.group(row), here);
              }
            }
            default ->
                proof.drop(
                    type.substring(type.lastIndexOf('.') + 1) + ":" + row.path("id").asText(""),
                    here,
                    SkipReason.NOT_A_RECIPIENT,
                    "");
          }
        });
    // These have other attributes, which a list of all kinds does not show.
    if (others[0] && !mailboxesOnly) {
      listing.read(
          members(groupId, selection.nested(), "/microsoft.graph.orgContact")
              + "?"
              + EntryReader.CONTACT_SELECT,
          "a group's mail contacts",
          row -> take(reader.contact(row), here));
    }
    if (others[1] && !mailboxesOnly) {
      listing.read(
          members(groupId, false, "/microsoft.graph.group") + "?" + EntryReader.GROUP_SELECT,
          "the groups in a group",
          row -> {
            DirectoryEntry group = reader.group(row);
            if (group.hasMail()) {
              take(group, here);
            } else {
              proof.drop(
                  group.key().value(), here, SkipReason.NOT_A_RECIPIENT, "group without address");
            }
          });
    }
  }

  /** Where attributes do not matter, no further request is made for them. */
  private void takeAsItIs(DirectoryEntry entry, String here) {
    if (mailboxesOnly) {
      take(entry, here);
    }
  }

  private boolean isReadable(JsonNode row, Kind kind, String here) {
    if (!EntryReader.isUnreadable(row)) {
      return true;
    }
    String key = kind.key(row.path("id").asText("")).value();
    proof.drop(key, here, SkipReason.MEMBER_NOT_READABLE, "");
    proof.shortfall("The app may not read " + key + ", a member of a group at " + here + ".");
    return false;
  }

  private Selection takeQuery(Selection.Query query, String here) {
    NamePattern pattern = new NamePattern(query.pattern());
    Set<RecipientType> types = query.recipientTypes();
    if (query.asksExchange() && !knowledge.isThere()) {
      throw Knowledge.notAsked(
          "The query at " + here + " takes scheduling mailboxes or dynamic distribution groups");
    }
    if (types.stream().anyMatch(RecipientType.USERS::contains)
        || types.contains(RecipientType.SCHEDULING)) {
      takeUsers(query, pattern, here);
    }
    if (types.contains(RecipientType.MAIL_CONTACT)) {
      listing.read(
          "/contacts?" + EntryReader.CONTACT_SELECT + filter("", pattern),
          "the mail contacts",
          row -> {
            if (pattern.fits(row.path("displayName").asText(""))) {
              take(reader.contact(row), here);
            }
          });
    }
    if (types.contains(RecipientType.DYNAMIC_DISTRIBUTION_GROUP)) {
      for (DynamicGroup group : knowledge.dynamicGroups()) {
        if (pattern.fits(group.displayName())) {
          take(Knowledge.entry(group), here);
        }
      }
    }
    if (types.stream().anyMatch(RecipientType.GROUPS::contains)) {
      listing.read(
          "/groups?" + EntryReader.GROUP_SELECT + filter("mailEnabled eq true", pattern),
          "the groups",
          row -> {
            if (pattern.fits(row.path("displayName").asText(""))) {
              takeIfSelected(reader.group(row), types, here);
            }
          });
    }
    return query;
  }

  private void takeUsers(Selection.Query query, NamePattern pattern, String here) {
    Set<RecipientType> types = query.recipientTypes();
    List<DirectoryEntry> people = new ArrayList<>();
    List<DirectoryEntry> candidates = new ArrayList<>();
    // A room may well have a licence and log in; asking them all is for narrow patterns only.
    boolean askAll =
        !pattern.fitsAll()
            && !types.contains(RecipientType.USER)
            && !types.contains(RecipientType.MAIL_USER);
    boolean anyUser = !query.tellsUsersApart();
    listing.read(
        "/users?" + userSelect + filter("", pattern),
        "the users",
        row -> {
          if (!pattern.fits(row.path("displayName").asText(""))) {
            return;
          }
          // Where Exchange is asked, it knows every type, and no mailbox has to be asked for its
          // own.
          DirectoryEntry user = anyUser ? reader.user(row) : knowledge.told(reader.user(row));
          if (!user.hasMail()) {
            proof.drop(
                user.key().value(),
                here,
                SkipReason.RECIPIENT_TYPE_NOT_SELECTED,
                "no mail address");
          } else if (!knowledge.isThere()
              && !user.guest()
              && !anyUser
              && (askAll || !user.ordinary())) {
            candidates.add(user);
          } else {
            people.add(user);
          }
        });
    people.forEach(user -> takeIfSelected(user, types, here));
    Purposes.told(graph, candidates, proof).forEach(user -> takeIfSelected(user, types, here));
  }

  private void takeIfSelected(DirectoryEntry found, Set<RecipientType> types, String here) {
    DirectoryEntry entry = mailboxesOnly ? found : knowledge.told(found);
    if (types.contains(entry.type())) {
      take(entry, here);
    } else {
      proof.drop(
          entry.key().value(),
          here,
          SkipReason.RECIPIENT_TYPE_NOT_SELECTED,
          entry.type().document());
    }
  }

  private void take(DirectoryEntry found, String here) {
    DirectoryEntry entry = mailboxesOnly ? found : knowledge.told(found);
    if (!hiddenTaken && Knowledge.isHidden(entry)) {
      proof.drop(entry.key().value(), here, SkipReason.HIDDEN_RECIPIENT, "");
    } else {
      taken.putIfAbsent(entry.key(), new Taken(entry, here));
    }
  }

  /** The service compares beginnings without regard to case, as we do. */
  static String filter(String condition, NamePattern pattern) {
    String prefix = pattern.prefix();
    String begins =
        prefix.isEmpty()
            ? ""
            : GraphUrls.encoded("startswith(displayName,") + GraphUrls.quoted(prefix) + ")";
    String both =
        condition.isEmpty() || begins.isEmpty()
            ? GraphUrls.encoded(condition) + begins
            : GraphUrls.encoded(condition + " and ") + begins;
    return both.isEmpty() ? "" : "&$filter=" + both;
  }

  static String members(String groupId, boolean nested, String cast) {
    return "/groups/"
        + GraphUrls.encoded(groupId)
        + (nested ? "/transitiveMembers" : "/members")
        + cast;
  }

  private void nameOf(JsonNode row, List<String> names) {
    String name = row.path("displayName").asText("");
    if (!name.isBlank() && (hiddenTaken || !knowledge.isHidden(row.path("id").asText("")))) {
      names.add(name);
    }
  }

  private static DirectoryEntry withMembers(DirectoryEntry group, List<String> names) {
    if (names.isEmpty()) {
      return group;
    }
    Map<String, List<String>> attributes = new HashMap<>(group.attributes());
    attributes.put(Attribute.MEMBERS.document(), names.stream().sorted().distinct().toList());
    return new DirectoryEntry(
        group.kind(), group.id(), attributes, group.type(), group.guest(), group.ordinary());
  }
}
