package dev.rollcall.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What this JVM has used so far. */
final class Usage {

  private static final long MIB = 1024 * 1024;
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final Duration LOOK_AT_HEAP = Duration.ofMillis(20);

  private Usage() {}

  /** The options that the Functions worker's JVM has: quick to start, no optimising compiler. */
  static List<String> workerOptions(int maxHeapMib) {
    return List.of("-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xmx" + maxHeapMib + "m");
  }

  /** CPU time of all threads, the compiler's and the collector's among them. */
  static Duration cpu() {
    return Duration.ofNanos(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
  }

  /** Begins to watch the heap; answers the most that was found in use so far, garbage included. */
  static LongSupplier watchHeap() {
    LongAccumulator most = new LongAccumulator(Math::max, heapMib());
    Thread watcher =
        new Thread(
            () -> {
              while (true) {
                most.accumulate(heapMib());
                LockSupport.parkNanos(LOOK_AT_HEAP.toNanos());
              }
            },
            "heap-watch");
    watcher.setDaemon(true);
    watcher.start();
    return most::get;
  }

  private static long heapMib() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
  }

  /** Resident memory; 0 where the system does not tell. */
  static long residentMib() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Since a time of {@link System#nanoTime}. */
  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
