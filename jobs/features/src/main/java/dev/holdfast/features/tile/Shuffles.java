package dev.holdfast.features.tile;

import org.apache.spark.sql.SparkSession;

/** How many tasks share a pass. */
final class Shuffles {
  /** Of a table's files, which unpack to about four times as much: what a task sorts in memory. */
  private static final long BYTES_OF_A_TASK = 32L << 20;

  private Shuffles() {}

  /** At least as many as Spark's other shuffles have, and no task with more than it can hold. */
  static int tasks(SparkSession spark, long bytes) {
    int usual = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
    return (int) Math.max(usual, Math.min(100_000, bytes / BYTES_OF_A_TASK + 1));
  }
}
