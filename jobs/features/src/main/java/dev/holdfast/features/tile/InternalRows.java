package dev.holdfast.features.tile;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * The way between data frames and the rows that Spark itself computes on.
 *
 * <p>A pass over hundreds of millions of values must not turn each into an object and back, which
 * is what a typed {@code mapPartitions} does. This is the one place that leaves Spark's public
 * interface for it, with the two methods that Delta and other table formats use for the same
 * reason.
 */
public final class InternalRows {

  private InternalRows() {}

  /** The rows of a data frame; each may be overwritten when the next is asked for. */
  public static JavaRDD<InternalRow> of(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
  }

  /** A data frame of rows that fit a schema. */
  public static Dataset<Row> frame(
      SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(rows.rdd(), schema, false);
  }
}
