package dev.rollcall.client.emailgistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A shared mailbox with everybody in its team.
 *
 * @param mailbox the mailbox itself
 * @param people everybody, at least one
 */
public record MailboxTeam(Person mailbox, List<Person> people) {

  /**
   * A mailbox or a person.
   *
   * @param id the object id in the directory
   * @param mail the sign-in name, which is what the service calls mail
   */
  public record Person(String id, String name, String mail) {}

  /**
   * @throws IllegalArgumentException if the team is empty: the service would remove everybody
   */
  public MailboxTeam {
    people = List.copyOf(people);
    if (people.isEmpty()) {
      throw new IllegalArgumentException("an empty team is never sent");
    }
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("sharedMailboxInfo", json(mailbox));
    // Whoever runs the script by hand; nobody when it runs unattended.
    json.set("exchangeAdmin", json(new Person("", "", "")));
    ArrayNode users = json.putArray("usersList");
    people.forEach(person -> users.add(json(person)));
    return json;
  }

  private static ObjectNode json(Person person) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", person.id())
        .put("displayName", person.name())
        .put("mail", person.mail());
  }
}
