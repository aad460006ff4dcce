package dev.holdfast.training.search;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/** What an executor has outside of its heap, where XGBoost's matrices lie. */
final class ExecutorMemory {
  private static final long LEAST_OVERHEAD = 384L << 20;
  private static final double OVERHEAD_SHARE = 0.1;

  private ExecutorMemory() {}

  /**
   * Bytes that Spark sets aside for it; where executors are threads of this process, what the
   * machine or its container has beside this process's heap.
   */
  static long outsideHeap(SparkConf conf) {
    if (conf.get("spark.master").startsWith("local")) {
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    }
    long heap = JavaUtils.byteStringAsBytes(conf.get("spark.executor.memory", "1g"));
    String overhead = conf.get("spark.executor.memoryOverhead", "");
    return overhead.isEmpty()
        ? Math.max(LEAST_OVERHEAD, (long) (heap * OVERHEAD_SHARE))
        : JavaUtils.byteStringAsMb(overhead) << 20;
  }
}
