package dev.rollcall.localservices.mailprotector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What the console holds, in the API's form. */
final class MailprotectorForms {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<Integer, String> TYPES =
      Map.of(1, "User", 2, "Alias", 3, "Mailing List", 11, "Unlicensed User");

  private final Console console;

  MailprotectorForms(Console console) {
    this.console = console;
  }

  ObjectNode user(Row row) {
    ObjectNode user = NODES.objectNode();
    user.put("id", row.id()).put("name", row.name());
    Optional<Row> parent = row.parent().flatMap(console::row);
    if (parent.isPresent()) {
      user.set(
          "parent",
          reference(parent.get().id(), parent.get().name())
              .put("primary_address", parent.get().name() + "@" + console.domain()));
    } else {
      user.putNull("parent");
    }
    user.set("user_type", reference(row.type(), TYPES.getOrDefault(row.type(), "Other")));
    user.set("user_group", reference(row.group(), console.groupName(row.group())));
    user.set("domain", reference(LocalMailprotector.DOMAIN, console.domain()));
    user.put("primary_address", parent.orElse(row).name() + "@" + console.domain());
    ArrayNode addresses = user.putArray("email_addresses");
    console.addresses(row).forEach(addresses::add);
    return user.put("first_name", row.firstName())
        .put("last_name", row.lastName())
        .put("created_at", row.createdAt().toString())
        .put("updated_at", row.createdAt().toString());
  }

  ObjectNode domain() {
    ObjectNode domain =
        NODES.objectNode().put("id", LocalMailprotector.DOMAIN).put("name", console.domain());
    domain.set("account", reference(LocalMailprotector.CUSTOMER, "Contoso"));
    domain.set("domain_status", reference(2, "Active"));
    domain.putNull("parent");
    return domain;
  }

  ObjectNode aliasDomain(int id, String name) {
    ObjectNode domain = NODES.objectNode().put("id", id).put("name", name);
    domain.set("account", reference(LocalMailprotector.CUSTOMER, "Contoso"));
    domain.set("domain_status", reference(2, "Active"));
    domain.set("parent", reference(LocalMailprotector.DOMAIN, console.domain()));
    return domain;
  }

  ObjectNode group(int id, String name) {
    ObjectNode group = NODES.objectNode().put("id", id).put("name", name);
    group.set("domain", reference(LocalMailprotector.DOMAIN, console.domain()));
    return group.put(
        "user_count", (int) console.rows().stream().filter(row -> row.group() == id).count());
  }

  ObjectNode sync() {
    ObjectNode sync = NODES.objectNode().put("id", 3229).put("name", "Active Directory");
    sync.set("domain", reference(LocalMailprotector.DOMAIN, console.domain()));
    return sync.put("source_type", "UserSync::LdapSource").put("enabled", console.builtInSync());
  }

  ObjectNode schedule() {
    ObjectNode schedule = NODES.objectNode().put("id", 370);
    schedule.set("domain", reference(LocalMailprotector.DOMAIN, console.domain()));
    return schedule.put("interval", 60).put("enabled", console.builtInSync());
  }

  private static ObjectNode reference(int id, String name) {
    return NODES.objectNode().put("id", id).put("name", name);
  }
}
