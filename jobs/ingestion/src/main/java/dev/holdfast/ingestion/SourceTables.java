package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import dev.holdfast.table.QuarantineTable;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables that a source is ingested into. */
record SourceTables(Source source, Table raw, Table quarantine, Table batches) {
  private static final int MOST_INDEXED = 32;

  static SourceTables of(Source source, Tables tables) {
    return new SourceTables(
        source, tables.raw(source.name()), tables.quarantine(), tables.batches());
  }

  /** The columns of the table of accepted rows, for what the source has. */
  static StructType rawSchema(StructType columns) {
    return columns
        .add(RawTable.BATCH, DataTypes.LongType)
        .add(RawTable.FILE, DataTypes.StringType)
        .add(RawTable.HASH_HIGH, DataTypes.LongType)
        .add(RawTable.HASH_LOW, DataTypes.LongType);
  }

  /**
   * Least and greatest values are of use up to the batch; a hash has none worth the counting. The
   * change feed tells later jobs which days a batch touched; of appended rows it costs nothing.
   */
  static Map<String, String> rawProperties(StructType columns) {
    int indexed = Math.min(MOST_INDEXED, columns.size() + 1);
    return Map.of(
        "delta.dataSkippingNumIndexedCols",
        String.valueOf(indexed),
        "delta.enableChangeDataFeed",
        "true");
  }

  /** Makes the table of accepted rows, for a merge cannot. */
  void createRaw(SparkSession spark, StructType columns) {
    DeltaTable.createIfNotExists(spark)
        .location(raw.path())
        .addColumns(rawSchema(columns))
        .property("delta.enableChangeDataFeed", "true")
        .execute();
  }

  /** Ends the run if the table of accepted rows has other columns than are declared. */
  void checkRaw(SparkSession spark, StructType columns) {
    if (!raw.exists(spark)) {
      return;
    }
    StructType schema = rawSchema(columns);
    List<String> present = described(raw.read(spark).schema());
    List<String> declared = described(schema);
    if (!present.equals(declared)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot ingest source %s: the table %s has the columns %s, but the problem file declares %s. Declare the source under another name, or delete all tables of the problem to take all files once more."
              .formatted(
                  source.name(),
                  raw.path(),
                  without(present, declared),
                  without(declared, present)));
    }
  }

  private static String without(List<String> columns, List<String> others) {
    List<String> only = columns.stream().filter(column -> !others.contains(column)).toList();
    return only.isEmpty() ? "in another order" : String.join(", ", only);
  }

  private static List<String> described(StructType schema) {
    return Arrays.stream(schema.fields()).map(SourceTables::described).toList();
  }

  private static String described(StructField field) {
    return field.name() + " " + field.dataType().sql();
  }

  /** The accepted rows of the batches before this one. */
  Dataset<Row> acceptedBefore(SparkSession spark, long batch) {
    return raw.read(spark).where(col(RawTable.BATCH).lt(batch));
  }

  /** The hashes of all rows, accepted or not, of the batches before this one. */
  Dataset<Row> hashesBefore(SparkSession spark, long batch) {
    Dataset<Row> accepted =
        acceptedBefore(spark, batch).select(RawTable.HASH_HIGH, RawTable.HASH_LOW);
    if (!quarantine.exists(spark)) {
      return accepted;
    }
    Dataset<Row> refused =
        quarantine
            .read(spark)
            .where(col(QuarantineTable.SOURCE).equalTo(source.name()))
            .where(col(QuarantineTable.BATCH).lt(batch))
            .where(col(QuarantineTable.RAW).isNotNull());
    return accepted.unionAll(
        refused.select(
            Repeats.high(col(QuarantineTable.RAW)), Repeats.low(col(QuarantineTable.RAW))));
  }
}
