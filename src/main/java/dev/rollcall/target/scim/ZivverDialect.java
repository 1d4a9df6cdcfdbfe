package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.ApplyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Zivver: users and functional accounts share their addresses, so both kinds are always looked at,
 * whichever of them the policy keeps.
 */
final class ZivverDialect implements Dialect {

  static final ZivverDialect ZIVVER = new ZivverDialect();

  private ZivverDialect() {}

  @Override
  public long fields() {
    return ZivverForm.SHOWN_OF_USERS | Scope.bit(RecordField.ACCOUNT_TYPE);
  }

  @Override
  public List<ObservedItem> observe(ScimClient scim, Scope scope, CallMeter meter) {
    List<JsonNode> users = scim.list(ResourceType.USERS, meter);
    List<JsonNode> groups = scim.list(ResourceType.GROUPS, meter);
    People people = people(users, groups);
    List<ObservedItem> items = new ArrayList<>(users.size() + groups.size());
    users.forEach(user -> items.add(item(user, scope.limited(ZivverForm.user(user)))));
    groups.forEach(group -> items.add(item(group, scope.limited(ZivverForm.group(group, people)))));
    return items;
  }

  @Override
  public Carrier carrier(Calls calls, Scope scope, ApplyRequest request) {
    return scope.functional()
        ? new ZivverGroupCarrier(calls, scope)
        : new ZivverUserCarrier(calls, scope, request);
  }

  @Override
  public long predictCalls(Scope scope, Plan.Counts counts) {
    long lists = counts.writes() == 0 ? 0 : scope.functional() ? 2 : 1;
    return lists
        + 2L * counts.creates()
        + counts.updates()
        + counts.disables() * (scope.functional() ? 2L : 1L)
        + 2L * counts.deletes();
  }

  static People people(List<JsonNode> users, List<JsonNode> groups) {
    People people = new People();
    users.forEach(user -> add(people, user, ZivverForm.user(user)));
    groups.forEach(group -> add(people, group, ZivverForm.group(group, people)));
    return people;
  }

  private static void add(People people, JsonNode account, Content content) {
    people.add(
        account.path("id").asText(),
        content.text(RecordField.MAIL),
        Wire.texts(content, RecordField.ALIASES));
  }

  /** Zivver has no place for our mark: a group's {@code externalId} is its address. */
  private static ObservedItem item(JsonNode account, Content content) {
    return new ObservedItem(
        account.path("id").asText(),
        Optional.empty(),
        content,
        content.prints(),
        Wire.created(account));
  }
}
