package dev.rollcall.work.storage;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueStorageException;
import dev.rollcall.model.TraceContext;
import dev.rollcall.work.Posted;
import dev.rollcall.work.Postmark;
import dev.rollcall.work.QueueUnavailable;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkMessages;
import dev.rollcall.work.WorkQueue;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The work queue on Azure Queue Storage. Messages never expire: a run that was halted for a week
 * goes on. A queue that is missing is created when the first message is sent.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/put-message">Put Message</a>:
 *     visibility delay at most 7 days, time to live -1 for ever (documented, read 2026-11-21)
 */
public final class StorageWorkQueue implements WorkQueue {

  private static final Duration LONGEST_DELAY = Duration.ofDays(7);
  private static final Duration FOR_EVER = Duration.ofSeconds(-1);

  private final QueueClient queue;
  private final QueueClient poison;
  private final Clock clock;
  private final Optional<String> sender;

  /**
   * The queue {@link WorkQueue#NAME} of this account.
   *
   * @param clock for postmarks
   * @throws IllegalArgumentException if the client does not encode messages as Base64, which the
   *     Functions host expects
   */
  public StorageWorkQueue(QueueServiceClient account, Clock clock) {
    this(account, NAME, clock);
  }

  /** A queue of another name, so that several may share an account. */
  public StorageWorkQueue(QueueServiceClient account, String name, Clock clock) {
    this(
        account.getQueueClient(name),
        account.getQueueClient(name + "-poison"),
        clock,
        Optional.empty());
    if (queue.getMessageEncoding() != QueueMessageEncoding.BASE64) {
      throw new IllegalArgumentException(
          "the queue client must encode messages as Base64, as the Functions host decodes them");
    }
  }

  private StorageWorkQueue(
      QueueClient queue, QueueClient poison, Clock clock, Optional<String> sender) {
    this.queue = queue;
    this.poison = poison;
    this.clock = clock;
    this.sender = sender;
  }

  @Override
  public WorkQueue sentBy(String spanId) {
    return new StorageWorkQueue(queue, poison, clock, Optional.of(spanId));
  }

  @Override
  public Optional<Depth> depth() {
    try {
      return Optional.of(new Depth(length(queue), length(poison)));
    } catch (QueueStorageException | UncheckedIOException e) {
      throw new QueueUnavailable(
          "The work queue '" + queue.getQueueName() + "' did not tell its length.", e);
    }
  }

  /** A queue that was never needed has no messages. */
  private static long length(QueueClient queue) {
    try {
      return queue.getProperties().getApproximateMessagesCountLong();
    } catch (QueueStorageException e) {
      if (QueueErrorCode.QUEUE_NOT_FOUND.equals(e.getErrorCode())) {
        return 0;
      }
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the delay is negative or longer than 7 days
   * @throws QueueUnavailable if the queue did not take it
   */
  @Override
  public void send(WorkMessage message, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("a delay is 0 to 7 days, not " + delay);
    }
    Duration wholeSeconds = Duration.ofSeconds(delay.plusMillis(999).getSeconds());
    String text = WorkMessages.encode(new Posted(message, postmark(message, wholeSeconds)));
    try {
      try {
        queue.sendMessageWithResponse(text, wholeSeconds, FOR_EVER, null, Context.NONE);
      } catch (QueueStorageException e) {
        if (!QueueErrorCode.QUEUE_NOT_FOUND.equals(e.getErrorCode())) {
          throw e;
        }
        queue.createIfNotExists();
        queue.sendMessageWithResponse(text, wholeSeconds, FOR_EVER, null, Context.NONE);
      }
    } catch (QueueStorageException e) {
      throw new QueueUnavailable(
          "The work queue '"
              + queue.getQueueName()
              + "' refused a message (status "
              + e.getStatusCode()
              + ", "
              + e.getErrorCode()
              + "). The step that sent it is repeated by itself. If this goes on, check that the"
              + " function app's identity has the role Storage Queue Data Contributor.",
          e);
    } catch (UncheckedIOException e) {
      throw new QueueUnavailable(
          "The work queue '"
              + queue.getQueueName()
              + "' could not be reached. The step that sent a message is repeated by itself. If"
              + " this goes on, check the storage account's address and network rules.",
          e);
    }
  }

  @Override
  public void check() {
    try {
      queue.getProperties();
    } catch (QueueStorageException e) {
      if (!QueueErrorCode.QUEUE_NOT_FOUND.equals(e.getErrorCode())) {
        throw new QueueUnavailable(
            "The work queue '"
                + queue.getQueueName()
                + "' refused to answer (status "
                + e.getStatusCode()
                + ", "
                + e.getErrorCode()
                + ").",
            e);
      }
    } catch (UncheckedIOException e) {
      throw new QueueUnavailable(
          "The work queue '" + queue.getQueueName() + "' could not be reached.", e);
    }
  }

  private Optional<Postmark> postmark(WorkMessage message, Duration delay) {
    return sender.map(
        span ->
            new Postmark(
                new TraceContext(TraceContext.traceIdOf(message.run()), span),
                clock.instant().plus(delay)));
  }
}
