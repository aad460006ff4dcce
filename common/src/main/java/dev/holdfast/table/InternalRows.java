package dev.holdfast.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * The way between data frames and the rows that Spark itself computes on: a pass over many columns
 * must not turn each value into an object and back, as a typed {@code mapPartitions} does. Two
 * methods that are not of Spark's public interface lead there, the ones that Delta uses as well.
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
