package dev.rollcall.source.exchange;

import dev.rollcall.client.exchange.Cmdlet;
import dev.rollcall.client.exchange.CmdletAnswer;
import dev.rollcall.client.exchange.ExchangeClient;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.Failures;
import dev.rollcall.mapping.Trustee;
import dev.rollcall.mapping.Trustees;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.exchange.Holders.Holder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The people behind shared mailboxes. For one reading, by one thread.
 *
 * <p>Requests: one for every ten mailboxes for Full Access, which the service answers one mailbox
 * at a time, about a second each (measured by others, 2026-07); one for every 1,000 recipients of
 * the organisation for Send As; one for every twenty groups that have a permission.
 *
 * <p>What cannot be read is a matter of that mailbox alone. It then keeps a problem and says that
 * it is not complete; the others do not suffer.
 */
final class MailboxTrustees {

  /** Whole batches, so that splitting does not make more of them. */
  private static final int PORTION = 50;

  /** How many batches are under way at once; the service serves few requests of one app at once. */
  private static final int READERS = 4;

  private static final Comparator<Trustee> ORDER =
      Comparator.comparing(Trustee::mail).thenComparing(Trustee::id);

  private final ExchangeClient exchange;
  private final RecipientList recipients;
  private final GraphClient graph;
  private final CallMeter meter;

  /** Exchange's names of those who have a mailbox, gathered mailbox by mailbox. */
  private final Map<String, Set<String>> namesByMailbox = new LinkedHashMap<>();

  private final Map<String, Problem> problems = new TreeMap<>();
  private int orphans;

  /**
   * @param recipients all of the organisation
   */
  MailboxTrustees(
      ExchangeClient exchange, RecipientList recipients, GraphClient graph, CallMeter meter) {
    this.exchange = exchange;
    this.recipients = recipients;
    this.graph = graph;
    this.meter = meter;
  }

  /**
   * What was found.
   *
   * @param trustees by the mailbox's object id
   * @param problems why some are not complete, by the mailbox's object id
   * @param orphans how many permissions were given to somebody who is gone
   */
  record Found(Map<String, Trustees> trustees, Map<String, Problem> problems, int orphans) {}

  /**
   * Reads who has these mailboxes.
   *
   * @param mailboxes object ids of mailboxes, lower-case
   * @param groups object ids of those whose mailbox is a group's: its members have it
   * @throws SourceUnavailable if not one of them could be read, or the one list of all permissions
   *     to send
   */
  Found read(List<String> mailboxes, List<String> groups, Policy.Trustees access) {
    mailboxes.forEach(mailbox -> namesByMailbox.put(mailbox, new LinkedHashSet<>()));
    if (access != Policy.Trustees.SEND_AS) {
      readOpening(mailboxes);
    }
    if (access != Policy.Trustees.FULL_ACCESS && !mailboxes.isEmpty()) {
      readSending();
    }
    Set<String> names = new HashSet<>();
    namesByMailbox.values().forEach(names::addAll);
    Map<String, Holder> holders = new Holders(recipients, graph, meter).find(names);
    Map<String, String> named = new TreeMap<>();
    holders
        .values()
        .forEach(holder -> holder.group().ifPresent(id -> named.put(id, holder.groupName())));
    groups.forEach(
        id -> named.put(id, recipients.byId(id).map(RecipientRow::displayName).orElse("")));
    Groups tree = new Groups(graph, meter);
    tree.read(named);

    Map<String, Trustees> trustees = new TreeMap<>();
    namesByMailbox.forEach(
        (mailbox, granted) -> trustees.put(mailbox, trustees(mailbox, granted, holders, tree)));
    for (String group : groups) {
      Groups.Expansion members = tree.expand(group);
      members.problem().ifPresent(problem -> problems.put(group, problem));
      trustees.put(group, trustees(group, members.people().values()));
    }
    return new Found(trustees, Map.copyOf(problems), orphans);
  }

  private void readOpening(List<String> mailboxes) {
    List<Cmdlet> cmdlets =
        mailboxes.stream()
            .map(id -> Cmdlet.listOf("Get-MailboxPermission", id).selecting(Grant.OPENING))
            .toList();
    List<CmdletAnswer> answers = sideBySide(cmdlets);
    for (int i = 0; i < mailboxes.size(); i++) {
      String mailbox = mailboxes.get(i);
      CmdletAnswer answer = answers.get(i);
      if (answer.failure().isPresent()) {
        problems.put(mailbox, answer.failure().get().problem());
      } else {
        takeOpening(mailbox, answer.rows().stream().map(Grant::ofOpening).toList());
      }
    }
    boolean nothing = !mailboxes.isEmpty() && problems.size() == mailboxes.size();
    if (nothing) {
      throw new SourceUnavailable(
          problems.get(mailboxes.get(0)), new IllegalStateException("no mailbox could be read"));
    }
  }

