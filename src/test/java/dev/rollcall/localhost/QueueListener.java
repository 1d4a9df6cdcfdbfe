package dev.rollcall.localhost;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One queue trigger: takes messages, invokes the function, deletes what succeeded, lets what failed
 * be delivered again, and moves what failed too often to the poison queue.
 */
final class QueueListener {

  /** As the Functions host: long enough that only a dead process lets go of its message. */
  private static final Duration WHILE_WORKING = Duration.ofMinutes(10);

  private final Function function;
  private final QueueClient queue;
  private final QueueClient poison;
  private final Invoker invoker;
  private final int maxDequeueCount;
  private final Duration retryAfter;

  QueueListener(
      Function function,
      QueueServiceClient account,
      Invoker invoker,
      int maxDequeueCount,
      Duration retryAfter) {
    this.function = function;
    String name = function.queue().orElseThrow().queueName();
    this.queue = account.getQueueClient(name);
    this.poison = account.getQueueClient(name + "-poison");
    this.invoker = invoker;
    this.maxDequeueCount = maxDequeueCount;
    this.retryAfter = retryAfter;
    queue.createIfNotExists();
  }

  /** Takes up to so many messages that are visible now. */
  List<QueueMessageItem> take(int max) {
    return queue.receiveMessages(max, WHILE_WORKING, null, Context.NONE).stream().toList();
  }

  /**
   * Handles a message as the host does.
   *
   * @return what the function threw, if it did
   */
  Optional<Throwable> handle(QueueMessageItem message) {
    try {
      invoker.call(function, message.getBody().toString(), Map.of());
      queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
      return Optional.empty();
    } catch (Exception e) {
      if (message.getDequeueCount() >= maxDequeueCount) {
        poison.createIfNotExists();
        poison.sendMessage(message.getBody());
        queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
      } else {
        release(message, retryAfter);
      }
      return Optional.of(e);
    }
  }

  /** Lets a message be delivered again, unless it was done after all, or somebody else has it. */
  void release(QueueMessageItem message, Duration after) {
    try {
      queue.updateMessage(
          message.getMessageId(), message.getPopReceipt(), message.getBody().toString(), after);
    } catch (QueueStorageException e) {
      if (e.getStatusCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
