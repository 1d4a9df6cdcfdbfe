package dev.rollcall.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.work.WorkMessage;
import dev.rollcall.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every work queue does. */
@Tag("R10")
public abstract class WorkQueueContract {

  private static final PolicyId POLICY = new PolicyId("employees");
  private static final RunId RUN = new RunId("20261121t083000123z-4f7a9c");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** An empty queue, the same for one test. */
  protected abstract WorkQueue queue();

  /** Its receiving end. */
  protected abstract WorkInbox inbox();

  /** What is received once this much time has passed; waits for it if it must. */
  protected abstract Optional<WorkInbox.Delivery> receiveAfter(Duration passed, Duration hidden);

  @Test
  void deliversEveryKindOfMessageAsItWasSent() {
    for (WorkMessage message :
        List.of(
            new WorkMessage.StartRun(POLICY, RUN),
            new WorkMessage.SyncTargets(POLICY, RUN, 3, 17),
            new WorkMessage.FinishRun(POLICY, RUN))) {
      queue().send(message);

      WorkInbox.Delivery delivery = inbox().receive(MINUTE).orElseThrow();

      assertEquals(message, delivery.message());
      assertEquals(1, delivery.count());
      inbox().delete(delivery);
    }
    assertTrue(inbox().receive(MINUTE).isEmpty());
  }

  @Test
  void hidesAMessageForItsDelay() {
    queue().send(new WorkMessage.StartRun(POLICY, RUN), Duration.ofSeconds(2));

    assertTrue(inbox().receive(MINUTE).isEmpty());
    assertTrue(receiveAfter(Duration.ofSeconds(2), MINUTE).isPresent());
  }

  @Test
  void deliversAgainWhatWasNotDeleted() {
    queue().send(new WorkMessage.StartRun(POLICY, RUN));
    WorkInbox.Delivery first = inbox().receive(Duration.ofSeconds(1)).orElseThrow();

    WorkInbox.Delivery second = receiveAfter(Duration.ofSeconds(1), MINUTE).orElseThrow();

    assertEquals(first.message(), second.message());
    assertEquals(first.id(), second.id());
    assertEquals(2, second.count());
  }

  @Test
  void aLateDeletionDoesNotTouchTheNextDelivery() {
    queue().send(new WorkMessage.StartRun(POLICY, RUN));
    WorkInbox.Delivery first = inbox().receive(Duration.ofSeconds(1)).orElseThrow();
    WorkInbox.Delivery second =
        receiveAfter(Duration.ofSeconds(1), Duration.ofSeconds(1)).orElseThrow();

    inbox().delete(first);

    WorkInbox.Delivery third = receiveAfter(Duration.ofSeconds(1), MINUTE).orElseThrow();
    assertEquals(second.id(), third.id());
  }

  @Test
  void refusesDelaysTheServiceDoesNotKnow() {
    WorkMessage message = new WorkMessage.StartRun(POLICY, RUN);

    assertThrows(
        IllegalArgumentException.class, () -> queue().send(message, Duration.ofSeconds(-1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> queue().send(message, Duration.ofDays(7).plusMillis(1)));
    queue().send(message, Duration.ofDays(7));
  }
}
