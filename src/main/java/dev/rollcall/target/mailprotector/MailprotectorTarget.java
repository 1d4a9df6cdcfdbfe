package dev.rollcall.target.mailprotector;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.mailprotector.MailDomain;
import dev.rollcall.client.mailprotector.MailGroup;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.client.mailprotector.MailprotectorClient;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.Problem;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The users of one domain in Mailprotector.
 *
 * <p>A look reads all of them, since the service has no feed of changes and keeps no mark of ours.
 * Calls made when nothing gets in the way: two for the domain, one for each hundred users and
 * aliases when it is looked at; three and one for each fifty accounts of a group when accounts are
 * made; one or two for an update, more where aliases change; one for a deletion.
 */
public final class MailprotectorTarget implements Target {

  /** The group that every domain begins with; for accounts that no rule sends elsewhere. */
  public static final String MAIN_GROUP = "Main";

  /** Says in a place that the service's list of users has their aliases. */
  private static final String WITH_ALIASES = "aliases";

  private static final String WITHOUT_ALIASES = "users";

  private final Function<Policy, MailprotectorConnection> connections;
  private final Clock clock;

  /**
   * @param connections the domain of a policy; asked often, so it should keep the client
   * @param clock when a pause ends
   */
  public MailprotectorTarget(Function<Policy, MailprotectorConnection> connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      observations.put(request.target(), look(connections.apply(policy), meter));
    }
    return observations;
  }

  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    // The domain was there when it was looked at, and nothing is made but accounts.
    return new LinkedHashMap<>(targets);
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    MailprotectorConnection connection = connections.apply(policy);
    MailprotectorClient client = connection.client();
    try {
      MailDomain domain = client.domain(connection.domain(), meter);
      boolean creates =
          request.changes().stream()
              .anyMatch(c -> c.match(n -> true, u -> false, d -> false, r -> false, s -> false));
      List<MailGroup> groups = creates ? client.groups(domain, meter) : List.of();
      Console console = new Console(client, request.budget()::allowsPause, meter);
      AliasListing listing =
          new AliasListing(console, domain, request.place().equals(WITH_ALIASES));
      Accounts accounts = new Accounts(domain, listing::has);
      return new Keeping(console, accounts, groups, clock, request).run();
    } catch (ClientException e) {
      return new ApplyResult(
          List.of(), Optional.of(e.problem()), Fault.TARGET, Optional.empty(), false);
    }
  }

  @Override
  public Duration predictTime(Policy policy, Plan.Counts counts) {
    return MailprotectorClient.PACE.timeFor(predictCalls(policy, counts, 0));
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    if (counts.writes() == 0) {
      return 0;
    }
    int batch = MailprotectorClient.MAX_CREATED_AT_ONCE;
    long groups = counts.creates() == 0 ? 0 : 1;
    return 2
        + groups
        + (counts.creates() + batch - 1) / batch
        + counts.updates()
        + counts.deletes();
  }

  /** Groups that are not there, and the service's own sync; five calls at most. */
  @Override
  public List<String> hints(Environment environment, Policy policy, CallMeter meter) {
    MailprotectorConnection connection = connections.apply(policy);
    List<Problem> hints = new ArrayList<>();
    try {
      MailDomain domain = connection.client().domain(connection.domain(), meter);
      if (connection.client().isSyncedByService(domain, meter)) {
        hints.add(Remarks.builtInSyncEnabled());
      }
      List<MailGroup> groups = connection.client().groups(domain, meter);
      Set<String> missing = missing(connection.destinations(), groups);
      if (!missing.isEmpty()) {
        hints.add(Remarks.groupsMissing(missing, groups));
      }
    } catch (ClientException e) {
      hints.add(e.problem());
    }
    return hints.stream().map(hint -> hint.cause() + " " + hint.remedy()).toList();
  }

  static Set<String> missing(Set<String> wanted, List<MailGroup> groups) {
    Set<String> missing = new TreeSet<>(wanted);
    groups.forEach(group -> missing.remove(group.name()));
    return missing;
  }

  private static Observation look(MailprotectorConnection connection, CallMeter meter) {
    try {
      MailDomain domain = connection.client().domain(connection.domain(), meter);
      List<MailUser> users = connection.client().users(domain, meter);
      boolean aliasesListed = users.stream().anyMatch(MailUser::isAlias);
      Accounts accounts = new Accounts(domain, names -> aliasesListed);
      Map<Long, List<String>> aliases = new HashMap<>();
      for (MailUser user : users) {
        user.parent()
            .ifPresent(id -> aliases.computeIfAbsent(id, a -> new ArrayList<>()).add(user.name()));
      }
      List<ObservedItem> items = new ArrayList<>();
      for (MailUser user : users) {
        if (!user.isAlias()) {
          Content content = accounts.content(user, aliases.getOrDefault(user.id(), List.of()));
          items.add(
              new ObservedItem(
                  Long.toString(user.id()),
                  Optional.empty(),
                  content,
                  content.prints(),
                  user.createdAt()));
        }
      }
      return new Observation.Seen(
          Optional.of(aliasesListed ? WITH_ALIASES : WITHOUT_ALIASES),
          new Observed.Whole(items),
          Optional.empty());
    } catch (ClientException e) {
      return new Observation.Failed(e.problem());
    }
  }
}
