package dev.rollcall.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How long a worker lives, counted in what it writes, be it to a store, the queue or a target. From
 * its end on nothing it does reaches anybody, until it is revived as another one.
 */
final class Mortality {

  private static final Set<String> READS =
      Set.of(
          "get", "list", "loadLedger", "holder", "lane", "lanes", "targets", "changes", "policies");

  private int writes;
  private int last = Integer.MAX_VALUE;
  private boolean lastReaches;
  private boolean dead;
  private int deaths;

  /** How many workers died so far. */
  int deaths() {
    return deaths;
  }

  /**
   * Sets the end.
   *
   * @param more how many writes from now until the last one
   * @param reaches whether the last one takes effect
   */
  void diesAfter(int more, boolean reaches) {
    last = writes + more;
    lastReaches = reaches;
  }

  /** Another worker takes over, to whom nothing happens. */
  void revived() {
    last = Integer.MAX_VALUE;
    dead = false;
  }

  /** Writes, if it may. */
  <T> T write(Supplier<T> write) {
    checkAlive();
    boolean isLast = writes++ == last;
    deaths += isLast ? 1 : 0;
    if (isLast && !lastReaches) {
      dead = true;
    }
    checkAlive();
    T answer = write.get();
    dead = isLast;
    checkAlive();
    return answer;
  }

  /** A port through which this worker reaches the world. */
  <T> T mortal(Class<T> port, T world) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              checkAlive();
              return READS.contains(method.getName())
                  ? call(world, method, arguments)
                  : write(() -> call(world, method, arguments));
            }));
  }

  private void checkAlive() {
    if (dead) {
      throw new DoomedWorker.Killed();
    }
  }

  private static Object call(Object world, Method method, Object[] arguments) {
    try {
      return method.invoke(world, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
