package dev.rollcall.source.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.TenantIdentities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Looks people up in the tenant by their anchors and their addresses, twenty with each call.
 *
 * <p>An anchor decides. An address does where no anchor is known there, as in a tenant that is
 * synchronised by another attribute; but not for somebody whose anchor belongs to another one of
 * them: the address went from one to the other, and the tenant has not heard of it yet.
 *
 * @see <a href="https://learn.microsoft.com/graph/aad-advanced-queries">Advanced queries</a> (read
 *     2026-11-21): addresses are found by advanced ones alone, which anchors may be part of
 */
public final class DirectoryIdentities implements TenantIdentities {

  private static final String ANCHOR = "onPremisesImmutableId";

  private final Function<Environment, GraphClient> clients;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public DirectoryIdentities(Function<Environment, GraphClient> clients) {
    this.clients = clients;
  }

  @Override
  public Map<TargetId, TargetId> of(
      Environment environment,
      List<Mailbox> mailboxes,
      Map<TargetId, String> anchors,
      CallMeter meter) {
    try {
      List<BatchAnswer> answers =
          Dialogues.readAll(
              clients.apply(environment),
              mailboxes.stream()
                  .map(mailbox -> item(mailbox, Optional.ofNullable(anchors.get(mailbox.id()))))
                  .toList(),
              meter);
      Map<TargetId, TargetId> found = new HashMap<>();
      for (int i = 0; i < mailboxes.size(); i++) {
        TargetId id = mailboxes.get(i).id();
        first(
                users(answers.get(i))
                    .filter(user -> user.path(ANCHOR).asText().equals(anchors.get(id))))
            .ifPresent(user -> found.put(id, user));
      }
      Set<TargetId> anchored = new HashSet<>(found.values());
      for (int i = 0; i < mailboxes.size(); i++) {
        TargetId id = mailboxes.get(i).id();
        if (!found.containsKey(id)) {
          first(users(answers.get(i)).filter(user -> !anchored.contains(id(user))))
              .ifPresent(user -> found.put(id, user));
        }
      }
      return found;
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  @Override
  public Map<TargetId, String> addresses(
      Environment environment, List<TargetId> ids, CallMeter meter) {
    try {
      List<TargetId> asked = ids.stream().filter(id -> Lookups.isObjectId(id.value())).toList();
      List<BatchAnswer> answers =
          Dialogues.readAll(
              clients.apply(environment),
              asked.stream()
                  .map(id -> BatchItem.get("/users/" + id.value() + "?$select=id,mail"))
                  .toList(),
              meter);
      Map<TargetId, String> addresses = new HashMap<>();
      for (int i = 0; i < asked.size(); i++) {
        Optional<ClientException> failure = answers.get(i).failure();
        if (failure.isPresent() && failure.get().disposition() != Disposition.GONE) {
          throw failure.get();
        }
        String address = failure.isPresent() ? "" : answers.get(i).body().path("mail").asText("");
        if (!address.isEmpty()) {
          addresses.put(asked.get(i), address);
        }
      }
      return addresses;
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  private static BatchItem item(Mailbox mailbox, Optional<String> anchor) {
    String filter =
        anchor
                .map(
                    text ->
                        GraphUrls.encoded(ANCHOR + " eq ")
                            + GraphUrls.quoted(text)
                            + GraphUrls.encoded(" or "))
                .orElse("")
            + Lookups.hasAddress(mailbox.address());
    return BatchItem.get(
        "/users?$select=id," + ANCHOR + "&$filter=" + filter + "&$count=true", Listing.EVENTUAL);
  }

  private static Stream<JsonNode> users(BatchAnswer answer) {
    answer
        .failure()
        .ifPresent(
            e -> {
              throw e;
            });
    List<JsonNode> users = new ArrayList<>();
    answer.body().path("value").forEach(users::add);
    return users.stream();
  }

  private static TargetId id(JsonNode user) {
    return new TargetId(user.path("id").asText());
  }

  /** Should two fit, the choice is at least steady. */
  private static Optional<TargetId> first(Stream<JsonNode> users) {
    return users.map(DirectoryIdentities::id).sorted().findFirst();
  }
}
