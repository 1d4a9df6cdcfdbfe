package dev.rollcall.target.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.scim.ResourceType;
import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import java.util.List;
import java.util.Optional;

/**
 * Zivver's users and functional accounts.
 *
 * <p>A user's address is {@code userName}, a functional account's {@code externalId}. Aliases,
 * delegates and the key of single sign-on are in a block of Zivver's own; whoever writes it
 * replaces it, so it is always written whole, with what others keep in it.
 *
 * @see <a href="https://docs.zivver.com/en/admin/integrations/scim-v2.html">Zivver's SCIM v2</a>
 *     (read 2026-11-21; the replaced block and the key that is never shown are observed)
 */
final class ZivverForm {

  /** Bits by field code: what a user holds that the service shows. */
  static final long SHOWN_OF_USERS =
      Scope.bit(RecordField.MAIL)
          | Scope.bit(RecordField.DISPLAY_NAME)
          | Scope.bit(RecordField.ALIASES)
          | Scope.bit(RecordField.MEMBERS)
          | Scope.bit(RecordField.DIVISION)
          | Scope.bit(RecordField.ACTIVE);

  /** Bits by field code: what a functional account holds; it cannot be inactive. */
  static final long SHOWN_OF_GROUPS = SHOWN_OF_USERS & ~Scope.bit(RecordField.ACTIVE);

  private static final String USER_BLOCK = "urn:ietf:params:scim:schemas:zivver:0.1:User";
  private static final String GROUP_BLOCK = "urn:ietf:params:scim:schemas:zivver:0.1:Group";
  private static final String ALIASES = "aliases";
  private static final String DELEGATES = "delegates";
  private static final String SSO_KEY = "SsoAccountKey";
  private static final String NO_DIVISION = "/";

  private ZivverForm() {}

  /** A user in our form. */
  static Content user(JsonNode user) {
    String mail = Wire.lower(user.path("userName").asText());
    Content.Builder content = new Content.Builder();
    content.text(RecordField.MAIL, mail);
    content.text(RecordField.DISPLAY_NAME, user.path("name").path("formatted").asText());
    content.text(RecordField.ACTIVE, Boolean.toString(Wire.isActive(user)));
    content.text(RecordField.ACCOUNT_TYPE, AccountType.USER.value());
    content.text(RecordField.DIVISION, division(user));
    JsonNode block = user.path(USER_BLOCK);
    content.texts(RecordField.ALIASES, Wire.aliases(Wire.texts(block.path(ALIASES)), mail));
    Wire.putMembers(content, Wire.texts(block.path(DELEGATES)));
    return content.build();
  }

  /** A functional account in our form. */
  static Content group(JsonNode group, People people) {
    String mail = Wire.lower(group.path("externalId").asText());
    Content.Builder content = new Content.Builder();
    content.text(RecordField.MAIL, mail);
    content.text(RecordField.DISPLAY_NAME, group.path("displayName").asText());
    content.text(RecordField.ACCOUNT_TYPE, AccountType.FUNCTIONAL.value());
    content.text(RecordField.DIVISION, division(group));
    content.texts(
        RecordField.ALIASES, Wire.aliases(Wire.texts(group.path(GROUP_BLOCK).path(ALIASES)), mail));
    Wire.putMembers(
        content,
        Wire.memberIds(group).stream().map(people::address).flatMap(Optional::stream).toList());
    return content.build();
  }

  /** A new user. */
  static ObjectNode newUser(Content content, String ssoKey) {
    ObjectNode user = Wire.object(ResourceType.USERS.schema(), Wire.ENTERPRISE, USER_BLOCK);
    user.put("userName", content.text(RecordField.MAIL));
    user.putObject("name").put("formatted", name(content));
    user.put("active", isActive(content));
    putDivision(user, content);
    putUserBlock(user, content, ssoKey, Wire.JSON.objectNode());
    return user;
  }

