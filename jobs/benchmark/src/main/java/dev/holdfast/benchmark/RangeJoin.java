package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.expr;

import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The query that a person would write: every week of every customer joined with the events of its
 * longest window, and aggregated. It is the rival of the features job, and what its rows are
 * checked against.
 */
final class RangeJoin {
  /** How far two fractions may lie apart, relative to the larger of 1 and what is expected. */
  static final double TOLERANCE = 1e-9;

  private static final int TRIPLES = 1000;
  private static final String CUSTOMER = "customer_id";

  private final SparkSession spark;
  private final Path folder;
  private final Tables tables;
  private final PurchaseWindows windows;

  RangeJoin(SparkSession spark, Path folder, Tables tables, PurchaseWindows windows) {
    this.spark = spark;
    this.folder = folder;
    this.tables = tables;
    this.windows = windows;
  }

  /** Makes a table of all weeks. */
  void run(int weeks) {
    spark
        .sql(query("", weeks))
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .partitionBy(FeaturesTable.AS_OF)
        .save(folder.toString());
  }

  private String query(String spineCondition, int weeks) {
    List<String> columns = new ArrayList<>();
    for (int window : windows.days()) {
      String in = " FILTER (WHERE day >= date_sub(as_of, %d))".formatted(window);
      String large =
          " FILTER (WHERE day >= date_sub(as_of, %d) AND amount > 100)".formatted(window);
      columns.add("count(day)" + in + " AS events_" + window + "d");
      columns.add("count(day)" + large + " AS large_" + window + "d");
      columns.add("coalesce(sum(amount)" + in + ", 0.0) AS total_" + window + "d");
      columns.add("avg(amount)" + in + " AS mean_" + window + "d");
      columns.add("stddev_samp(amount)" + in + " AS spread_" + window + "d");
      columns.add("min(amount)" + in + " AS least_" + window + "d");
      columns.add("max(amount)" + in + " AS most_" + window + "d");
      columns.add("max(struct(at, amount))" + in + ".amount AS latest_" + window + "d");
    }
    return """
        WITH spine AS (
          SELECT c.customer_id, w.as_of
          FROM delta.`%s` c
          CROSS JOIN (SELECT explode(sequence(DATE'%s', DATE'%s', INTERVAL 7 DAYS)) AS as_of) w
          WHERE c.signup < w.as_of %s
        ), events AS (
          SELECT customer_id, at, to_date(at) AS day, amount FROM delta.`%s`
        )
        SELECT s.customer_id, s.as_of, %s
        FROM spine s LEFT JOIN events e
          ON e.customer_id = s.customer_id
          AND e.day >= date_sub(s.as_of, %d) AND e.day < s.as_of
        GROUP BY s.customer_id, s.as_of
        """
        .formatted(
            tables.raw("customers").path(),
            PurchaseWindows.asOf(1),
            PurchaseWindows.asOf(weeks),
            spineCondition,
            tables.raw("purchases").path(),
            String.join(", ", columns),
            windows.longest());
  }

  /** How many rows of the features table are not those of {@link #run}. */
  long differing() {
    Dataset<Row> theirs = spark.read().format("delta").load(folder.toString());
    return differing(tables.features().read(spark), theirs, windows.features()).count();
  }

  private static Dataset<Row> differing(
      Dataset<Row> ours, Dataset<Row> theirs, List<String> features) {
    String same =
        features.stream()
            .map(
                name ->
                    "(ours.%1$s <=> theirs.%1$s OR abs(ours.%1$s - theirs.%1$s) <= %2$s * greatest(1, abs(theirs.%1$s)))"
                        .formatted(name, TOLERANCE))
            .collect(Collectors.joining(" AND "));
    return ours.as("ours")
        .join(
            theirs.as("theirs"),
            expr("ours.customer_id = theirs.customer_id AND ours.as_of = theirs.as_of"),
            "full")
        .where(
            "ours.customer_id IS NULL OR theirs.customer_id IS NULL OR NOT coalesce("
                + same
                + ", false)");
  }

  /**
   * Compares some random (customer, week, feature) by a query over the events that knows no tile:
   * the same aggregates, a few rows.
   *
   * @return how many of 1,000 agree
   */
  int exactTriples(int weeks, long rowsPerTriple) {
    List<String> features = windows.features();
    int agreeing = 0;
    String some = " AND pmod(xxhash64(c.customer_id, w.as_of), %d) = 0".formatted(rowsPerTriple);
    Dataset<Row> reference = spark.sql(query(some, weeks)).limit(TRIPLES);
    List<Row> expected = reference.collectAsList();
    List<Row> found =
        tables
            .features()
            .read(spark)
            .join(
                spark
                    .createDataFrame(expected, reference.schema())
                    .select(CUSTOMER, FeaturesTable.AS_OF),
                new String[] {CUSTOMER, FeaturesTable.AS_OF})
            .collectAsList();
    Map<String, Row> byKey = new HashMap<>();
    found.forEach(
        row -> byKey.put(row.getAs(CUSTOMER) + " " + row.getAs(FeaturesTable.AS_OF), row));
    for (int index = 0; index < expected.size(); index++) {
      String feature = features.get(index % features.size());
      Row row = expected.get(index);
      Row ours = byKey.get(row.getAs(CUSTOMER) + " " + row.getAs(FeaturesTable.AS_OF));
      agreeing += ours != null && agree(ours.getAs(feature), row.getAs(feature)) ? 1 : 0;
    }
    return agreeing;
  }

  private static boolean agree(Object one, Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    double expected = ((Number) other).doubleValue();
    return Math.abs(((Number) one).doubleValue() - expected)
        <= TOLERANCE * Math.max(1, Math.abs(expected));
  }
}
