package dev.rollcall.work.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.util.Context;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueStorageException;
import dev.rollcall.contract.WorkInbox;
import dev.rollcall.contract.WorkQueueContract;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.work.QueueUnavailable;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkMessages;
import dev.rollcall.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R10")
final class StorageWorkQueueTest extends WorkQueueContract {

  private static final WorkMessage MESSAGE =
      new WorkMessage.SyncTargets(
          new PolicyId("employees"), new RunId("20261121t083000123z-4f7a9c"), 0, 1);

  private final Azurite azurite = Azurite.shared();
  private final String name = azurite.uniquePrefix() + "work";
  private final WorkQueue queue =
      new StorageWorkQueue(
          builder(azurite.connectionString())
              .messageEncoding(QueueMessageEncoding.BASE64)
              .buildClient(),
          name,
          Clock.systemUTC());
  private final QueueClient received =
      builder(azurite.connectionString())
          .messageEncoding(QueueMessageEncoding.BASE64)
          .buildClient()
          .getQueueClient(name);

  @Override
  protected WorkQueue queue() {
    return queue;
  }

  @Override
  protected WorkInbox inbox() {
    return new Inbox(received);
  }

  @Override
  protected Optional<WorkInbox.Delivery> receiveAfter(Duration passed, Duration hidden) {
    AtomicReference<Optional<WorkInbox.Delivery>> delivery =
        new AtomicReference<>(Optional.empty());
    Awaitility.await()
        .atMost(passed.plusSeconds(20))
        .until(
            () -> {
              delivery.set(inbox().receive(hidden));
              return delivery.get().isPresent();
            });
    return delivery.get();
  }

  @Test
  void writesWhatTheFunctionsHostDecodesAndNeverLetsItExpire() {
    queue.send(MESSAGE);

    var raw =
        builder(azurite.connectionString()).buildClient().getQueueClient(name).receiveMessage();

    String text = new String(Base64.getDecoder().decode(raw.getBody().toString()), UTF_8);
    assertEquals(MESSAGE, WorkMessages.decode(text));
    assertTrue(raw.getExpirationTime().getYear() > 9000);
  }

  @Test
  void refusesAClientThatTheHostWouldNotUnderstand() {
    var plain = builder(azurite.connectionString()).buildClient();

    assertThrows(
        IllegalArgumentException.class, () -> new StorageWorkQueue(plain, name, Clock.systemUTC()));
  }

  @Test
  void saysSoWhenTheQueueCannotBeReached() {
    String nowhere = azurite.connectionString().replaceAll("127.0.0.1:\\d+", "127.0.0.1:9");
    WorkQueue unreachable =
        new StorageWorkQueue(
            builder(nowhere)
                .messageEncoding(QueueMessageEncoding.BASE64)
                .retryOptions(
                    new RequestRetryOptions(RetryPolicyType.FIXED, 1, 5, null, null, null))
                .buildClient(),
            name,
            Clock.systemUTC());

    assertThrows(QueueUnavailable.class, () -> unreachable.send(MESSAGE));
  }

  @Test
  void saysSoWhenTheQueueRefuses() {
    WorkQueue misnamed =
        new StorageWorkQueue(
            builder(azurite.connectionString())
                .messageEncoding(QueueMessageEncoding.BASE64)
                .buildClient(),
            "x",
            Clock.systemUTC());

    assertThrows(QueueUnavailable.class, () -> misnamed.send(MESSAGE));
  }

  private static QueueServiceClientBuilder builder(String connectionString) {
    return new QueueServiceClientBuilder()
        .connectionString(connectionString)
        .httpClient(new JdkHttpClientProvider().createInstance());
  }

  private record Inbox(QueueClient queue) implements WorkInbox {

    @Override
    public Optional<Delivery> receive(Duration hidden) {
      return queue.receiveMessages(1, hidden, null, Context.NONE).stream()
          .map(
              item ->
                  new Delivery(
                      item.getMessageId(),
                      item.getPopReceipt(),
                      Math.toIntExact(item.getDequeueCount()),
                      WorkMessages.decode(item.getBody().toString())))
          .findFirst();
    }

    @Override
    public void delete(Delivery delivery) {
      try {
        queue.deleteMessage(delivery.id(), delivery.receipt());
      } catch (QueueStorageException e) {
        if (e.getStatusCode() != 400 && e.getStatusCode() != 404) {
          throw e;
        }
      }
    }
  }
}
