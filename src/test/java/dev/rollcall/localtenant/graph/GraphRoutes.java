package dev.rollcall.localtenant.graph;

import java.util.Optional;

/** A part of Graph. */
public interface GraphRoutes {

  /**
   * Answers a request; empty if it is not this part's. What is nobody's is answered 501 and fails
   * the test that asked.
   */
  Optional<GraphAnswer> answer(GraphRequest request);
}
