package dev.rollcall.app;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.offer.OfferAnswer;
import dev.rollcall.client.offer.OfferAnswer.State;
import dev.rollcall.client.offer.OfferRequest;
import dev.rollcall.client.offer.OfferedRecords;
import dev.rollcall.client.offer.Refused;
import dev.rollcall.client.offer.SigningKey;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.policy.Service;
import dev.rollcall.run.Connections;
import dev.rollcall.run.RunPorts;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.RunStatus;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.target.FilePlace;
import dev.rollcall.target.file.FileTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives other installations what policies here offer to them. Whoever is not named by the policy
 * learns nothing, not even whether there is such a policy. Asking changes nothing.
 */
public final class OfferDesk {

  /** How many runs are looked through for the last one that counts, at a time and in all. */
  private static final int PAGE = 20;

  private static final int PAGES = 10;

  private final RunPorts ports;
  private final FilePlace offers;
  private final Function<String, SigningKey> keys;

  /**
   * @param offers where the records are
   * @param keys what is signed with, by the certificate's name
   */
  OfferDesk(RunPorts ports, FilePlace offers, Function<String, SigningKey> keys) {
    this.ports = ports;
    this.offers = offers;
    this.keys = keys;
  }

  /**
   * What somebody asked for, and is answered.
   *
   * @param text the signed answer; empty if there is none for this one
   * @param outcome why, in a word for telemetry; nothing that the one who asks is told
   */
  public record Answer(Optional<String> text, String outcome) {

    static Answer refused(String outcome) {
      return new Answer(Optional.empty(), outcome);
    }
  }

  /**
   * Answers a request.
   *
   * @param policy whose offer is asked for
   * @param text the signed request
   * @throws StateUnavailable if Key Vault or storage do not answer
   */
  public Answer answer(PolicyId policy, String text) {
    try {
      String sender = OfferRequest.senderOf(text);
      Optional<Policy> named = policy(policy);
      Optional<Service.Offer> offer = named.flatMap(found -> found.target().offer());
      if (offer.isEmpty() || !offer.get().partners().contains(sender)) {
        return Answer.refused("unknown");
      }
      Instant now = ports.clock().instant();
      OfferRequest.Received received = OfferRequest.read(text, offer.get().partners(), now);
      if (!received.request().offer().equals(policy.value())) {
        return Answer.refused("mixed_up");
      }
      SigningKey key = keys.apply(offer.get().certificate());
      if (!received.request().audience().contains(key.thumbprint())) {
        // It was made for somebody else, who passes it on; or they do not know our certificate yet.
        return Answer.refused("not_addressed");
      }
      if (new Connections(ports.documents())
          .disconnectedAt(named.get().environment())
          .isPresent()) {
        return Answer.refused("disconnected");
      }
      // Read before the run is: whoever empties it on the policy's way out began a run before.
      Optional<FilePlace.Placed> stored = offers.read(FileTarget.offerOf(policy));
      Optional<RunRecord> last = lastThatCounts(policy);
      if (last.filter(run -> !run.status().isOver()).isPresent()) {
        return Answer.refused("withdrawn");
      }
      OfferAnswer answer =
          received.timely()
              ? answer(policy, received.request(), stored, last)
              : OfferAnswer.without(State.UNTIMELY);
      return new Answer(Optional.of(answer.signed(received, key, now)), word(answer.state()));
    } catch (Refused e) {
      return Answer.refused(word(e.reason()));
    } catch (ClientException e) {
      // It is not the request's fault, and not for others to know whose it is.
      throw new StateUnavailable(e.problem().code(), e);
    }
  }

  private OfferAnswer answer(
      PolicyId policy,
      OfferRequest request,
      Optional<FilePlace.Placed> stored,
      Optional<RunRecord> last) {
    List<CheckpointHead> heads = ports.checkpoints().list(policy);
    // One whose first run was stopped half way has a part of the records.
    boolean whole = heads.stream().map(CheckpointHead::applied).anyMatch(Optional::isPresent);
    // Records that are gone from storage are not taken for nobody.
    boolean lost = stored.isEmpty() && heads.stream().anyMatch(CheckpointHead::mayHold);
    Optional<RunRecord> removal = last.filter(run -> run.request().decommission());
    // What a removal left is no offer; one that was stopped before it wrote left all of it.
    boolean removed =
        removal.filter(run -> run.status() == RunStatus.FINISHED || wrote(run, stored)).isPresent();
    Optional<Instant> taken =
        last.filter(run -> removal.isEmpty())
            .map(run -> run.id().startedAt())
            .or(() -> stored.map(FilePlace.Placed::changed));
    if (!whole || lost || removed || taken.isEmpty()) {
      return OfferAnswer.without(State.UNREADY);
    }
    byte[] records =
        stored.map(FilePlace.Placed::bytes).orElseGet(() -> OfferedRecords.bytes(Map.of()));
    return OfferAnswer.of(request, taken.get(), records);
  }

  /** Storage tells whole seconds. */
  private static boolean wrote(RunRecord run, Optional<FilePlace.Placed> stored) {
    Instant begun = run.id().startedAt().truncatedTo(ChronoUnit.SECONDS);
    return stored.filter(placed -> !placed.changed().isBefore(begun)).isPresent();
  }

  /**
   * The newest run that says how the offer stands: one that is to remove the policy, unless it gave
   * way to another one, or one that went through to its end.
   */
  private Optional<RunRecord> lastThatCounts(PolicyId policy) {
    Optional<RunId> after = Optional.empty();
    for (int page = 0; page < PAGES; page++) {
      List<RunRecord> runs = ports.runs().list(policy, after, PAGE);
      Optional<RunRecord> found = runs.stream().filter(OfferDesk::counts).findFirst();
      if (found.isPresent() || runs.size() < PAGE) {
        return found;
      }
      after = Optional.of(runs.get(runs.size() - 1).id());
    }
    return Optional.empty();
  }

  private static boolean counts(RunRecord run) {
    return switch (run.status()) {
      case FINISHED ->
          run.request().decommission()
              || run.request().mode() == RunRecord.Mode.APPLY && run.counts().targetsFailed() == 0;
      case SKIPPED, REFUSED, SUPERSEDED -> false;
      case QUEUED, READING, APPLYING, HELD, CANCELLING, CANCELLED, FAILED ->
          run.request().decommission();
    };
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Policy> policy(PolicyId id) {
    return ports
        .documents()
        .get(Documents.Kind.POLICY, id.value())
        .flatMap(
            stored ->
                PolicyDocuments.policy(stored.value())
                    .match(valid -> Optional.of(valid.value()), invalid -> Optional.empty()));
  }
}
