package dev.holdfast.benchmark;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** What tasks had to put on disk because it did not fit their memory, as Spark's metrics tell. */
final class Spill extends SparkListener {
  private final SparkSession spark;
  private final LongAdder memory = new LongAdder();
  private final LongAdder disk = new LongAdder();

  private Spill(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * The spill of some tasks.
   *
   * @param memory bytes as they stood in memory
   * @param disk bytes that they took on disk
   */
  record Bytes(long memory, long disk) {}

  /** The spill of all tasks that a piece of work starts. */
  static Bytes of(SparkSession spark, Runnable work) {
    Spill spill = new Spill(spark);
    spark.sparkContext().addSparkListener(spill);
    try {
      work.run();
      return spill.soFar();
    } finally {
      spark.sparkContext().removeSparkListener(spill);
    }
  }

  // Events of tasks that ended may still be on their way to the listener.
  private Bytes soFar() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException busy) {
      throw new IllegalStateException("Spark's listeners are far behind its tasks", busy);
    }
    return new Bytes(memory.sum(), disk.sum());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    TaskMetrics metrics = ended.taskMetrics();
    // A task that failed before it began has none.
    if (metrics != null) {
      memory.add(metrics.memoryBytesSpilled());
      disk.add(metrics.diskBytesSpilled());
    }
  }
}
