package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableServiceClientBuilder;
import dev.rollcall.client.http.Failures;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TargetId;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.RunTarget;
import dev.rollcall.state.StateUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("R10")
final class UnreachableStorageTest {

  @Test
  void whatCannotBeReachedIsUnavailableAndNeverAbsent() {
    TableState state = TestStorage.fresh().through(new Faults.Death(0, true)).state();
    PolicyId policy = new PolicyId("employees");
    RunId run = new RunId("20261121t083000123z-4f7a9c");
    CheckpointHead.Claim claim = new CheckpointHead.Claim("us", Instant.EPOCH);

    for (Executable request :
        List.<Executable>of(
            () -> state.documents().get(Documents.Kind.POLICY, "employees"),
            () -> state.documents().list(Documents.Kind.POLICY),
            () -> state.leases().take(policy, run, Optional.empty()),
            () -> state.checkpoints().list(policy),
            () ->
                state
                    .checkpoints()
                    .claim(policy, List.of(new TargetId("one")), claim, Instant.EPOCH),
            () -> state.runs().get(policy, run),
            () -> state.runs().putTargets(run, List.of(RunTarget.pending(new TargetId("one")))))) {
      StateUnavailable failure = assertThrows(StateUnavailable.class, request);
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("network rules"));
      assertFalse(message.contains("employees"));
    }
  }

  @Test
  void aRefusedLoginIsUnavailableAlthoughItsAnswerCannotBeRead() {
    String wrongKey =
        Azurite.shared().freshAccount().replaceFirst("AccountKey=[^;]+", "AccountKey=d3Jvbmc=");
    TableState state =
        new TableState(
            new TableServiceClientBuilder()
                .connectionString(wrongKey)
                .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0)))
                .buildClient());

    StateUnavailable failure =
        assertThrows(
            StateUnavailable.class,
            () -> state.documents().get(Documents.Kind.POLICY, "employees"));

    assertTrue(String.valueOf(failure.getMessage()).contains("refused the app's login"));
    assertEquals("storageLoginRefused", Failures.ofStorage(failure).problem().code());
  }
}
