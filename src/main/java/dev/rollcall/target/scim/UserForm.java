package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.client.scim.Patch;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A user as the standard has it.
 *
 * <p>{@code userName} is the primary address; the kind of account is in {@code userType}; our mark
 * in {@code externalId}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7643#section-4.1">RFC 7643, "User"</a>
 */
final class UserForm {

  private static final String WORK = "work";
  private static final String MOBILE = "mobile";

  /** Single texts, by the path that filters and patches call them. */
  private static final Map<RecordField, String> TEXTS =
      Map.of(
          RecordField.DISPLAY_NAME, "displayName",
          RecordField.JOB_TITLE, "title",
          RecordField.GIVEN_NAME, "name.givenName",
          RecordField.SURNAME, "name.familyName");

  /** The same in the extension for enterprises. */
  private static final Map<RecordField, String> ENTERPRISE =
      Map.of(
          RecordField.COMPANY_NAME, "organization",
          RecordField.DEPARTMENT, "department",
          RecordField.DIVISION, "division",
          RecordField.EMPLOYEE_ID, "employeeNumber");

  private static final long EMAILS = Scope.bit(RecordField.MAIL) | Scope.bit(RecordField.ALIASES);
  private static final long PHONES =
      Scope.bit(RecordField.BUSINESS_PHONES) | Scope.bit(RecordField.MOBILE_PHONE);

  /** What is neither a list nor what a user never lacks. */
  private static final long OTHERS = others();

  /** What is written of a user. */
  static final long FIELDS = OTHERS | EMAILS | PHONES | Scope.bit(RecordField.ACTIVE);

  private UserForm() {}

  private static long others() {
    long fields = Scope.bit(RecordField.ACCOUNT_TYPE);
    for (RecordField field : TEXTS.keySet()) {
      fields |= Scope.bit(field);
    }
    for (RecordField field : ENTERPRISE.keySet()) {
      fields |= Scope.bit(field);
    }
    return fields;
  }

  /**
   * Whether the user has to be read before such an update: it replaces a list that may hold other
   * people's entries as well, or it clears something, which some services refuse if it is not
   * there.
   */
  static boolean needsCurrent(Content content, long fields) {
    long clears = fields & OTHERS & ~content.prints().fields();
    return (fields & (EMAILS | PHONES)) != 0 || clears != 0;
  }

  /** A user in our form. */
  static Content read(JsonNode user) {
    Content.Builder content = new Content.Builder();
    String mail = mail(user);
    content.text(RecordField.MAIL, mail);
    content.texts(RecordField.ALIASES, Wire.aliases(addresses(user), mail));
    TEXTS.forEach((field, path) -> content.text(field, at(user, path).asText()));
    if (user.path("displayName").asText().isEmpty()) {
      content.text(RecordField.DISPLAY_NAME, user.path("name").path("formatted").asText());
    }
    JsonNode extension = user.path(Wire.ENTERPRISE);
    ENTERPRISE.forEach((field, name) -> content.text(field, extension.path(name).asText()));
    content.texts(RecordField.BUSINESS_PHONES, phones(user, WORK).stream().limit(2).toList());
    content.text(RecordField.MOBILE_PHONE, phones(user, MOBILE).stream().findFirst().orElse(""));
    content.text(RecordField.ACTIVE, Boolean.toString(Wire.isActive(user)));
    content.text(
        RecordField.ACCOUNT_TYPE,
        AccountType.of(user.path("userType").asText()).orElse(AccountType.USER).value());
    return content.build();
  }

  /** The primary address. */
  static String mail(JsonNode user) {
    String work = "";
    String first = "";
    for (JsonNode email : user.path("emails")) {
      String address = email.path("value").asText();
      if (email.path("primary").asBoolean(false)) {
        return Wire.lower(address);
      }
      work = work.isEmpty() && email.path("type").asText().equals(WORK) ? address : work;
      first = first.isEmpty() ? address : first;
    }
    String userName = user.path("userName").asText();
    String found = !work.isEmpty() ? work : !first.isEmpty() ? first : userName;
    return found.contains("@") ? Wire.lower(found) : "";
  }

