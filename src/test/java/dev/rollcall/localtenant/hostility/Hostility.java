package dev.rollcall.localtenant.hostility;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides what goes wrong. At rest nothing does.
 *
 * <p>What was asked for comes before what comes by itself; of what was asked for, the earliest that
 * applies. Safe for threads; the order of requests being equal, equal seeds give equal trouble.
 */
public final class Hostility {

  /** Something that was asked for; {@link #close} ends it. */
  public static final class Rule implements AutoCloseable {

    private final Hostility owner;
    private final Predicate<Sighting> which;
    private final Moment moment;
    private final Function<Sighting, Incident> action;
    private final AtomicInteger left;
    private final AtomicInteger met = new AtomicInteger();

    private Rule(
        Hostility owner,
        Predicate<Sighting> which,
        Moment moment,
        Function<Sighting, Incident> action,
        int times) {
      this.owner = owner;
      this.which = which;
      this.moment = moment;
      this.action = action;
      this.left = new AtomicInteger(times);
    }

    /** How often it applied. */
    public int met() {
      return met.get();
    }

    @Override
    public void close() {
      owner.rules.remove(this);
    }

    private Incident meet(Sighting sighting) {
      if (!which.test(sighting) || left.getAndUpdate(n -> n > 0 ? n - 1 : 0) == 0) {
        return Incident.NONE;
      }
      met.incrementAndGet();
      return action.apply(sighting);
    }
  }

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final AtomicReference<Rates> rates = new AtomicReference<>(Rates.PEACE);
  private final AtomicReference<Optional<Integer>> cutAfter =
      new AtomicReference<>(Optional.empty());
  private final SplittableRandom random;

  public Hostility(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Lets things go wrong by themselves from now on. */
  public Hostility rates(Rates now) {
    rates.set(now);
    return this;
  }

  /** Ends all trouble. */
  public void calm() {
    rates.set(Rates.PEACE);
    rules.clear();
    cutAfter.set(Optional.empty());
  }

  /**
   * Does something whenever such a request is seen. The action may act on the tenant, as a user who
   * edits in mid-run, and answer {@link Incident#NONE}.
   */
  public Rule onRequest(
      Predicate<Sighting> which, Moment moment, Function<Sighting, Incident> action) {
    return times(Integer.MAX_VALUE, which, moment, action);
  }

  /** Has something go wrong with every such request. */
  public Rule onRequest(Predicate<Sighting> which, Moment moment, Incident incident) {
    return onRequest(which, moment, sighting -> incident);
  }

  /** Has something go wrong with the next such request. */
  public Rule once(Predicate<Sighting> which, Moment moment, Incident incident) {
    return times(1, which, moment, sighting -> incident);
  }

  /** Does something when such a request is seen, so many times. */
  public Rule times(
      int times, Predicate<Sighting> which, Moment moment, Function<Sighting, Incident> action) {
    Rule rule = new Rule(this, which, moment, action, times);
    rules.add(rule);
    return rule;
  }

  /**
   * Of the next batch that writes, only the first items take effect; then its connection breaks.
   */
  public void cutBatchAfter(int items) {
    cutAfter.set(Optional.of(items));
  }

  /** After how many items the batch that comes now is cut; asked once for each. */
  public Optional<Integer> nextCut() {
    return cutAfter.get().isEmpty() ? Optional.empty() : cutAfter.getAndSet(Optional.empty());
  }

  /** What happens to a request before it has an effect. */
  public Incident before(Sighting sighting) {
    Incident asked = asked(sighting, Moment.BEFORE);
    return asked.equals(Incident.NONE) ? spontaneousBefore(sighting) : asked;
  }

  /** What happens to a request's answer. */
  public Incident after(Sighting sighting) {
    Incident asked = asked(sighting, Moment.AFTER);
    return asked.equals(Incident.NONE) ? spontaneousAfter(sighting) : asked;
  }

  private Incident asked(Sighting sighting, Moment moment) {
    for (Rule rule : rules) {
      if (rule.moment == moment) {
        Incident incident = rule.meet(sighting);
        if (!incident.equals(Incident.NONE)) {
          return incident;
        }
      }
    }
    return Incident.NONE;
  }

  private Incident spontaneousBefore(Sighting sighting) {
    Rates now = rates.get();
    if (now.equals(Rates.PEACE)) {
      return Incident.NONE;
    }
    boolean item = sighting.level() == Sighting.Level.ITEM;
    if (happens(item ? now.itemThrottled() : now.callThrottled())) {
      return happens(now.withoutRetryAfter())
          ? Incident.throttledWithoutTime()
          : Incident.throttled(now.retryAfter());
    }
    if (!item && happens(now.callUnavailable())) {
      return Incident.unavailable();
    }
    if (!item && happens(now.callReset())) {
      return Incident.reset();
    }
    return happens(now.slow()) ? Incident.slow(now.slowBy()) : Incident.NONE;
  }

  private Incident spontaneousAfter(Sighting sighting) {
    Rates now = rates.get();
    if (now.equals(Rates.PEACE)) {
      return Incident.NONE;
    }
    if (sighting.level() == Sighting.Level.BATCH) {
      return happens(now.batchAnswerLost()) ? Incident.reset() : Incident.NONE;
    }
    return sighting.isWrite() && happens(now.writeTimedOut()) ? Incident.timedOut() : Incident.NONE;
  }

  private boolean happens(double rate) {
    if (rate <= 0) {
      return false;
    }
    synchronized (random) {
      return random.nextDouble() < rate;
    }
  }
}
