package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.model.AccountType;
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
 * Services that keep to the standard, more or less: users are users, functional accounts are
 * groups, which have a name, our mark and members, but no address.
 *
 * @param membersOnCreate whether a group may be created with members; otherwise they follow
 */
record StandardDialect(boolean membersOnCreate) implements Dialect {

  /** A service that keeps to the standard. */
  static final StandardDialect RFC = new StandardDialect(true);

  /** Keycloak, which refuses groups that are created with members, and loses our marks. */
  static final StandardDialect KEYCLOAK = new StandardDialect(false);

  @Override
  public long fields() {
    return UserForm.FIELDS;
  }

  @Override
  public List<ObservedItem> observe(ScimClient scim, Scope scope, CallMeter meter) {
    List<JsonNode> users = scim.list(ResourceType.USERS, meter);
    List<ObservedItem> items = new ArrayList<>();
    if (scope.functional()) {
      People people = people(users);
      for (JsonNode group : scim.list(ResourceType.GROUPS, meter)) {
        items.add(item(group, scope.limited(group(group, people))));
      }
    } else {
      for (JsonNode user : users) {
        items.add(item(user, scope.limited(UserForm.read(user))));
      }
    }
    return items;
  }

  @Override
  public Carrier carrier(Calls calls, Scope scope, ApplyRequest request) {
    return scope.functional()
        ? new GroupCarrier(calls, scope, request, membersOnCreate)
        : new UserCarrier(calls, scope, request);
  }

  @Override
  public long predictCalls(Scope scope, Plan.Counts counts) {
    // What it can do is asked once; a deletion is looked at after, as is a group that lost members.
    long asked = counts.writes() == 0 ? 0 : 1;
    return scope.functional()
        ? asked
            + 1
            + counts.creates() * (membersOnCreate ? 1L : 2L)
            + 3L * (counts.updates() + counts.disables())
            + 2L * counts.deletes()
        : asked + counts.creates() + counts.updates() + counts.disables() + 2L * counts.deletes();
  }

  static People people(List<JsonNode> users) {
    People people = new People();
    for (JsonNode user : users) {
      List<String> others = new ArrayList<>(UserForm.addresses(user));
      others.add(user.path("userName").asText());
      people.add(user.path("id").asText(), UserForm.mail(user), others);
    }
    return people;
  }

  /** A group in our form; members who are not users are not ours to judge. */
  static Content group(JsonNode group, People people) {
    Content.Builder content = new Content.Builder();
    content.text(RecordField.DISPLAY_NAME, group.path("displayName").asText());
    content.text(RecordField.ACCOUNT_TYPE, AccountType.FUNCTIONAL.value());
    Wire.putMembers(
        content,
        Wire.memberIds(group).stream().map(people::address).flatMap(Optional::stream).toList());
    return content.build();
  }

  private static ObservedItem item(JsonNode resource, Content content) {
    return new ObservedItem(
        resource.path("id").asText(),
        Wire.stamp(resource),
        content,
        content.prints(),
        Wire.created(resource));
  }
}
