package dev.rollcall.localtenant.graph;

import java.util.Optional;

/**
 * What becomes of a request.
 *
 * @param answer empty if the connection breaks instead
 */
record Served(Optional<GraphAnswer> answer) {

  static final Served BROKEN_OFF = new Served(Optional.empty());

  static Served with(GraphAnswer answer) {
    return new Served(Optional.of(answer));
  }

  boolean succeeded() {
    return answer.isPresent() && answer.get().status() < 300;
  }
}
