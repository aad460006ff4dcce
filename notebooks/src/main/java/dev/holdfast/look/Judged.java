package dev.holdfast.look;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.look.ClusteredAuc.Estimate;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows whose outcome is known, beside what each of some models says of them: all columns of
 * features, {@code label}, and for each model a column {@code v<version>} with its probability.
 */
public final class Judged {
  private static final double TWO_SIDED_95 = 1.959964;
  private static final int LEAST_OUTCOMES = 10;

  private final SparkSession spark;
  private final List<String> entity;
  private final Dataset<Row> rows;

  private Judged(SparkSession spark, List<String> entity, Dataset<Row> rows) {
    this.spark = spark;
    this.entity = entity;
    this.rows = rows;
  }

  static Judged of(
      SparkSession spark, Problem problem, Tables tables, int version, int... further) {
    ModelRegistry registry = new ModelRegistry(tables);
    List<LocalDate> days = days(stated(registry, spark, version), ModelsTable.HOLDOUT_DAYS);
    List<String> key = FeaturesTable.key(problem);
    Dataset<Row> rows =
        tables
            .features()
            .readDays(spark, FeaturesTable.AS_OF, days)
            .join(
                tables.labels().read(spark).drop(LabelsTable.MATURE_ON),
                CollectionConverters.asScala(key).toSeq(),
                "inner");
    List<Integer> versions = new ArrayList<>(List.of(version));
    Arrays.stream(further).forEach(versions::add);
    for (int each : versions) {
      refuseTrainedOn(each, stated(registry, spark, each), days);
      RegisteredModel model = registry.version(spark, each).orElseThrow();
      rows =
          BatchScorer.score(rows, model.model(), List.of(rows.columns()))
              .withColumnRenamed(ScoresTable.PROBABILITY, column(each));
    }
    return new Judged(spark, problem.entity(), rows.cache());
  }

  /** The rows. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** The rows as a view of this name, for SQL. */
  public Judged as(String view) {
    rows.createOrReplaceTempView(view);
    return this;
  }

  /**
   * How well a version ranks the rows of each value of an expression.
   *
   * @param by Spark SQL over the rows
   * @return {@code slice, rows, positives, auc, auc_error} (half the width of its 95 % interval),
   *     {@code expected} and {@code happened} (mean probability and share of positives); a slice
   *     with fewer than ten rows of either outcome has no AUC, for nothing could be said of it
   */
  public Dataset<Row> slices(String by, int version) {
    StructType schema =
        StructType.fromDDL(
            "slice STRING, rows BIGINT, positives BIGINT, auc DOUBLE, auc_error DOUBLE,"
                + " expected DOUBLE, happened DOUBLE");
    List<Row> found = new ArrayList<>();
    columns(by, version)
        .bySlice()
        .forEach(
            (slice, columns) -> {
              Object[] values = {
                slice,
                (long) columns.size(),
                columns.positives(),
                null,
                null,
                columns.mean(0),
                columns.positives() / (double) columns.size()
              };
              if (Math.min(columns.positives(), columns.size() - columns.positives())
                  >= LEAST_OUTCOMES) {
                Estimate estimate = columns.auc().of(columns.scores(0));
                values[3] = estimate.value();
                values[4] = TWO_SIDED_95 * estimate.standardError();
              }
              found.add(RowFactory.create(values));
            });
    return spark.createDataFrame(found, schema);
  }

  /**
   * The AUC of each version over the same rows and, where there are two, what the second has more
   * than the first: {@code what, auc, low, high}, with 95 % intervals over entities.
   */
  public Dataset<Row> compare(int... versions) {
    Columns columns = columns("''", versions);
    List<Row> found = new ArrayList<>();
    for (int at = 0; at < versions.length; at++) {
      found.add(row("version " + versions[at], columns.auc().of(columns.scores(at))));
    }
    for (int at = 1; at < versions.length; at++) {
      found.add(
          row(
              "version %d less version %d".formatted(versions[at], versions[0]),
              columns.auc().difference(columns.scores(0), columns.scores(at))));
    }
    return spark.createDataFrame(
        found, StructType.fromDDL("what STRING, auc DOUBLE, low DOUBLE, high DOUBLE"));
  }

  private static Row row(String what, Estimate estimate) {
    double half = TWO_SIDED_95 * estimate.standardError();
    return RowFactory.create(
        what, estimate.value(), estimate.value() - half, estimate.value() + half);
  }

  private Columns columns(String by, int... versions) {
    List<String> needed = new ArrayList<>();
    needed.add("cast(%s as string)".formatted(by));
    needed.add("cast(%s as int)".formatted(LabelsTable.LABEL));
    needed.add("concat_ws('|', %s)".formatted(String.join(", ", entity)));
    Arrays.stream(versions).forEach(version -> needed.add(column(version)));
    return new Columns(rows.selectExpr(needed.toArray(String[]::new)).collectAsList());
  }

  private static String column(int version) {
    return "v" + version;
  }

  private static Row stated(ModelRegistry registry, SparkSession spark, int version) {
    return registry
        .stated(spark, version)
        .orElseThrow(
            () ->
                new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot judge by model version %d: the registry has none of that number."
                        .formatted(version)));
  }

  private static void refuseTrainedOn(int version, Row stated, Collection<LocalDate> days) {
    Set<LocalDate> seen = new TreeSet<>(days(stated, ModelsTable.TRAINING_DAYS));
    seen.retainAll(days);
    if (!seen.isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot judge model version %d on %s: it was trained on these days. Name first the version that was trained last."
              .formatted(version, seen));
    }
  }

  private static List<LocalDate> days(Row stated, String column) {
    return stated.<Date>getList(stated.fieldIndex(column)).stream().map(Date::toLocalDate).toList();
  }

  /** Rows brought to this process: slice, label, entity, scores. */
  private record Columns(List<Row> rows) {

    int size() {
      return rows.size();
    }

    long positives() {
      return rows.stream().filter(row -> row.getInt(1) == 1).count();
    }

    double[] scores(int model) {
      return rows.stream().mapToDouble(row -> row.getDouble(3 + model)).toArray();
    }

    double mean(int model) {
      return Arrays.stream(scores(model)).average().orElseThrow();
    }

    Map<String, Columns> bySlice() {
      Map<String, List<Row>> slices = new TreeMap<>();
      rows.forEach(
          row ->
              slices
                  .computeIfAbsent(String.valueOf(row.get(0)), slice -> new ArrayList<>())
                  .add(row));
      Map<String, Columns> columns = new TreeMap<>();
      slices.forEach((slice, some) -> columns.put(slice, new Columns(some)));
      return columns;
    }

    ClusteredAuc auc() {
      Map<String, Integer> numbers = new HashMap<>();
      int[] entity = new int[rows.size()];
      boolean[] positive = new boolean[rows.size()];
      for (int row = 0; row < entity.length; row++) {
        entity[row] = numbers.computeIfAbsent(rows.get(row).getString(2), key -> numbers.size());
        positive[row] = rows.get(row).getInt(1) == 1;
      }
      return new ClusteredAuc(entity, numbers.size(), positive);
    }
  }
}
