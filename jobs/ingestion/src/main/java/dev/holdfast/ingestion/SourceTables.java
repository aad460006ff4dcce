package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import dev.holdfast.table.BatchesTable;
import dev.holdfast.table.QuarantineTable;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables that a source is ingested into. */
record SourceTables(Source source, Table raw, Table quarantine, Table batches) {

  static SourceTables of(Source source, Tables tables) {
    return new SourceTables(
        source, tables.raw(source.name()), tables.quarantine(), tables.batches());
  }

  /** The tables that all sources share are made before any of them runs, by one thread. */
  static void createShared(SparkSession spark, Tables tables) {
    create(spark, tables.quarantine(), QuarantineTable.SCHEMA);
    create(spark, tables.batches(), BatchesTable.SCHEMA);
  }

  /**
   * Makes the table of accepted rows, or sees that it has the declared columns.
   *
   * @param columns of the source, landed and computed
   */
  void createRaw(SparkSession spark, StructType columns) {
    StructType schema =
        columns
            .add(RawTable.BATCH, DataTypes.LongType)
            .add(RawTable.FILE, DataTypes.StringType)
            .add(RawTable.HASH_HIGH, DataTypes.LongType)
            .add(RawTable.HASH_LOW, DataTypes.LongType);
    create(spark, raw, schema);
    List<String> present = described(raw.read(spark).schema());
    List<String> declared = described(schema);
    if (!present.equals(declared)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot ingest source %s: the table %s has the columns %s, but the problem file declares %s. Declare the source under another name, or delete %s to take all files once more."
              .formatted(
                  source.name(),
                  raw.path(),
                  without(present, declared),
                  without(declared, present),
                  "the problem's tables"));
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

  private static void create(SparkSession spark, Table table, StructType schema) {
    DeltaTable.createIfNotExists(spark).location(table.path()).addColumns(schema).execute();
  }

  /** The accepted rows of the batches before this one. */
  Dataset<Row> acceptedBefore(SparkSession spark, long batch) {
    return raw.read(spark).where(col(RawTable.BATCH).lt(batch));
  }

  /** The hashes of all rows, accepted or not, of the batches before this one. */
  Dataset<Row> hashesBefore(SparkSession spark, long batch) {
    Dataset<Row> refused =
        quarantine
            .read(spark)
            .where(col(QuarantineTable.SOURCE).equalTo(source.name()))
            .where(col(QuarantineTable.BATCH).lt(batch))
            .where(col(QuarantineTable.RAW).isNotNull());
    return acceptedBefore(spark, batch)
        .select(RawTable.HASH_HIGH, RawTable.HASH_LOW)
        .unionAll(
            refused.select(
                Repeats.high(col(QuarantineTable.RAW)), Repeats.low(col(QuarantineTable.RAW))));
  }
}