  /**
   * Takes one mailbox's list. Every mailbox has at least its own entry on it; and where the service
   * does not find a mailbox it may answer others.
   */
  private void takeOpening(String mailbox, List<Grant> grants) {
    boolean meant =
        !grants.isEmpty()
            && grants.stream()
                .allMatch(
                    grant ->
                        recipients
                            .named(grant.mailbox())
                            .filter(row -> row.id().equals(mailbox))
                            .isPresent());
    if (meant) {
      grants.forEach(grant -> take(mailbox, grant));
    } else {
      problems.put(mailbox, notTheOneMeant());
    }
  }

  /** One list for all of the organisation is cheaper than one for each mailbox. */
  private void readSending() {
    Cmdlet all = Cmdlet.list("Get-RecipientPermission").selecting(Grant.SENDING);
    List<Grant> grants =
        AdminRecipients.asked(() -> exchange.read(all, meter)).stream()
            .map(Grant::ofSending)
            .toList();
    Set<String> listed = new HashSet<>();
    for (Grant grant : grants) {
      Optional<RecipientRow> recipient = recipients.named(grant.mailbox());
      if (recipient.isPresent()) {
        listed.add(recipient.get().id());
        take(recipient.get().id(), grant);
      } else if (grant.counts() && !grant.isOfTheSystem()) {
        notKnownWhose(grant);
      }
    }
    // Every mailbox has an entry of its own on the list: it was cut, or speaks of others.
    if (listed.isEmpty()) {
      throw new SourceUnavailable(
          notTheOneMeant(), new IllegalStateException("no known recipient is on the list"));
    }
    for (String mailbox : namesByMailbox.keySet()) {
      if (!listed.contains(mailbox)) {
        problems.putIfAbsent(mailbox, notTheOneMeant());
      }
    }
  }

  /** Where several recipients have the name, it may be any of them. */
  private void notKnownWhose(Grant grant) {
    if (recipients.isAmbiguous(grant.mailbox())) {
      for (RecipientRow row : recipients.allNamed(grant.mailbox())) {
        if (namesByMailbox.containsKey(row.id())) {
          problems.putIfAbsent(row.id(), ambiguous());
        }
      }
    }
  }

  private void take(String mailbox, Grant grant) {
    Set<String> names = namesByMailbox.get(mailbox);
    if (names == null || !grant.counts() || grant.isOfTheSystem()) {
      return;
    }
    if (grant.isOrphaned()) {
      orphans++;
    } else {
      names.add(grant.shortName());
    }
  }

  private Trustees trustees(
      String mailbox, Set<String> granted, Map<String, Holder> holders, Groups tree) {
    Map<String, Trustee> people = new LinkedHashMap<>();
    // Whom the permission names has it by no way at all, whatever groups they are in besides.
    for (String name : granted) {
      Holder holder = holders.get(name);
      holder.person().ifPresent(person -> people.put(person.id(), person));
      holder.problem().ifPresent(problem -> problems.putIfAbsent(mailbox, problem));
      orphans += holder.isGone() ? 1 : 0;
    }
    for (String name : granted) {
      holders
          .get(name)
          .group()
          .map(tree::expand)
          .ifPresent(
              members -> {
                members.people().forEach(people::putIfAbsent);
                members.problem().ifPresent(problem -> problems.putIfAbsent(mailbox, problem));
              });
    }
    people.remove(mailbox);
    return trustees(mailbox, people.values());
  }

  private Trustees trustees(String mailbox, Collection<Trustee> people) {
    return new Trustees(people.stream().sorted(ORDER).toList(), !problems.containsKey(mailbox));
  }

  private List<CmdletAnswer> sideBySide(List<Cmdlet> cmdlets) {
    List<Callable<List<CmdletAnswer>>> portions = new ArrayList<>();
    for (int from = 0; from < cmdlets.size(); from += PORTION) {
      List<Cmdlet> portion = cmdlets.subList(from, Math.min(from + PORTION, cmdlets.size()));
      portions.add(() -> exchange.readAll(portion, meter));
    }
    if (portions.size() < 2) {
      return cmdlets.isEmpty() ? List.of() : exchange.readAll(cmdlets, meter);
    }
    ExecutorService readers = Executors.newFixedThreadPool(Math.min(READERS, portions.size()));
    try {
      List<CmdletAnswer> answers = new ArrayList<>(cmdlets.size());
      for (Future<List<CmdletAnswer>> portion : readers.invokeAll(portions)) {
        answers.addAll(portion.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.ofException(e);
    } catch (ExecutionException e) {
      throw Failures.ofException(e);
    } finally {
      readers.shutdown();
    }
  }

  private static Problem notTheOneMeant() {
    return Problem.lasting(
        "trusteesNotTheMailboxs",
        "Exchange answered no permissions of the mailbox, or those of another.",
        "Nobody loses anything by it. If the next runs tell the same, look whether two recipients"
            + " have the same name.",
        "");
  }

  private static Problem ambiguous() {
    return Problem.lasting(
        "mailboxAmbiguous",
        "Exchange names a mailbox in its list of permissions in a way that fits several.",
        "Give the two recipients different names.",
        "");
  }
}
