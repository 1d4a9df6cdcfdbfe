package dev.rollcall.run.connection;

import dev.rollcall.run.connection.Finding.Point;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One thing to look at, by one thread.
 *
 * @param point what it is; others name it by this
 * @param covers what it tells of; unless it is looked at, each gets a line that says why not
 * @param needs the points that must not have failed before; those nobody checks do not count
 * @param limit how long it may take
 * @param look looks; what it throws is told as its failure
 */
public record ConnectionCheck(
    Point point,
    List<Point> covers,
    Set<Point> needs,
    Duration limit,
    Supplier<List<Finding>> look) {

  public ConnectionCheck {
    covers = List.copyOf(covers);
    needs = Set.copyOf(needs);
  }

  /** A check that tells of one thing. */
  static ConnectionCheck of(Point point, Set<Point> needs, Duration limit, Supplier<Finding> look) {
    return new ConnectionCheck(point, List.of(point), needs, limit, () -> List.of(look.get()));
  }
}
