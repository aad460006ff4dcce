package dev.holdfast.benchmark;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** What a piece of work costs this process. */
final class Meter {
  private final AtomicLong peak = new AtomicLong();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * The cost of one run.
   *
   * @param wall seconds
   * @param cpu seconds of all threads
   * @param peakHeap the most bytes that were still in use after a garbage collection
   */
  record Cost(double wall, double cpu, long peakHeap) {}

  Meter() {
    NotificationListener listener =
        (notification, handback) -> {
          if (notification
              .getType()
              .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
            long used =
                info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                    .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
                    .map(java.util.Map.Entry::getValue)
                    .mapToLong(MemoryUsage::getUsed)
                    .sum();
            peak.accumulateAndGet(used, Math::max);
          }
        };
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
    }
  }

  /** Seconds of CPU that all threads of this process have used so far. */
  double cpu() {
    return system.getProcessCpuTime() / 1e9;
  }

  /** Runs the work and says what it cost. */
  Cost of(Runnable work) {
    System.gc();
    peak.set(0);
    long wall = System.nanoTime();
    long cpu = system.getProcessCpuTime();
    work.run();
    return new Cost(
        (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9, peak.get());
  }
}
