package dev.rollcall.source.directory;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.ExchangeRecipients;
import dev.rollcall.source.ExchangeRecipients.DynamicGroup;
import dev.rollcall.source.ExchangeRecipients.Recipient;
import dev.rollcall.source.SourceUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Exchange adds to entries of the directory, where it is asked; nothing where it is not. For
 * one reading, by one thread.
 */
final class Knowledge {

  private static final String REMEDY =
      "Write \"exchange\": true into the environment, and give the app the permission"
          + " Exchange.ManageAsApp and the role Global Reader.";

  private static final List<String> YES = List.of("true");
  private static final List<String> NO = List.of("false");

  private final Optional<ExchangeRecipients.Reading> exchange;

  Knowledge(Optional<ExchangeRecipients.Reading> exchange) {
    this.exchange = exchange;
  }

  /** Whether Exchange is asked. */
  boolean isThere() {
    return exchange.isPresent();
  }

  /**
   * The entry with its exact type, whether it is hidden and where it is kept; as it was if Exchange
   * does not know it.
   */
  DirectoryEntry told(DirectoryEntry entry) {
    if (exchange.isEmpty() || entry.attributes().containsKey(FilterAttributes.HIDDEN)) {
      return entry;
    }
    Optional<Recipient> recipient = exchange.get().recipient(entry.id());
    if (recipient.isEmpty()) {
      // Somebody with an address in the directory and none in Exchange has no mailbox.
      boolean without = entry.kind() == DirectoryEntry.Kind.USER && !entry.ordinary();
      return without ? entry.withType(RecipientType.MAIL_USER) : entry;
    }
    Map<String, List<String>> attributes = new HashMap<>(entry.attributes());
    put(attributes, recipient.get().hidden(), recipient.get().organizationalUnit());
    return new DirectoryEntry(
        entry.kind(),
        entry.id(),
        attributes,
        recipient.get().type().orElse(entry.type()),
        entry.guest(),
        entry.ordinary());
  }

  /** Whether the object is known to be hidden from address lists. */
  boolean isHidden(String objectId) {
    return exchange
        .flatMap(known -> known.recipient(objectId))
        .filter(Recipient::hidden)
        .isPresent();
  }

  static boolean isHidden(DirectoryEntry entry) {
    return entry.attributes().getOrDefault(FilterAttributes.HIDDEN, List.of()).contains("true");
  }

  /** The dynamic distribution group of this name; empty if there is none or nobody can tell. */
  Optional<DynamicGroup> dynamicGroup(String name) {
    return exchange.flatMap(known -> known.dynamicGroup(name));
  }

  List<DynamicGroup> dynamicGroups() {
    return exchange.map(ExchangeRecipients.Reading::dynamicGroups).orElse(List.of());
  }

  List<Recipient> members(DynamicGroup group) {
    return exchange.map(known -> known.members(group)).orElse(List.of());
  }

  /** A dynamic distribution group as an entry, which the directory does not have. */
  static DirectoryEntry entry(DynamicGroup group) {
    Map<String, List<String>> attributes = new HashMap<>();
    put(attributes, Attribute.ID, group.id());
    put(attributes, Attribute.DISPLAY_NAME, group.displayName());
    put(attributes, Attribute.MAIL, group.mail());
    put(attributes, Attribute.MAIL_NICKNAME, group.mailNickname());
    if (!group.proxyAddresses().isEmpty()) {
      attributes.put(Attribute.PROXY_ADDRESSES.document(), group.proxyAddresses());
    }
    attributes.put(FilterAttributes.MAIL_ENABLED, List.of("true"));
    put(attributes, group.hidden(), group.organizationalUnit());
    return new DirectoryEntry(
        DirectoryEntry.Kind.GROUP,
        group.id(),
        attributes,
        RecipientType.DYNAMIC_DISTRIBUTION_GROUP,
        false,
        false);
  }

  /** What to add to the remedy of a group that the directory does not have. */
  String aboutDynamicGroups() {
    return isThere()
        ? " Exchange has no dynamic distribution group of this name either."
        : " If it is a dynamic distribution group, which only Exchange knows: " + REMEDY;
  }

  /** Something is wanted that only Exchange can tell, and it is not asked. */
  static SourceUnavailable notAsked(String what) {
    return new SourceUnavailable(
        Problem.lasting(
            "exchangeNotAsked",
            what + ", which only Exchange knows, and the environment does not have it asked.",
            "Nothing was changed. " + REMEDY,
            ""),
        new IllegalStateException("exchange is not asked"));
  }

  private static void put(
      Map<String, List<String>> attributes, boolean hidden, String organizationalUnit) {
    attributes.put(FilterAttributes.HIDDEN, hidden ? YES : NO);
    if (!organizationalUnit.isBlank()) {
      attributes.put(FilterAttributes.ORGANIZATIONAL_UNIT, List.of(organizationalUnit));
    }
  }

  private static void put(Map<String, List<String>> attributes, Attribute attribute, String value) {
    if (!value.isBlank()) {
      attributes.put(attribute.document(), List.of(value));
    }
  }
}
