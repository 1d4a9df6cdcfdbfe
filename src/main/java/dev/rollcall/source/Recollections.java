package dev.rollcall.source;

import dev.rollcall.model.PolicyId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What sources remember of their last complete reading, so that the next one need only ask what
 * changed. Nothing is lost without it: what is not there, or has another form, is read in full.
 * Copies of a contact keep their keys by it. Safe for several threads.
 */
public interface Recollections {

  /** The largest one that is kept, in bytes: 10 MiB, some 30,000 contacts. */
  int MAX_BYTES = 10 * 1024 * 1024;

  /** What the policy's last complete reading left; empty if nothing is kept or can be read. */
  Optional<Recollection> of(PolicyId policy);

  /**
   * Keeps what a complete reading left, in place of what was kept before. What is larger than
   * {@link #MAX_BYTES} is not kept, nor is anything while the store does not answer.
   */
  void keep(PolicyId policy, Recollection what);

  /**
   * Forgets what is of no use any more, and with it the names and numbers of people.
   *
   * @param policies those that are stored; of others nothing is kept
   * @param since what was kept before goes too
   */
  void purge(Set<PolicyId> policies, Instant since);

  /**
   * What one reading left.
   *
   * @param form the adapter, the version of its form, and what was read, so that only the same
   *     reading takes it up; at most 200 characters, no personal data
   * @param bytes compressed by the adapter
   */
  record Recollection(String form, byte[] bytes) {}

  /** Remembers nothing: everything is read in full each time. */
  static Recollections none() {
    return new Recollections() {
      @Override
      public Optional<Recollection> of(PolicyId policy) {
        return Optional.empty();
      }

      @Override
      public void keep(PolicyId policy, Recollection what) {
        // Nothing is kept.
      }

      @Override
      public void purge(Set<PolicyId> policies, Instant since) {
        // Nothing is kept.
      }
    };
  }
}
