package dev.rollcall.source.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds who it is that Exchange names in a permission: in the list of recipients, which takes no
 * request; and in the directory, in as few batches as possible, who is not among them, such as a
 * person without a mailbox or a security group without an address.
 */
final class Holders {

  private static final Pattern OBJECT_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String PERSON = "?$select=id,displayName,mail,userPrincipalName";
  private static final String GROUP = "?$select=id,displayName";

  private final RecipientList recipients;
  private final GraphClient graph;
  private final CallMeter meter;

  /**
   * Who has a permission: one of the first two, or nobody that still exists, or nobody knows.
   *
   * @param group a group's object id
   * @param groupName that group's name
   * @param problem why nobody knows who it is
   */
  record Holder(
      Optional<Trustee> person,
      Optional<String> group,
      String groupName,
      Optional<Problem> problem) {

    private static final Holder GONE =
        new Holder(Optional.empty(), Optional.empty(), "", Optional.empty());

    private static Holder of(Trustee person) {
      return new Holder(Optional.of(person), Optional.empty(), "", Optional.empty());
    }

    private static Holder ofGroup(String id, String name) {
      return new Holder(Optional.empty(), Optional.of(id), name, Optional.empty());
    }

    private static Holder unknown(Problem problem) {
      return new Holder(Optional.empty(), Optional.empty(), "", Optional.of(problem));
    }

    /** Whether neither Exchange nor the directory has anybody of this name. */
    boolean isGone() {
      return equals(GONE);
    }
  }

  Holders(RecipientList recipients, GraphClient graph, CallMeter meter) {
    this.recipients = recipients;
    this.graph = graph;
    this.meter = meter;
  }

  /** Finds all of them. */
  Map<String, Holder> find(Collection<String> names) {
    Map<String, Holder> holders = new HashMap<>();
    List<String> others = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      Optional<RecipientRow> row = recipients.named(name);
      if (row.isPresent()) {
        holders.put(name, holder(row.get()));
      } else if (recipients.isAmbiguous(name)) {
        holders.put(name, Holder.unknown(ambiguous()));
      } else {
        others.add(name);
      }
    }
    holders.putAll(inDirectory(others));
    return holders;
  }

  private static Holder holder(RecipientRow row) {
    if (row.id().isEmpty()) {
      return Holder.GONE;
    }
    if (row.type().isEmpty()) {
      // A kind that is new to us: nobody loses a mailbox because of that.
      return person(row);
    }
    if (row.isGroup()) {
      return Holder.ofGroup(row.id(), row.displayName());
    }
    return switch (row.type().get()) {
      case USER, SHARED_MAILBOX, ROOM, EQUIPMENT, SCHEDULING, MAIL_USER -> person(row);
      // Nobody signs in as one of these.
      case MAIL_CONTACT,
          DISTRIBUTION_GROUP,
          MAIL_ENABLED_SECURITY_GROUP,
          MICROSOFT_365_GROUP,
          DYNAMIC_DISTRIBUTION_GROUP ->
          Holder.GONE;
    };
  }

  private static Holder person(RecipientRow row) {
    return Holder.of(
        new Trustee(row.id(), row.displayName(), row.mail(), row.userPrincipalName(), List.of()));
  }

  private Map<String, Holder> inDirectory(List<String> names) {
    List<BatchItem> items = new ArrayList<>();
    for (String name : names) {
      items.add(BatchItem.get(person(name)));
      items.add(BatchItem.get(group(name)));
    }
    List<BatchAnswer> answers =
        items.isEmpty() ? List.of() : Dialogues.readAll(graph, items, meter);
    Map<String, Holder> holders = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      holders.put(names.get(i), holder(answers.get(2 * i), answers.get(2 * i + 1)));
    }
    return holders;
  }

  private static String person(String name) {
    return isOne(name)
        ? "/users/" + GraphUrls.encoded(name) + PERSON
        : "/users" + PERSON + named(name);
  }

  private static String group(String name) {
    return OBJECT_ID.matcher(name).matches()
        ? "/groups/" + name + GROUP
        : "/groups" + GROUP + named(name);
  }

  /** Whether no other object can have this name. */
  private static boolean isOne(String name) {
    return name.contains("@") || OBJECT_ID.matcher(name).matches();
  }

  private static String named(String name) {
    return "&$top=2&$filter=" + GraphUrls.encoded("displayName eq ") + GraphUrls.quoted(name);
  }

  private static Holder holder(BatchAnswer person, BatchAnswer group) {
    List<Holder> found = new ArrayList<>();
    for (JsonNode row : rows(person)) {
      found.add(Holder.of(Groups.person(row)));
    }
    for (JsonNode row : rows(group)) {
      found.add(
          Holder.ofGroup(
              row.path("id").asText().toLowerCase(Locale.ROOT),
              row.path("displayName").asText("")));
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      return Holder.unknown(ambiguous());
    }
    return failure(person)
        .or(() -> failure(group))
        .map(failure -> Holder.unknown(failure.problem()))
        .orElse(Holder.GONE);
  }

  private static Optional<ClientException> failure(BatchAnswer answer) {
    return answer.failure().filter(failure -> failure.disposition() != Disposition.GONE);
  }

  private static List<JsonNode> rows(BatchAnswer answer) {
    List<JsonNode> rows = new ArrayList<>();
    if (answer.succeeded()) {
      JsonNode list = answer.body().path("value");
      (list.isArray() ? list : List.of(answer.body())).forEach(rows::add);
      rows.removeIf(row -> !row.has("id"));
    }
    return rows;
  }

  private static Problem ambiguous() {
    return Problem.lasting(
        "trusteeAmbiguous",
        "Exchange names a trustee of a mailbox in a way that fits several recipients.",
        "Give the two recipients different names, or grant the permission anew: Exchange then shows"
            + " the sign-in name.",
        "");
  }
}
