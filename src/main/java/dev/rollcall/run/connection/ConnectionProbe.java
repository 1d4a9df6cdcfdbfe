package dev.rollcall.run.connection;

import java.util.List;

/** What one service adds to the connection test. Making the list asks no service anything. */
@FunctionalInterface
public interface ConnectionProbe {

  /** The checks for this test, in the order in which they are shown. */
  List<ConnectionCheck> checks(Scope scope);
}
