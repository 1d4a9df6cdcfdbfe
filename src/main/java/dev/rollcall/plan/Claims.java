package dev.rollcall.plan;

import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.plan.ObservedItem.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which accounts of a service that the ledger does not know are taken for desired records: those
 * with our mark, and those with the record's address. Of those that nobody desires, only what this
 * very policy is known to have made is ours, and goes. All others are somebody else's, also if they
 * have a mark of ours: another policy may have made them, or one of the same name in another
 * installation.
 *
 * @param areAccounts whether the items are accounts at all
 * @param takenBy by item id: the record it is taken for
 * @param adopted records whose account we did not make
 * @param refused records whose account is left alone, and why
 * @param unclaimed made by a policy of the same name, and neither known to the ledger nor desired:
 *     left alone, and told of
 */
record Claims(
    boolean areAccounts,
    Map<String, RecordKey> takenBy,
    Set<RecordKey> adopted,
    Map<RecordKey, SkipReason> refused,
    Set<RecordKey> unclaimed) {

  static final Claims NONE = new Claims(false, Map.of(), Set.of(), Map.of(), Set.of());

  static Claims of(
      List<DesiredRecord> desired, Ledger ledger, Observed.Whole whole, Rules.Accounts rules) {
    return rules.known() ? new Search(desired, ledger, rules).in(whole) : NONE;
  }

  /** The record an item is taken for. */
  Optional<RecordKey> takes(String itemId) {
    return Optional.ofNullable(takenBy.get(itemId));
  }

  /** Goes over what a service holds: first by mark, then by address. */
  private static final class Search {

    private final boolean adopt;
    private final Map<RecordKey, DesiredRecord> wanted = new HashMap<>();
    private final Map<String, RecordKey> ledgerKeys = new HashMap<>();
    private final Map<String, RecordKey> takenBy = new HashMap<>();
    private final Set<RecordKey> found = new HashSet<>();
    private final Set<RecordKey> adopted = new HashSet<>();
    private final Map<RecordKey, SkipReason> refused = new HashMap<>();
    private final Set<RecordKey> unclaimed = new TreeSet<>();

    Search(List<DesiredRecord> desired, Ledger ledger, Rules.Accounts rules) {
      this.adopt = rules.adopt();
      desired.forEach(record -> wanted.put(record.key(), record));
      for (LedgerEntry entry : ledger.entries()) {
        if (entry.isPresent()) {
          ledgerKeys.put(entry.itemId(), entry.key());
        }
      }
    }

    Claims in(Observed.Whole whole) {
      List<ObservedItem> strangers = new ArrayList<>();
      List<ObservedItem> namesakes = new ArrayList<>();
      List<ObservedItem> left = new ArrayList<>();
      List<ObservedItem> leaving = new ArrayList<>();
      for (ObservedItem item : whole.items()) {
        RecordKey known = ledgerKeys.get(item.itemId());
        Optional<RecordKey> marked = item.key().filter(wanted::containsKey);
        if (item.origin() == Origin.NAMESAKE) {
          namesakes.add(item);
        } else if (known != null && item.origin() == Origin.OURS && !wanted.containsKey(known)) {
          leaving.add(item);
        } else if (known != null) {
          found.add(known);
        } else if (marked.isPresent()) {
          take(item, marked.get());
        } else if (item.origin() == Origin.OURS) {
          left.add(item);
        } else {
          strangers.add(item);
        }
      }
      Map<String, List<DesiredRecord>> lacking = lackingByAddress();
      left.forEach(
          item -> take(item, continuedBy(item, lacking).orElseGet(item.key()::orElseThrow)));
      leaving.forEach(item -> continuedBy(item, lacking).ifPresent(key -> take(item, key)));
      for (ObservedItem item : namesakes) {
        item.key().map(wanted::get).ifPresent(record -> other(item, record));
      }
      strangers.addAll(namesakes);
      for (ObservedItem item : strangers) {
        String address = address(item.content());
        lacking.getOrDefault(address, List.of()).forEach(record -> other(item, record));
      }
      namesakes.stream()
          .filter(item -> !takenBy.containsKey(item.itemId()))
          .flatMap(item -> item.key().stream())
          .filter(key -> !wanted.containsKey(key))
          .forEach(unclaimed::add);
      refused.keySet().removeAll(found);
      return new Claims(
          true, Map.copyOf(takenBy), Set.copyOf(adopted), Map.copyOf(refused), unclaimed);
    }

    /**
     * The record that something of ours which nobody desires goes on as: one that lacks its own and
     * has its address. It was half made and does not tell its record yet, or somebody came back
     * under another id.
     */
    private Optional<RecordKey> continuedBy(
        ObservedItem item, Map<String, List<DesiredRecord>> lacking) {
      return lacking.getOrDefault(address(item.content()), List.of()).stream()
          .filter(record -> isShared(item.content()) == isShared(record.content()))
          .map(DesiredRecord::key)
          .filter(key -> !found.contains(key))
          .findFirst();
    }

    private Map<String, List<DesiredRecord>> lackingByAddress() {
      Map<String, List<DesiredRecord>> lacking = new HashMap<>();
      for (DesiredRecord record : wanted.values()) {
        String address = address(record.content());
        // Of records that share an address nobody knows whose account it is.
        boolean sure = record.doubt().isEmpty();
        if (sure && !address.isEmpty() && !found.contains(record.key())) {
          lacking.computeIfAbsent(address, a -> new ArrayList<>(1)).add(record);
        }
      }
      return lacking;
    }

    /** What is somebody else's, and in the place of a record. */
    private void other(ObservedItem item, DesiredRecord record) {
      if (found.contains(record.key()) || takenBy.containsKey(item.itemId())) {
        return;
      }
      if (isShared(item.content()) != isShared(record.content())) {
        refused.put(record.key(), SkipReason.OTHER_KIND_THERE);
      } else if (adopt) {
        take(item, record.key());
        adopted.add(record.key());
      } else {
        refused.put(record.key(), SkipReason.EXISTS_ALREADY);
      }
    }

    private void take(ObservedItem item, RecordKey key) {
      takenBy.put(item.itemId(), key);
      found.add(key);
    }

    private static String address(Content content) {
      return content.text(RecordField.MAIL).toLowerCase(Locale.ROOT);
    }

    /** Of all kinds, only these two classes cannot become each other. */
    private static boolean isShared(Content content) {
      return AccountType.of(content.text(RecordField.ACCOUNT_TYPE))
          .filter(AccountType::isShared)
          .isPresent();
    }
  }
}
