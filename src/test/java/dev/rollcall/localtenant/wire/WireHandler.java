package dev.rollcall.localtenant.wire;

import java.util.Optional;

/** A service behind a {@link WireServer}; called from several threads. */
@FunctionalInterface
public interface WireHandler {

  /** Answers; empty breaks the connection off without an answer. */
  Optional<WireAnswer> answer(WireRequest request);
}
