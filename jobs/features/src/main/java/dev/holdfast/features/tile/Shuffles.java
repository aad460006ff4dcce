package dev.holdfast.features.tile;

import dev.holdfast.table.InternalRows;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Sends what belongs to a key to one place, sorts it there, and passes over it.
 *
 * <p>Rows are dealt to many small portions, of which a task takes several, one after the other: a
 * portion is small enough to be sorted and read within the processor's caches, a task large enough
 * to write files of a sensible size.
 */
final class Shuffles {
  /** Of a table's files, which unpack to some eight times as much. */
  private static final long BYTES_OF_A_TASK = 64L << 20;

  private static final long BYTES_OF_A_PORTION = 3L << 20;
  private static final int MOST_TASKS = 100_000;

  private Shuffles() {}

  /**
   * Passes over all rows, those of a key together.
   *
   * @param bytes about how large the files are that the rows were read from
   */
  static Dataset<Row> pass(
      SparkSession spark,
      Dataset<Row> rows,
      String key,
      String order,
      long bytes,
      FlatMapFunction<java.util.Iterator<InternalRow>, InternalRow> pass,
      StructType schema) {
    // A task opens a file for every day that it has rows of: no more of them than are of use.
    int cores = spark.sparkContext().defaultParallelism();
    long rounds = Math.min(MOST_TASKS, bytes / BYTES_OF_A_TASK) / cores + 1;
    int tasks = (int) rounds * cores;
    int portions = (int) Math.max(tasks, Math.min(MOST_TASKS, bytes / BYTES_OF_A_PORTION + 1));
    JavaRDD<InternalRow> passed =
        InternalRows.of(rows.repartition(portions, functions.col(key)).sortWithinPartitions(order))
            .mapPartitions(pass);
    return InternalRows.frame(spark, passed.coalesce(tasks), schema);
  }
}