  /** All addresses of a user. */
  static List<String> addresses(JsonNode user) {
    List<String> addresses = new ArrayList<>();
    user.path("emails").forEach(email -> addresses.add(email.path("value").asText()));
    return addresses;
  }

  /** A new user. */
  static ObjectNode created(DesiredRecord desired) {
    Content content = desired.content();
    ObjectNode user = Wire.object(ResourceType.USERS.schema());
    user.put("externalId", desired.key().value());
    merge(user, content, -1L);
    if (!content.fields().contains(RecordField.ACTIVE)) {
      user.put("active", true);
    }
    return user;
  }

  /**
   * Puts fields into a user that is going to be replaced or created; those that are absent go.
   *
   * @param fields bits by field code
   */
  static void merge(ObjectNode user, Content content, long fields) {
    if (Scope.has(fields, RecordField.MAIL) && !content.text(RecordField.MAIL).isEmpty()) {
      user.put("userName", content.text(RecordField.MAIL));
    }
    TEXTS.forEach(
        (field, path) -> {
          if (Scope.has(fields, field)) {
            set(user, path, content.text(field));
          }
        });
    ENTERPRISE.forEach(
        (field, name) -> {
          if (Scope.has(fields, field)) {
            setExtended(user, name, content.text(field));
          }
        });
    if (Scope.has(fields, RecordField.ACTIVE) && !content.text(RecordField.ACTIVE).isEmpty()) {
      user.put("active", isActive(content));
    }
    if (Scope.has(fields, RecordField.ACCOUNT_TYPE)) {
      set(user, "userType", content.text(RecordField.ACCOUNT_TYPE));
    }
    setList(user, "emails", fields & EMAILS, emails(user, content, fields));
    setList(user, "phoneNumbers", fields & PHONES, phones(user, content, fields));
  }

  /**
   * The same as changes.
   *
   * @param current the user as it is; missing unless {@link #needsCurrent}
   */
  static Patch patch(Content content, long fields, JsonNode current) {
    Patch patch = new Patch();
    String userName = content.text(RecordField.MAIL);
    boolean renames =
        Scope.has(fields, RecordField.MAIL)
            && !userName.isEmpty()
            && !userName.equalsIgnoreCase(current.path("userName").asText());
    if (renames) {
      patch.replace("userName", TextNode.valueOf(userName));
    }
    TEXTS.forEach(
        (field, path) -> {
          if (Scope.has(fields, field)) {
            set(patch, path, content.text(field), at(current, path));
          }
        });
    ENTERPRISE.forEach(
        (field, name) -> {
          if (Scope.has(fields, field)) {
            set(
                patch,
                Wire.ENTERPRISE + ":" + name,
                content.text(field),
                current.path(Wire.ENTERPRISE).path(name));
          }
        });
    if (Scope.has(fields, RecordField.ACTIVE) && !content.text(RecordField.ACTIVE).isEmpty()) {
      patch.replace("active", BooleanNode.valueOf(isActive(content)));
    }
    if (Scope.has(fields, RecordField.ACCOUNT_TYPE)) {
      set(patch, "userType", content.text(RecordField.ACCOUNT_TYPE), current.path("userType"));
    }
    setList(patch, current, "emails", fields & EMAILS, emails(current, content, fields));
    setList(patch, current, "phoneNumbers", fields & PHONES, phones(current, content, fields));
    return patch;
  }

  private static boolean isActive(Content content) {
    return !content.text(RecordField.ACTIVE).equals("false");
  }

