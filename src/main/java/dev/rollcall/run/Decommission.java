package dev.rollcall.run;

import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.CheckpointHead.Claim;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunRecord;
import dev.rollcall.state.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last step of a policy's removal: when nothing it wrote is left, its checkpoints and its
 * document go.
 */
final class Decommission {

  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final RunPorts ports;

  Decommission(RunPorts ports) {
    this.ports = ports;
  }

  /**
   * Removes the policy if the finished run was its decommission and everything is gone; otherwise
   * does nothing.
   */
  void complete(RunRecord run) {
    if (!run.request().decommission() || run.counts().targetsFailed() > 0) {
      return;
    }
    List<CheckpointHead> heads = ports.checkpoints().list(run.policy());
    if (heads.stream().anyMatch(head -> head.held() > 0 || head.open())) {
      return;
    }
    Instant now = ports.clock().instant();
    Map<?, Versioned<CheckpointHead>> claimed =
        ports
            .checkpoints()
            .claim(
                run.policy(),
                heads.stream().map(CheckpointHead::target).toList(),
                new Claim(run.id().value(), now.plus(CLAIM)),
                now);
    claimed.values().forEach(head -> ports.checkpoints().delete(run.policy(), head));
    Optional<Versioned<byte[]>> document =
        ports.documents().get(Documents.Kind.POLICY, run.policy().value());
    document.ifPresent(
        stored ->
            ports
                .documents()
                .delete(Documents.Kind.POLICY, run.policy().value(), stored.version()));
  }
}
