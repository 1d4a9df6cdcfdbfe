package dev.rollcall.localtenant.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an organisation of real people: {@code organisation}, {@code people}, {@code groups}.
 * Everybody gets a mailbox, and a group {@code all-members} has them all.
 */
public final class CongressFile {

  private static final List<String> TEXTS =
      List.of(
          "givenName",
          "surname",
          "jobTitle",
          "department",
          "companyName",
          "officeLocation",
          "streetAddress",
          "city",
          "state",
          "postalCode",
          "country",
          "faxNumber");

  private CongressFile() {}

  /** The organisation in this file. */
  public static Organisation read(Path file) {
    JsonNode json;
    try {
      json = Organisation.JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can not be read as JSON", e);
    }
    JsonNode about = json.path("organisation");
    Organisation organisation =
        new Organisation(about.path("name").asText(), about.path("domain").asText());
    List<String> everybody = new ArrayList<>();
    for (JsonNode person : json.path("people")) {
      everybody.add(person(organisation, person));
    }
    groups(organisation, json.path("groups"));
    DirectoryObject all =
        organisation.addGroup("all-members", "All Members", "all-members", "distribution");
    organisation.addMembers(all.id(), everybody);
    return organisation;
  }

  private static String person(Organisation organisation, JsonNode json) {
    String mail = json.path("mail").asText();
    DirectoryObject person =
        organisation.join(
            json.path("id").asText(),
            json.path("displayName").asText(),
            mail.substring(0, mail.indexOf('@')));
    ObjectNode properties = person.properties();
    for (String text : TEXTS) {
      Optional.ofNullable(json.get(text)).ifPresent(value -> properties.set(text, value));
    }
    ArrayNode phones = properties.putArray("businessPhones");
    json.path("businessPhones").forEach(phones::add);
    return person.id();
  }

  private static void groups(Organisation organisation, JsonNode groups) {
    for (JsonNode group : groups) {
      String mail = group.path("mail").asText();
      organisation.addGroup(
          group.path("id").asText(),
          group.path("displayName").asText(),
          mail.substring(0, mail.indexOf('@')),
          group.path("kind").asText());
    }
    for (JsonNode group : groups) {
      List<String> members = new ArrayList<>();
      for (JsonNode member : group.path("members")) {
        String user = Organisation.idOf("USER:" + member.asText());
        members.add(
            organisation.find(user).isPresent()
                ? user
                : Organisation.idOf("GROUP:" + member.asText()));
      }
      organisation.addMembers(Organisation.idOf("GROUP:" + group.path("id").asText()), members);
    }
  }
}
