package dev.holdfast.ingestion;

import org.apache.spark.sql.SparkSession;

/** How the files of a batch are cut into tasks. */
final class ScanSettings {
  private static final long LEAST = 16L << 20;
  private static final long MOST = 128L << 20;
  private static final int ROUNDS = 4;

  private ScanSettings() {}

  /**
   * Sets a session to cut this many bytes into equal pieces, a few for each core, of 16 to 128 MB;
   * many small files come into one piece, and so into one file of the table.
   */
  static void fit(SparkSession spark, long bytes) {
    int pieces = spark.sparkContext().defaultParallelism() * ROUNDS;
    long size = Math.min(MOST, Math.max(LEAST, bytes / pieces + 1));
    spark.conf().set("spark.sql.files.maxPartitionBytes", size);
    spark.conf().set("spark.sql.files.openCostInBytes", 64L << 10);
    // Files are looked up by name, in a job of their own where they are many: a task each would be
    // far too many.
    spark.conf().set("spark.sql.sources.parallelPartitionDiscovery.parallelism", pieces);
  }
}
