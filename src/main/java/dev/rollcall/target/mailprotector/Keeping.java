package dev.rollcall.target.mailprotector;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.mailprotector.MailGroup;
import dev.rollcall.client.mailprotector.MailprotectorClient;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Carries out the changes to one domain, in the order given; accounts to make are gathered by their
 * group. What an address stands in the way of that a deletion may have freed is tried once more in
 * the end.
 */
final class Keeping {

  /** How many requests go between two looks at whether the run goes on. */
  private static final int STRIDE = 20;

  private final Console console;
  private final Accounts accounts;
  private final Map<String, MailGroup> groups = new LinkedHashMap<>();
  private final List<MailGroup> allGroups;
  private final ApplyRequest request;
  private final Progress results = new Progress();
  private final Making making;
  private final Map<String, List<Making.Wanted>> gathered = new LinkedHashMap<>();
  private final List<Making.Wanted> taken = new ArrayList<>();
  private int begun;

  Keeping(
      Console console,
      Accounts accounts,
      List<MailGroup> groups,
      Clock clock,
      ApplyRequest request) {
    this.console = console;
    this.accounts = accounts;
    this.allGroups = groups;
    groups.forEach(group -> this.groups.putIfAbsent(group.name(), group));
    this.request = request;
    this.making = new Making(console, accounts, results, clock);
  }

  ApplyResult run() {
    Set<String> missing = missingGroups();
    if (!missing.isEmpty()) {
      return new ApplyResult(
          List.of(),
          Optional.of(Remarks.groupsMissing(missing, allGroups)),
          Fault.TARGET,
          Optional.empty(),
          false);
    }
    for (Change change : request.changes()) {
      if (!goesOn()) {
        return results.result();
      }
      change.match(
          create -> gather(create),
          update -> alter(update),
          disable -> settled(new Outcome.Rejected(disable, Remarks.disableNotOffered())),
          delete -> remove(delete),
          skip -> {
            throw new IllegalArgumentException("a skip is not carried out");
          });
    }
    gathered.keySet().forEach(this::make);
    makeWhatWasTaken();
    return results.result();
  }

  /** Looked at before anything is written, so that nothing is left half done. */
  private Set<String> missingGroups() {
    Set<String> wanted = new TreeSet<>();
    for (Change change : request.changes()) {
      change.match(
          create -> wanted.add(group(wanted(create.key()))),
          update -> false,
          disable -> false,
          delete -> false,
          skip -> false);
    }
    return MailprotectorTarget.missing(wanted, allGroups);
  }

  private boolean goesOn() {
    return !results.stopped() && (begun++ % STRIDE != 0 || request.budget().allowsAnother());
  }

  private boolean gather(Change.Create create) {
    Content content = wanted(create.key());
    if (accounts.name(content).isEmpty()) {
      results.rejected(create, Remarks.addressOutsideDomain());
      return true;
    }
    String group = group(content);
    List<Making.Wanted> ofGroup = gathered.computeIfAbsent(group, g -> new ArrayList<>());
    ofGroup.add(new Making.Wanted(create, content, accounts.newUser(content)));
    if (ofGroup.size() == MailprotectorClient.MAX_CREATED_AT_ONCE) {
      make(group);
    }
    return true;
  }

  private void make(String group) {
    List<Making.Wanted> wanted = gathered.getOrDefault(group, List.of());
    if (!wanted.isEmpty() && !results.stopped() && request.budget().allowsAnother()) {
      taken.addAll(making.make(groups.get(group), List.copyOf(wanted)));
      wanted.clear();
    }
  }

  private void makeWhatWasTaken() {
    List<Making.Wanted> late = List.copyOf(taken);
    taken.clear();
    for (Making.Wanted one : late) {
      if (results.stopped()) {
        return;
      }
      if (!making.make(groups.get(group(one.content())), List.of(one)).isEmpty()) {
        results.rejected(one.change(), Remarks.addressTaken());
      }
    }
  }

  private boolean alter(Change.Update update) {
    Content content = wanted(update.key());
    FieldPrints before =
        request.ledger().apply(update.key()).map(LedgerEntry::answered).orElse(FieldPrints.EMPTY);
    try {
      return settled(new Altering(console, accounts, update, content, before).outcome());
    } catch (ClientException e) {
      results.failed(update, e);
      return false;
    }
  }

  private boolean remove(Change.Delete delete) {
    try {
      console.delete(Long.parseLong(delete.itemId()));
      return settled(
          new Outcome.Done(delete, delete.itemId(), FieldPrints.EMPTY, Optional.empty()));
    } catch (ClientException e) {
      results.failed(delete, e);
      return false;
    }
  }

  private boolean settled(Outcome outcome) {
    results.settled(outcome);
    return true;
  }

  private Content wanted(RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalArgumentException("no record is desired for " + key))
        .content();
  }

  /** Records without a destination go where the service puts everybody. */
  private static String group(Content content) {
    String destination = content.text(RecordField.DESTINATION);
    return destination.isEmpty() ? MailprotectorTarget.MAIN_GROUP : destination;
  }
}