  /** Fields that are not written keep what is there. */
  private static ArrayNode emails(JsonNode current, Content content, long fields) {
    String there = mail(current);
    String mail = Scope.has(fields, RecordField.MAIL) ? content.text(RecordField.MAIL) : there;
    List<String> aliases =
        Scope.has(fields, RecordField.ALIASES)
            ? Wire.texts(content, RecordField.ALIASES)
            : Wire.aliases(addresses(current), there);
    ArrayNode emails = Wire.JSON.arrayNode();
    if (!mail.isEmpty()) {
      emails.addObject().put("value", mail).put("type", WORK).put("primary", true);
    }
    Wire.aliases(aliases, mail)
        .forEach(alias -> emails.addObject().put("value", alias).put("type", "other"));
    return emails;
  }

  private static ArrayNode phones(JsonNode current, Content content, long fields) {
    ArrayNode phones = Wire.JSON.arrayNode();
    List<String> work =
        Scope.has(fields, RecordField.BUSINESS_PHONES)
            ? Wire.texts(content, RecordField.BUSINESS_PHONES)
            : phones(current, WORK);
    String mobile =
        Scope.has(fields, RecordField.MOBILE_PHONE)
            ? content.text(RecordField.MOBILE_PHONE)
            : phones(current, MOBILE).stream().findFirst().orElse("");
    work.forEach(number -> phones.addObject().put("value", number).put("type", WORK));
    if (!mobile.isEmpty()) {
      phones.addObject().put("value", mobile).put("type", MOBILE);
    }
    for (JsonNode phone : current.path("phoneNumbers")) {
      String type = phone.path("type").asText();
      if (!type.equals(WORK) && !type.equals(MOBILE)) {
        phones.add(phone.deepCopy());
      }
    }
    return phones;
  }

  private static List<String> phones(JsonNode user, String type) {
    List<String> phones = new ArrayList<>();
    for (JsonNode phone : user.path("phoneNumbers")) {
      if (phone.path("type").asText().equals(type)) {
        phones.add(phone.path("value").asText());
      }
    }
    return phones;
  }

  private static JsonNode at(JsonNode user, String path) {
    int dot = path.indexOf('.');
    return dot < 0
        ? user.path(path)
        : user.path(path.substring(0, dot)).path(path.substring(dot + 1));
  }

  private static void set(ObjectNode user, String path, String value) {
    int dot = path.indexOf('.');
    ObjectNode parent = dot < 0 ? user : user.withObject("/" + path.substring(0, dot));
    String name = path.substring(dot + 1);
    if (value.isEmpty()) {
      parent.remove(name);
      if (dot >= 0 && parent.isEmpty()) {
        user.remove(path.substring(0, dot));
      }
    } else {
      parent.put(name, value);
    }
  }

  private static void setExtended(ObjectNode user, String name, String value) {
    if (value.isEmpty()) {
      if (user.path(Wire.ENTERPRISE) instanceof ObjectNode extension) {
        extension.remove(name);
      }
      return;
    }
    JsonNode there = user.path(Wire.ENTERPRISE);
    ObjectNode extension =
        there instanceof ObjectNode known ? known : user.putObject(Wire.ENTERPRISE);
    extension.put(name, value);
    if (!Wire.texts(user.path("schemas")).contains(Wire.ENTERPRISE)) {
      user.withArray("schemas").add(Wire.ENTERPRISE);
    }
  }

  private static void set(Patch patch, String path, String value, JsonNode there) {
    if (value.isEmpty() && !there.isMissingNode()) {
      patch.remove(path);
    } else if (!value.isEmpty()) {
      patch.replace(path, TextNode.valueOf(value));
    }
  }

  private static void setList(ObjectNode user, String name, long concerned, ArrayNode list) {
    if (concerned != 0 && list.isEmpty()) {
      user.remove(name);
    } else if (concerned != 0) {
      user.set(name, list);
    }
  }

  private static void setList(
      Patch patch, JsonNode current, String name, long concerned, ArrayNode list) {
    if (concerned != 0 && list.isEmpty() && !current.path(name).isEmpty()) {
      patch.remove(name);
    } else if (concerned != 0 && !list.isEmpty()) {
      patch.replace(name, list);
    }
  }
}
