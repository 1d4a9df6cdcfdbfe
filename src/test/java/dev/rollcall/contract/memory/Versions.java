package dev.rollcall.contract.memory;

import dev.rollcall.state.Versioned;
import java.util.concurrent.atomic.AtomicLong;

/** Hands out versions, none twice. */
final class Versions {

  private final AtomicLong last = new AtomicLong();

  <T> Versioned<T> of(T value) {
    return new Versioned<>(value, "v" + last.incrementAndGet());
  }
}
