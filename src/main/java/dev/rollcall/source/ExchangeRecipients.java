package dev.rollcall.source;

import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.RecipientType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Exchange knows of an organisation's recipients and its directory does not: who is hidden, of
 * which type each is, where it is kept, and dynamic distribution groups. Safe for several threads;
 * reading changes nothing.
 */
@FunctionalInterface
public interface ExchangeRecipients {

  /**
   * Begins a reading; nothing is asked before it is needed, and nothing twice.
   *
   * @param meter counts the requests
   * @return empty if the environment does not have Exchange asked
   */
  Optional<Reading> reading(Environment environment, CallMeter meter);

  /** Asks nothing, whatever the environment says. */
  static ExchangeRecipients none() {
    return (environment, meter) -> Optional.empty();
  }

  /** One reading, by one thread. Every answer is complete, or a {@link SourceUnavailable}. */
  interface Reading {

    /**
     * What Exchange knows of an object of the directory.
     *
     * @return empty if it is no recipient
     * @throws SourceUnavailable if the recipients could not be read to their end
     */
    Optional<Recipient> recipient(String objectId);

    /**
     * All dynamic distribution groups, by display name.
     *
     * @throws SourceUnavailable if they could not be read to their end
     */
    List<DynamicGroup> dynamicGroups();

    /**
     * The members of a dynamic distribution group as Exchange noted them last, which it does once a
     * day.
     *
     * @throws SourceUnavailable if they could not be read to their end
     * @see <a
     *     href="https://learn.microsoft.com/powershell/module/exchangepowershell/get-dynamicdistributiongroupmember">
     *     Get-DynamicDistributionGroupMember</a> (read 2026-11-21)
     */
    List<Recipient> members(DynamicGroup group);

    /**
     * The dynamic distribution group of this name.
     *
     * @param name an address of it, or its id
     */
    default Optional<DynamicGroup> dynamicGroup(String name) {
      String wanted = name.toLowerCase(Locale.ROOT);
      return dynamicGroups().stream().filter(group -> group.isNamed(wanted)).findFirst();
    }
  }

  /**
   * A recipient.
   *
   * @param id its object id in the directory, lower-case; for a dynamic distribution group, which
   *     the directory does not have, its id in Exchange; empty if it has neither
   * @param type what it is; empty if it is of a kind that policies do not know, such as a public
   *     folder
   * @param hidden whether it is hidden from address lists
   * @param organizationalUnit where it is kept; empty if Exchange does not say
   */
  record Recipient(
      String id, Optional<RecipientType> type, boolean hidden, String organizationalUnit) {}

  /**
   * A dynamic distribution group.
   *
   * @param id its id in Exchange, lower-case
   * @param mail its primary address
   * @param proxyAddresses all its addresses with their kind
   */
  record DynamicGroup(
      String id,
      String displayName,
      String mail,
      String mailNickname,
      List<String> proxyAddresses,
      boolean hidden,
      String organizationalUnit) {

    public DynamicGroup {
      proxyAddresses = List.copyOf(proxyAddresses);
    }

    private boolean isNamed(String lowerCase) {
      return id.equals(lowerCase)
          || mail.equalsIgnoreCase(lowerCase)
          || proxyAddresses.stream().anyMatch(("smtp:" + lowerCase)::equalsIgnoreCase);
    }
  }
}
