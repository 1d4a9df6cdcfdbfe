package dev.rollcall.target.scim;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.scim.ScimClient;
import dev.rollcall.client.scim.ScimWire;
import dev.rollcall.client.service.Pace;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest;
import dev.rollcall.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The accounts of one service that speaks SCIM: users for policies of type {@code accounts}, groups
 * for {@code functionalAccounts}.
 *
 * <p>A look reads all accounts, since there is no feed of changes. Calls made when nothing gets in
 * the way: for a look, one for each page of users and of groups (Zivver gives all in one); for
 * users one for each write, at Zivver two for each creation; for functional accounts up to three
 * for each write. A deletion is looked at afterwards.
 */
public final class ScimTarget implements Target {

  /** Where in a service accounts are: there is only one place. */
  private static final String PLACE = "accounts";

  private final Function<Policy, ScimClient> clients;

  /**
   * @param clients the client of a policy's service; asked often, so it should keep them
   */
  public ScimTarget(Function<Policy, ScimClient> clients) {
    this.clients = clients;
  }

  @Override
  public Map<TargetId, Observation> observe(
      Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (ObserveRequest request : requests) {
      observations.put(request.target(), look(policy, meter));
    }
    return observations;
  }

  private Observation look(Policy policy, CallMeter meter) {
    try {
      return new Observation.Seen(
          Optional.of(PLACE),
          new Observed.Whole(dialect(policy).observe(clients.apply(policy), scope(policy), meter)),
          Optional.empty());
    } catch (ClientException e) {
      return new Observation.Failed(e.problem());
    }
  }

  /** Asks what the service can do; that it is there was seen by the look. */
  @Override
  public Map<TargetId, Observation> prepare(
      Environment environment,
      Policy policy,
      Map<TargetId, Observation.Seen> targets,
      CallMeter meter) {
    Map<TargetId, Observation> observations = new LinkedHashMap<>();
    for (Map.Entry<TargetId, Observation.Seen> target : targets.entrySet()) {
      Observation.Seen seen = target.getValue();
      try {
        clients.apply(policy).config(meter);
        observations.put(
            target.getKey(),
            new Observation.Seen(Optional.of(PLACE), seen.observed(), seen.deltaToken()));
      } catch (ClientException e) {
        observations.put(target.getKey(), new Observation.Failed(e.problem()));
      }
    }
    return observations;
  }

  @Override
  public ApplyResult apply(
      Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
    Calls calls = new Calls(clients.apply(policy), request.budget(), meter);
    return new Writing(calls, dialect(policy).carrier(calls, scope(policy), request), request)
        .run();
  }

  @Override
  public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
    return dialect(policy).predictCalls(scope(policy), counts);
  }

  @Override
  public List<String> hints(Environment environment, Policy policy, CallMeter meter) {
    List<String> hints = new ArrayList<>();
    Pace pace = wire(service(policy).dialect()).pace();
    if (!pace.equals(Pace.UNLIMITED)) {
      Plan.Counts thousand = new Plan.Counts(1_000, 0, 0, 0, 0);
      hints.add(
          "The service takes "
              + pace.requests()
              + " requests in "
              + pace.window().toSeconds()
              + " seconds: each 1,000 new accounts take at least "
              + (predictTime(policy, thousand).toMinutes() + 1)
              + " minutes.");
    }
    if (scope(policy).functional() && service(policy).deleteFunctionalAccounts()) {
      hints.add(
          "deleteFunctionalAccounts is set: functional accounts that are no longer selected are"
              + " deleted with all their messages.");
    }
    return hints;
  }

  @Override
  public Duration predictTime(Policy policy, Plan.Counts counts) {
    return wire(service(policy).dialect()).pace().timeFor(predictCalls(policy, counts, 0));
  }

  /**
   * Asks the service for its description and for one account, to see whether a run could begin.
   * Nothing is changed.
   *
   * @return what stands in the way; empty if nothing does
   */
  public Optional<Problem> probe(Policy policy, CallMeter meter) {
    try {
      clients.apply(policy).config(meter);
      clients.apply(policy).ping(meter);
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(e.problem());
    }
  }

  static Service.Scim service(Policy policy) {
    return policy
        .target()
        .service()
        .filter(Service.Scim.class::isInstance)
        .map(Service.Scim.class::cast)
        .orElseThrow(() -> new IllegalArgumentException("the policy writes to no SCIM service"));
  }

  /** How services of a dialect have to be asked. */
  static ScimWire wire(Service.Dialect dialect) {
    return switch (dialect) {
      case RFC -> ScimWire.RFC;
      case ZIVVER -> ScimWire.ZIVVER;
      case KEYCLOAK -> ScimWire.KEYCLOAK;
    };
  }

  private static Dialect dialect(Policy policy) {
    return switch (service(policy).dialect()) {
      case RFC -> StandardDialect.RFC;
      case ZIVVER -> ZivverDialect.ZIVVER;
      case KEYCLOAK -> StandardDialect.KEYCLOAK;
    };
  }

  private static Scope scope(Policy policy) {
    long fields = dialect(policy).fields();
    if (policy.accounts().division().by() == Policy.Division.By.OFF) {
      fields &= ~Scope.bit(RecordField.DIVISION);
    }
    return new Scope(
        policy.type() == Policy.Type.FUNCTIONAL_ACCOUNTS,
        service(policy).deleteFunctionalAccounts(),
        fields,
        policy.changes().userEdits() == Policy.UserEdits.KEEP);
  }
}
