package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.problem.Source;
import dev.holdfast.table.QuarantineTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a batch that are not clean, duplicates among them included, each with what it breaks.
 *
 * @param few the same rows in this process, unless they are too many
 */
record Refusals(Dataset<Row> rows, Optional<List<Row>> few) implements AutoCloseable {
  private static final StructType TEXTS =
      StructType.fromDDL(
          "%s STRING, %s STRING, %s INT"
              .formatted(RowColumns.RAW, RowColumns.FILE, RowColumns.COPY));

  /**
   * Explains them.
   *
   * @param counts what was counted, with the rows themselves if they are few
   * @param marked all rows of the batch, to be read again if they are many
   */
  static Refusals of(
      SparkSession spark,
      Tally.Counts counts,
      Dataset<Row> marked,
      RowRules rules,
      LandedRows kind) {
    if (counts.rows().isEmpty() || !kind.fromText()) {
      return new Refusals(
          explained(again(marked, kind), rules, kind).persist(StorageLevel.MEMORY_AND_DISK()),
          Optional.empty());
    }
    Dataset<Row> explained = explained(texts(spark, counts.rows().get()), rules, kind);
    List<Row> few = explained.collectAsList();
    return new Refusals(
        spark.createDataFrame(few, explained.schema()).coalesce(1), Optional.of(few));
  }

  private static Dataset<Row> explained(Dataset<Row> unclean, RowRules rules, LandedRows kind) {
    return rules
        .explain(unclean, kind)
        .select(RowColumns.RAW, RowColumns.FILE, RowColumns.COPY, RowColumns.BROKEN);
  }

  private static Dataset<Row> texts(SparkSession spark, List<Tally.Unclean> kept) {
    List<Row> rows =
        kept.stream().map(row -> RowFactory.create(row.raw(), row.file(), row.copy())).toList();
    return spark.createDataFrame(rows, TEXTS);
  }

  private static Dataset<Row> again(Dataset<Row> marked, LandedRows kind) {
    // What depends on a row's number is not deterministic, so that the optimizer does not move it
    // ahead of the parser, where it would have each row parsed once for every rule.
    Column counted = functions.monotonically_increasing_id().geq(0);
    Dataset<Row> unclean =
        marked
            .withColumn(RowColumns.KEPT, functions.not(col(RowColumns.CLEAN)).and(counted))
            .where(col(RowColumns.KEPT));
    return kind.fromText()
        ? unclean.select(RowColumns.RAW, RowColumns.FILE, RowColumns.COPY)
        : unclean.select(RowColumns.RAW, RowColumns.FILE, RowColumns.COPY, RowColumns.STOOD);
  }

  /** For every rule how many rows break it. */
  Map<String, Long> broken() {
    Map<String, Long> counts = new TreeMap<>();
    if (few.isPresent()) {
      for (Row row : few.get()) {
        row.<String>getList(row.fieldIndex(RowColumns.BROKEN))
            .forEach(rule -> counts.merge(rule, 1L, Long::sum));
      }
      return counts;
    }
    rows.select(functions.explode(col(RowColumns.BROKEN)).as("rule"))
        .groupBy("rule")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  /** The rows for the quarantine, which duplicates do not enter. */
  Dataset<Row> quarantine(Source source, long batch) {
    return rows.where(col(RowColumns.COPY).lt(RowColumns.Copy.FURTHER))
        .select(
            lit(source.name()).as(QuarantineTable.SOURCE),
            lit(batch).as(QuarantineTable.BATCH),
            col(RowColumns.FILE).as(QuarantineTable.FILE),
            col(RowColumns.RAW).as(QuarantineTable.RAW),
            col(RowColumns.BROKEN).as(QuarantineTable.BROKEN));
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
