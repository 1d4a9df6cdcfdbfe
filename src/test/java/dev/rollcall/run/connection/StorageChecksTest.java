package dev.rollcall.run.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import dev.rollcall.client.http.Failures;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.state.blob.BlobFiles;
import dev.rollcall.state.table.TableState;
import dev.rollcall.work.storage.StorageWorkQueue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Storage that refuses, told by what it really answered. */
@Tag("E9")
@Tag("R7")
final class StorageChecksTest {

  private static final String REFUSING =
      Azurite.shared().freshAccount().replaceFirst("AccountKey=[^;]+", "AccountKey=d3Jvbmc=");

  @Test
  void aRefusalIsToldByItsCause() {
    // Of a wrong key the emulator's blobs say what Azure says of a firewall.
    assertEquals(
        List.of("storageLoginRefused", "storageLoginRefused", "storageFirewall"),
        codes(failure -> Optional.of(Failures.ofStorage(failure).problem())));
  }

  @Test
  void aRefusalThatNobodyKnowsIsToldAllTheSame() {
    assertEquals(
        List.of("storageUnavailable", "storageUnavailable", "storageUnavailable"),
        codes(failure -> Optional.empty()));
  }

  private static List<String> codes(Function<Throwable, Optional<Problem>> known) {
    TableState tables =
        new TableState(
            new TableServiceClientBuilder()
                .connectionString(REFUSING)
                .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0)))
                .buildClient());
    StorageWorkQueue queue =
        new StorageWorkQueue(
            new QueueServiceClientBuilder()
                .connectionString(REFUSING)
                .messageEncoding(QueueMessageEncoding.BASE64)
                .retryOptions(
                    new RequestRetryOptions(RetryPolicyType.FIXED, 1, 5, null, null, null))
                .buildClient(),
            Clock.systemUTC());
    Environment environment =
        new Environment(
            new EnvironmentId("contoso"),
            "Contoso",
            "",
            Cloud.GLOBAL,
            "contoso.example",
            new Environment.App("Rollcall", "client", "certificate", 4));

    BlobFiles files =
        new BlobFiles(
            new BlobServiceClientBuilder()
                .connectionString(REFUSING)
                .retryOptions(
                    new RequestRetryOptions(RetryPolicyType.FIXED, 1, 5, null, null, null))
                .buildClient());
    return new StorageChecks(tables.documents(), queue, files, known)
            .checks(
                new Scope(environment, List.of(), List.of(), Optional.empty(), Optional.empty()))
            .stream()
            .flatMap(check -> check.look().get().stream())
            .map(finding -> finding.problem().orElseThrow().code())
            .toList();
  }
}
