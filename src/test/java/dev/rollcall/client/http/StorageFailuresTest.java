package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueServiceClientBuilder;
import dev.rollcall.localhost.Azurite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What Storage's clients really throw. */
@Tag("R7")
class StorageFailuresTest {

  private static final RetryOptions ONCE =
      new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0));

  private final String account = Azurite.shared().freshAccount();
  private final String wrongKey = account.replaceFirst("AccountKey=[^;]+", "AccountKey=d3Jvbmc=");
  private final String nowhere =
      account.replaceAll("http://[^/]+/", "http://storage.contoso.invalid/");

  @Test
  void aTableOrQueueThatIsMissingIsNamed() {
    assertEquals("storageMissing", met(() -> table(account)));
    assertEquals("storageMissing", met(() -> queue(account)));
  }

  @Test
  void aLoginThatIsRefusedIsNamed() {
    assertEquals("storageLoginRefused", met(() -> table(wrongKey)));
    assertEquals("storageLoginRefused", met(() -> queue(wrongKey)));
  }

  @Test
  void anAccountThatIsNotThereIsNamed() {
    assertEquals("hostUnknown", met(() -> table(nowhere)));
  }

  @Test
  void whatStorageCallsTheRequestIsKept() {
    ClientException failure =
        Failures.ofStorage(
            new IllegalStateException(assertThrows(RuntimeException.class, () -> queue(account))));

    assertTrue(
        failure.problem().service().matches("404 QueueNotFound [\\w-]{30,} 20\\S+Z"),
        failure.problem().service());
    assertEquals("The specified queue does not exist.", failure.problem().message());
  }

  private static void table(String connection) {
    new TableServiceClientBuilder()
        .connectionString(connection)
        .retryOptions(ONCE)
        .buildClient()
        .getTableClient("missing")
        .getEntity("a", "b");
  }

  private static void queue(String connection) {
    new QueueServiceClientBuilder()
        .connectionString(connection)
        .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 5, null, null, null))
        .buildClient()
        .getQueueClient("missing")
        .getProperties();
  }

  private static String met(Executable request) {
    return Failures.ofStorage(assertThrows(Throwable.class, request)).problem().code();
  }
}