  /** A new functional account. */
  static ObjectNode newGroup(Content content, List<String> memberIds) {
    ObjectNode group = Wire.object(ResourceType.GROUPS.schema(), GROUP_BLOCK, Wire.ENTERPRISE);
    group.put("externalId", content.text(RecordField.MAIL));
    group.put("displayName", name(content));
    group.set("members", Wire.members(memberIds));
    putDivision(group, content);
    putGroupBlock(group, content, Wire.JSON.objectNode());
    return group;
  }

  /**
   * A change of a user: some of what is at the top, and always the whole block.
   *
   * @param content what the user is to hold
   * @param fields bits by field code: what to write of what is at the top
   * @param current the user as the service shows it
   */
  static ObjectNode changedUser(Content content, long fields, String ssoKey, JsonNode current) {
    ObjectNode user = Wire.object(ResourceType.USERS.schema(), Wire.ENTERPRISE, USER_BLOCK);
    user.put("id", current.path("id").asText());
    if (Scope.has(fields, RecordField.MAIL)) {
      user.put("userName", content.text(RecordField.MAIL));
    }
    if (Scope.has(fields, RecordField.DISPLAY_NAME)) {
      user.putObject("name").put("formatted", name(content));
    }
    if (Scope.has(fields, RecordField.ACTIVE)) {
      user.put("active", isActive(content));
    }
    if (Scope.has(fields, RecordField.DIVISION)) {
      putDivision(user, content);
    }
    putUserBlock(user, content, ssoKey, current.path(USER_BLOCK));
    return user;
  }

  /** A user who may not be used any more, and is otherwise left as he is, block and all. */
  static ObjectNode disabledUser(String id) {
    return Wire.object(ResourceType.USERS.schema()).put("id", id).put("active", false);
  }

  /**
   * A change of a functional account. Members are left out if there are none: an empty list would
   * be ignored.
   */
  static ObjectNode changedGroup(
      Content content, long fields, List<String> memberIds, JsonNode current) {
    ObjectNode group = Wire.object(ResourceType.GROUPS.schema(), GROUP_BLOCK, Wire.ENTERPRISE);
    group.put("id", current.path("id").asText());
    if (Scope.has(fields, RecordField.MAIL)) {
      group.put("externalId", content.text(RecordField.MAIL));
    }
    if (Scope.has(fields, RecordField.DISPLAY_NAME)) {
      group.put("displayName", name(content));
    }
    if (Scope.has(fields, RecordField.DIVISION)) {
      putDivision(group, content);
    }
    if (Scope.has(fields, RecordField.MEMBERS) && !memberIds.isEmpty()) {
      group.set("members", Wire.members(memberIds));
    }
    putGroupBlock(group, content, current.path(GROUP_BLOCK));
    return group;
  }

  private static void putUserBlock(
      ObjectNode user, Content content, String ssoKey, JsonNode current) {
    ObjectNode block = current.isObject() ? current.deepCopy() : Wire.JSON.objectNode();
    block.set(ALIASES, Wire.array(Wire.texts(content, RecordField.ALIASES)));
    block.set(DELEGATES, Wire.array(Wire.members(content)));
    if (!ssoKey.isEmpty()) {
      block.put(SSO_KEY, ssoKey);
    }
    user.set(USER_BLOCK, block);
  }

  private static void putGroupBlock(ObjectNode group, Content content, JsonNode current) {
    ObjectNode block = current.isObject() ? current.deepCopy() : Wire.JSON.objectNode();
    block.set(ALIASES, Wire.array(Wire.texts(content, RecordField.ALIASES)));
    group.set(GROUP_BLOCK, block);
  }

  private static void putDivision(ObjectNode account, Content content) {
    String division = content.text(RecordField.DIVISION);
    account.putObject(Wire.ENTERPRISE).put("division", division.isEmpty() ? NO_DIVISION : division);
  }

  private static String division(JsonNode account) {
    String division = account.path(Wire.ENTERPRISE).path("division").asText();
    return division.equals(NO_DIVISION) ? "" : division;
  }

  private static String name(Content content) {
    String name = content.text(RecordField.DISPLAY_NAME);
    return name.isEmpty() ? content.text(RecordField.MAIL) : name;
  }

  private static boolean isActive(Content content) {
    return !content.text(RecordField.ACTIVE).equals("false");
  }
}
