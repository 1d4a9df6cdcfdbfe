package dev.rollcall.target.scim;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.scim.BulkWrite;
import dev.rollcall.client.scim.ServiceConfig;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Many changes in one request, as many as the service takes. What it fails at for a reason that may
 * pass goes alone afterwards, and looks first. For one thread.
 */
final class Bulk {

  /** What an operation is wrapped in; and the service may count differently. */
  private static final int WRAPPING = 300;

  private final Calls calls;
  private final ServiceConfig config;

  Bulk(Calls calls, ServiceConfig config) {
    this.calls = calls;
    this.config = config;
  }

  /** A change as an operation, and what it is if it succeeds. */
  record Item(Change change, BulkWrite write, Function<String, Outcome> done) {}

  /**
   * Sends the first of these changes.
   *
   * @param items makes an item of a change; empty if it has to go alone
   * @throws ClientException if the service is not to be asked any more
   */
  Carrier.Together send(List<Change> changes, Function<Change, Optional<Item>> items) {
    List<Change> alone = new ArrayList<>();
    List<Item> batch = new ArrayList<>();
    long bytes = WRAPPING;
    int next = 0;
    for (; next < changes.size() && batch.size() < config.maxBulk(); next++) {
      Optional<Item> item = items.apply(changes.get(next));
      if (item.isEmpty()) {
        alone.add(changes.get(next));
        continue;
      }
      bytes += 4L * item.get().write().body().toString().length() / 3 + WRAPPING;
      if (bytes > config.maxBulkBytes()) {
        break;
      }
      batch.add(item.get());
    }
    if (batch.isEmpty() && next < changes.size()) {
      alone.add(changes.get(next++));
    }
    List<Change> rest = changes.subList(next, changes.size());
    return batch.isEmpty()
        ? new Carrier.Together(List.of(), alone, rest)
        : send(batch, alone, rest);
  }

  private Carrier.Together send(List<Item> batch, List<Change> alone, List<Change> rest) {
    List<BulkWrite.Answer> answers;
    try {
      answers =
          calls.scim().bulk(batch.stream().map(Item::write).toList(), calls.waits(), calls.meter());
    } catch (ClientException e) {
      boolean stops =
          e.disposition() == Disposition.THROTTLED
              || e.disposition() == Disposition.RETRY
              || e.disposition() == Disposition.AUTH;
      if (stops) {
        throw e;
      }
      // Perhaps some took effect, perhaps it was too much at once.
      batch.forEach(item -> alone.add(item.change()));
      return new Carrier.Together(List.of(), alone, rest);
    }
    List<Outcome> settled = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Item item = batch.get(i);
      BulkWrite.Answer answer = answers.get(i);
      boolean succeeded = answer.failure().isEmpty() && !answer.id().isEmpty();
      if (succeeded) {
        settled.add(item.done().apply(answer.id()));
      } else if (isFinal(answer)) {
        settled.add(new Outcome.Rejected(item.change(), answer.failure().get().problem()));
      } else {
        alone.add(item.change());
      }
    }
    return new Carrier.Together(settled, alone, rest);
  }

  private static boolean isFinal(BulkWrite.Answer answer) {
    return answer
        .failure()
        .filter(
            failure ->
                failure.disposition() == Disposition.PERMANENT && !failure.concernsWholeTarget())
        .isPresent();
  }
}
