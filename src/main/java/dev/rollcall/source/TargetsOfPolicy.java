package dev.rollcall.source;

import dev.rollcall.mapping.Dropped;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.SkipReason;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The targets of every kind of policy: the mailboxes it selects, wherever they live, or the one
 * service it names, which nobody has to be asked for.
 *
 * <p>A mailbox keeps its id when it moves: in an organisation with mailboxes in both places it is
 * the tenant's object id, whichever directory named it; only who is not in the tenant at all has
 * Active Directory's.
 *
 * @param tenant resolves selections in the tenant's directory
 * @param activeDirectory resolves them in Active Directory
 * @param locations tells where a mailbox lives that the tenant named
 * @param identities tells who somebody of Active Directory is in the tenant
 */
public record TargetsOfPolicy(
    MailboxSelection tenant,
    MailboxSelection activeDirectory,
    MailboxLocations locations,
    TenantIdentities identities)
    implements MailboxSelection {

  @Override
  public MailboxReading read(Environment environment, Policy policy) {
    return policy
        .target()
        .service()
        .map(TargetsOfPolicy::service)
        .orElseGet(() -> mailboxes(environment, policy));
  }

  private static MailboxReading service(Service service) {
    return new MailboxReading(
        List.of(new Mailbox(new TargetId(service.kind()), service.place())),
        List.of(),
        new Completeness(0, 0, 0, List.of()));
  }

  private MailboxReading mailboxes(Environment environment, Policy policy) {
    return switch (environment.kind()) {
      case EXCHANGE_ONLINE -> tenant.read(environment, policy);
      case ON_PREMISES -> activeDirectory.read(environment, policy);
      case HYBRID ->
          policy.target().directory() == Policy.Directory.TENANT
              ? located(environment, tenant.read(environment, policy))
              : identified(environment, activeDirectory.read(environment, policy));
    };
  }

  /**
   * A mailbox that the tenant does not know was on the organisation's own servers, and has no other
   * place to be.
   */
  @Override
  public List<Mailbox> whereNow(Environment environment, List<Mailbox> left) {
    if (environment.kind() != Environment.Kind.HYBRID) {
      return left;
    }
    CallMeter meter = new CallMeter();
    Map<TargetId, String> addresses =
        identities.addresses(environment, left.stream().map(Mailbox::id).toList(), meter);
    List<Mailbox> known =
        left.stream()
            .filter(mailbox -> addresses.containsKey(mailbox.id()))
            .map(mailbox -> new Mailbox(mailbox.id(), addresses.get(mailbox.id())))
            .toList();
    Set<String> own = known.isEmpty() ? Set.of() : locations.onPremises(environment, known, meter);
    Map<TargetId, Mailbox> now = new HashMap<>();
    known.forEach(mailbox -> now.put(mailbox.id(), placed(mailbox, own)));
    return left.stream().map(mailbox -> now.getOrDefault(mailbox.id(), mailbox)).toList();
  }

  private static Mailbox placed(Mailbox mailbox, Set<String> own) {
    return own.contains(lower(mailbox)) ? mailbox.at(Location.ON_PREMISES) : mailbox;
  }

  private MailboxReading located(Environment environment, MailboxReading reading) {
    CallMeter meter = new CallMeter();
    Set<String> own = locations.onPremises(environment, reading.mailboxes(), meter);
    List<Mailbox> mailboxes =
        reading.mailboxes().stream().map(mailbox -> placed(mailbox, own)).toList();
    return new MailboxReading(mailboxes, reading.dropped(), with(meter, List.of(), reading));
  }

  private MailboxReading identified(Environment environment, MailboxReading reading) {
    CallMeter meter = new CallMeter();
    Map<TargetId, TargetId> ids =
        identities.of(environment, reading.mailboxes(), reading.anchors(), meter);
    List<Mailbox> mailboxes = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>(reading.dropped());
    int unknown = 0;
    for (Mailbox mailbox : reading.mailboxes()) {
      TargetId id = ids.get(mailbox.id());
      if (id != null) {
        mailboxes.add(new Mailbox(id, mailbox.address(), mailbox.location()));
      } else if (mailbox.location() == Location.ON_PREMISES) {
        mailboxes.add(mailbox);
      } else {
        unknown++;
        dropped.add(
            new Dropped(
                mailbox.id().value(),
                "/target/select",
                SkipReason.NO_MAILBOX,
                "not in the tenant"));
      }
    }
    // Whoever is new is not known there for a while: nobody counts as having left meanwhile.
    List<String> shortfalls =
        unknown == 0
            ? List.of()
            : List.of(
                unknown
                    + " mailboxes in Exchange Online are not in the tenant (yet) by their anchors or"
                    + " addresses of Active Directory.");
    mailboxes.sort(Comparator.comparing(Mailbox::id));
    return new MailboxReading(mailboxes, dropped, with(meter, shortfalls, reading));
  }

  private static Completeness with(
      CallMeter meter, List<String> shortfalls, MailboxReading reading) {
    return reading
        .completeness()
        .and(new Completeness(0, 0, Math.toIntExact(meter.calls()), shortfalls));
  }

  private static String lower(Mailbox mailbox) {
    return mailbox.address().toLowerCase(Locale.ROOT);
  }
}
