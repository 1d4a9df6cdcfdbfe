package dev.rollcall.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Location;
import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.Plan;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each mailbox is reached where it lives. */
@Tag("P5")
class MailboxesByLocationTest {

  private static final TargetId ANNA = new TargetId("anna");
  private static final TargetId BEN = new TargetId("ben");

  private final Recording online = new Recording("folder-1");
  private final Recording onPremises = new Recording(Location.ON_PREMISES.place("ben@c|folder"));
  private final MailboxesByLocation target = new MailboxesByLocation(online, onPremises);
  private final Environment environment = environment();
  private final Policy policy = policy();

  @Test
  void eachIsLookedAtWhereItLives() {
    Map<TargetId, Observation> seen =
        observe(
            request(ANNA, Location.ONLINE, Optional.of("folder-1")),
            request(BEN, Location.ON_PREMISES, Optional.empty()));

    assertEquals(2, seen.size());
    assertEquals(List.of(ANNA), online.observed.stream().map(ObserveRequest::target).toList());
    assertEquals(List.of(BEN), onPremises.observed.stream().map(ObserveRequest::target).toList());
  }

  @Test
  void oneThatMovedIsLookedAtInFullAsIfNothingWereKnown() {
    Map<TargetId, Observation> seen =
        observe(request(BEN, Location.ON_PREMISES, Optional.of("folder-1")));

    ObserveRequest asked = onPremises.observed.get(0);
    assertEquals(Optional.empty(), asked.place());
    assertEquals(Optional.empty(), asked.deltaToken());
    assertEquals(ObserveRequest.Depth.WHOLE, asked.depth());
    assertTrue(moved(seen.get(BEN)));
  }

  @Test
  void oneThatStayedIsNotSaidToHaveMoved() {
    Map<TargetId, Observation> seen =
        observe(request(ANNA, Location.ONLINE, Optional.of("folder-1")));

    assertEquals(Optional.of("token"), online.observed.get(0).deltaToken());
    assertTrue(!moved(seen.get(ANNA)));
  }

  @Test
  void aFolderIsMadeReadyWhereItWasSeen() {
    Map<TargetId, Observation.Seen> seen = new HashMap<>();
    seen.put(ANNA, seen(Optional.empty()));
    seen.put(BEN, seen(Optional.of(Location.ON_PREMISES.place("ben@c|"))));

    target.prepare(environment, policy, seen, new CallMeter());

    assertEquals(List.of(ANNA), online.prepared);
    assertEquals(List.of(BEN), onPremises.prepared);
  }

  private Map<TargetId, Observation> observe(ObserveRequest... requests) {
    return target.observe(environment, policy, List.of(requests), new CallMeter());
  }

  private static ObserveRequest request(TargetId id, Location where, Optional<String> place) {
    return new ObserveRequest(
        new Mailbox(id, id + "@contoso.com", where),
        place,
        ObserveRequest.Depth.DRIFT,
        Optional.of("token"));
  }

  private static Observation.Seen seen(Optional<String> place) {
    return new Observation.Seen(place, new Observed.Whole(List.of()), Optional.empty());
  }

  private static boolean moved(Observation observation) {
    return observation.match(
        seen -> seen.observed().match(notRead -> false, drift -> false, Observed.Whole::moved),
        failed -> false);
  }

  private static Environment environment() {
    return PolicyDocuments.environment(sample("environments/contoso-hybrid.json"))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }

  private static Policy policy() {
    return PolicyDocuments.policy(sample("policies/active-directory-contacts.json"))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new AssertionError(invalid.problems().toString());
            });
  }

  private static byte[] sample(String path) {
    try {
      return Files.readAllBytes(Path.of("src/main/samples").resolve(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Remembers what it was asked for. */
  private static final class Recording implements Target {

    private final String place;
    private final List<ObserveRequest> observed = new ArrayList<>();
    private final List<TargetId> prepared = new ArrayList<>();

    Recording(String place) {
      this.place = place;
    }

    @Override
    public Map<TargetId, Observation> observe(
        Environment environment, Policy policy, List<ObserveRequest> requests, CallMeter meter) {
      Map<TargetId, Observation> answers = new HashMap<>();
      for (ObserveRequest request : requests) {
        observed.add(request);
        answers.put(request.target(), seen(Optional.of(place)));
      }
      return answers;
    }

    @Override
    public Map<TargetId, Observation> prepare(
        Environment environment,
        Policy policy,
        Map<TargetId, Observation.Seen> targets,
        CallMeter meter) {
      prepared.addAll(targets.keySet());
      return new HashMap<>(targets);
    }

    @Override
    public ApplyResult apply(
        Environment environment, Policy policy, ApplyRequest request, CallMeter meter) {
      throw new AssertionError("nothing is written here");
    }

    @Override
    public long predictCalls(Policy policy, Plan.Counts counts, int photos) {
      return 0;
    }
  }
}
