package dev.rollcall.source.activedirectory;

import dev.rollcall.model.Location;
import dev.rollcall.policy.RecipientType;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code msExchRecipientTypeDetails} says of a recipient: one bit for each kind.
 *
 * @param type what policies call it; empty for a mailbox that Exchange keeps for itself
 * @param mailbox where its mailbox lives; empty if it has none
 * @see <a
 *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/get-recipient">RecipientTypeDetails
 *     of Get-Recipient</a> (the names; their bits are those that Exchange writes, measured by
 *     others; read 2026-11-21)
 */
record RecipientDetails(Optional<RecipientType> type, Optional<Location> mailbox) {

  private static final RecipientDetails NOBODY =
      new RecipientDetails(Optional.empty(), Optional.empty());

  private static final Map<Long, RecipientDetails> KNOWN =
      Map.ofEntries(
          here(0, RecipientType.USER),
          here(1, RecipientType.USER),
          here(2, RecipientType.SHARED_MAILBOX),
          here(3, RecipientType.USER),
          here(4, RecipientType.ROOM),
          here(5, RecipientType.EQUIPMENT),
          none(6, RecipientType.MAIL_CONTACT),
          none(7, RecipientType.MAIL_USER),
          none(8, RecipientType.DISTRIBUTION_GROUP),
          none(9, RecipientType.DISTRIBUTION_GROUP),
          none(10, RecipientType.MAIL_ENABLED_SECURITY_GROUP),
          none(11, RecipientType.DYNAMIC_DISTRIBUTION_GROUP),
          none(15, RecipientType.MAIL_CONTACT),
          // Without Exchange: known by its class alone.
          none(16, RecipientType.USER),
          none(17, RecipientType.MAIL_CONTACT),
          none(18, RecipientType.DISTRIBUTION_GROUP),
          none(19, RecipientType.MAIL_ENABLED_SECURITY_GROUP),
          none(20, RecipientType.DISTRIBUTION_GROUP),
          none(21, RecipientType.USER),
          none(25, RecipientType.USER),
          none(28, RecipientType.DISTRIBUTION_GROUP),
          none(30, RecipientType.MAIL_ENABLED_SECURITY_GROUP),
          online(31, RecipientType.USER),
          online(33, RecipientType.ROOM),
          online(34, RecipientType.EQUIPMENT),
          online(35, RecipientType.SHARED_MAILBOX),
          here(37, RecipientType.SHARED_MAILBOX),
          online(38, RecipientType.SHARED_MAILBOX),
          here(41, RecipientType.ROOM),
          none(43, RecipientType.MICROSOFT_365_GROUP),
          here(44, RecipientType.SCHEDULING));

  /** What a number of the directory stands for. */
  static RecipientDetails of(long details) {
    return KNOWN.getOrDefault(details, NOBODY);
  }

  private static Map.Entry<Long, RecipientDetails> here(int bit, RecipientType type) {
    return entry(bit, type, Optional.of(Location.ON_PREMISES));
  }

  private static Map.Entry<Long, RecipientDetails> online(int bit, RecipientType type) {
    return entry(bit, type, Optional.of(Location.ONLINE));
  }

  private static Map.Entry<Long, RecipientDetails> none(int bit, RecipientType type) {
    return entry(bit, type, Optional.empty());
  }

  private static Map.Entry<Long, RecipientDetails> entry(
      int bit, RecipientType type, Optional<Location> mailbox) {
    return Map.entry(1L << bit, new RecipientDetails(Optional.of(type), mailbox));
  }
}
