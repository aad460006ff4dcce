package dev.holdfast.deploy;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.table.BatchesTable;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Tables;
import dev.holdfast.table.TrialsTable;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a person reads when the week is done; every figure in it is read from the tables. */
final class WeekSummary {
  private static final int TOP = 10;

  private final SparkSession spark;
  private final Problem problem;
  private final Tables tables;
  private final LocalDate asOf;

  WeekSummary(SparkSession spark, Problem problem, Tables tables, LocalDate asOf) {
    this.spark = spark;
    this.problem = problem;
    this.tables = tables;
    this.asOf = asOf;
  }

  void print(PrintStream out) {
    out.printf("%n%s, week of %s%n", problem.name(), asOf);
    rowsIn(out);
    features(out);
    Row champion = champion();
    candidates(out, champion);
    heldOut(out, champion);
    topRows(out);
    out.printf("%n  model card   %s%n", tables.card(champion.getAs(ModelsTable.VERSION)));
    out.printf("  tables       %s/%s%n", tables.root(), problem.name());
  }

  private void rowsIn(PrintStream out) {
    out.printf(
        "%n  %-14s %12s %12s %12s %12s%n", "rows", "in", "accepted", "duplicate", "quarantined");
    List<Row> sources =
        tables
            .batches()
            .read(spark)
            .groupBy(BatchesTable.SOURCE)
            .agg(
                sum(BatchesTable.READ),
                sum(BatchesTable.ACCEPTED),
                sum(BatchesTable.DUPLICATE),
                sum(BatchesTable.QUARANTINED))
            .orderBy(BatchesTable.SOURCE)
            .collectAsList();
    for (Row source : sources) {
      out.printf(
          Locale.ROOT,
          "  %-14s %,12d %,12d %,12d %,12d%n",
          source.getString(0),
          source.getLong(1),
          source.getLong(2),
          source.getLong(3),
          source.getLong(4));
    }
  }

  private void features(PrintStream out) {
    Dataset<Row> rows = tables.features().read(spark);
    Map<LocalDate, Long> days =
        rows.groupBy(FeaturesTable.AS_OF).count().collectAsList().stream()
            .collect(Collectors.toMap(day -> day.getDate(0).toLocalDate(), day -> day.getLong(1)));
    out.printf(
        Locale.ROOT,
        "%n  features     %d columns, %,d rows over %d days, %,d of them this week's%n",
        rows.columns().length - FeaturesTable.identity(problem).size(),
        days.values().stream().mapToLong(Long::longValue).sum(),
        days.size(),
        days.getOrDefault(asOf, 0L));
  }

  private Row champion() {
    return tables
        .models()
        .read(spark)
        .where(col(ModelsTable.STATE).equalTo(ModelsTable.State.CHAMPION.stored()))
        .drop(ModelsTable.ARTEFACT)
        .head();
  }

  private void candidates(PrintStream out, Row champion) {
    Metric metric = problem.training().metric();
    String column = metric.name().toLowerCase(Locale.ROOT);
    Column best = col("metric");
    List<Row> tried =
        tables
            .trials()
            .read(spark)
            .where(
                col(TrialsTable.SEARCH_ID).equalTo(champion.<String>getAs(ModelsTable.SEARCH_ID)))
            .groupBy(TrialsTable.CANDIDATE)
            .agg(
                avg(column).as("metric"),
                sum(TrialsTable.SECONDS).as("seconds"),
                count(lit(1)).as("folds"))
            .orderBy(metric == Metric.LOG_LOSS ? best.asc() : best.desc())
            .collectAsList();
    long folds = tried.stream().mapToLong(row -> row.<Long>getAs("folds")).max().orElseThrow();
    // A halving tries most of its candidates on fewer.
    List<Row> whole = tried.stream().filter(row -> row.<Long>getAs("folds") == folds).toList();
    out.printf(
        "%n  candidates   %d tried on %d folds; cross-validated %s%n",
        whole.size(), folds, column.replace('_', ' '));
    for (Row candidate : whole) {
      out.printf(
          Locale.ROOT,
          "    %.4f  %s%n",
          candidate.<Double>getAs("metric"),
          candidate.<String>getAs(TrialsTable.CANDIDATE));
    }
  }

  private void heldOut(PrintStream out, Row champion) {
    Map<String, Double> metrics = champion.getJavaMap(champion.fieldIndex(ModelsTable.METRICS));
    List<?> days = champion.getList(champion.fieldIndex(ModelsTable.HOLDOUT_DAYS));
    out.printf(
        Locale.ROOT,
        "%n  champion     version %d, %s%n",
        champion.<Integer>getAs(ModelsTable.VERSION),
        champion.<String>getAs(ModelsTable.CANDIDATE));
    out.printf(
        Locale.ROOT,
        "  held out     %d days from %s to %s, %,.0f rows, %,.0f positive%n",
        days.size(),
        days.get(0),
        days.get(days.size() - 1),
        metrics.get("holdout.rows"),
        metrics.get("holdout.positives"));
    out.printf(
        Locale.ROOT,
        "    AUC %.4f (95 %% interval %.4f to %.4f)   average precision %.4f   lift at 10 %% %.2f%n",
        metrics.get("holdout.auc"),
        metrics.get("holdout.auc.low"),
        metrics.get("holdout.auc.high"),
        metrics.get("holdout.average_precision"),
        metrics.get("holdout.lift_10"));
    out.printf(
        Locale.ROOT,
        "    log loss %.4f   Brier %.4f   calibration error %.4f%n",
        metrics.get("holdout.log_loss"),
        metrics.get("holdout.brier"),
        metrics.getOrDefault("holdout.ece", Double.NaN));
    overfitting(out, metrics);
    curve(out, metrics);
    decision(out, metrics);
    Double reachable = metrics.get("reference.auc");
    if (reachable != null) {
      out.printf(
          Locale.ROOT,
          "    best reachable AUC %.4f: %.1f %% of what can be known%n",
          reachable,
          100 * (metrics.get("holdout.auc") - 0.5) / (reachable - 0.5));
    }
  }

  // Models registered before it was measured have no value for it.
  private void overfitting(PrintStream out, Map<String, Double> metrics) {
    String metric = problem.training().metric().name().toLowerCase(Locale.ROOT);
    Double training = metrics.get("train." + metric);
    if (training != null) {
      out.printf(
          Locale.ROOT,
          "    %s: %.4f on its training rows, %.4f cross-validated, %.4f held out%n",
          metric.replace('_', ' '),
          training,
          metrics.get("cv." + metric),
          metrics.get("holdout." + metric));
    }
  }

  // Whether more rows, or more rounds of boosting, would help.
  private void curve(PrintStream out, Map<String, Double> metrics) {
    String metric = problem.training().metric().name().toLowerCase(Locale.ROOT);
    List<String> points = new ArrayList<>();
    new TreeMap<>(metrics)
        .forEach(
            (name, value) -> {
              if (name.startsWith("curve.") && name.endsWith("." + metric)) {
                String[] point = name.split("[._]", 4);
                points.add(
                    String.format(
                        Locale.ROOT,
                        "%s %s %.4f",
                        Integer.valueOf(point[2]),
                        point[1].equals("rows") ? "% of rows" : "rounds",
                        value));
              }
            });
    if (!points.isEmpty()) {
      out.printf("    learning curve: %s%n", String.join(", ", points));
    }
  }

  private void decision(PrintStream out, Map<String, Double> metrics) {
    Double threshold = metrics.get("decision.threshold");
    if (threshold != null) {
      out.printf(
          Locale.ROOT,
          "    above %.4f, learnt out of fold: precision %.3f, recall %.3f, F1 %.3f%n",
          threshold,
          metrics.get("decision.precision"),
          metrics.get("decision.recall"),
          metrics.get("decision.f1"));
    }
  }

  private void topRows(PrintStream out) {
    Dataset<Row> week = tables.scores().read(spark).where(isThisWeek());
    Row counted =
        week.agg(count(lit(1)), org.apache.spark.sql.functions.count_if(col(ScoresTable.ACT)))
            .head();
    out.printf(
        Locale.ROOT,
        "%n  scored       %,d rows, %,d to act on; the first:%n",
        counted.getLong(0),
        counted.getLong(1));
    List<String> key =
        FeaturesTable.key(problem).stream()
            .filter(name -> !name.equals(FeaturesTable.AS_OF))
            .toList();
    for (Row row : week.orderBy(ScoresTable.RANK).limit(TOP).collectAsList()) {
      out.printf(
          Locale.ROOT,
          "    %3d  %.4f  %s%n",
          row.<Integer>getAs(ScoresTable.RANK),
          row.<Double>getAs(ScoresTable.PROBABILITY),
          key.stream()
              .map(name -> row.get(row.fieldIndex(name)).toString())
              .collect(Collectors.joining("  ")));
      int reasons = row.fieldIndex(ScoresTable.REASONS);
      if (!row.isNullAt(reasons)) {
        row.<Row>getList(reasons)
            .forEach(
                reason ->
                    out.printf(
                        "                   %s%n", reason.<String>getAs(ScoresTable.SENTENCE)));
      }
    }
  }

  private Column isThisWeek() {
    return col(FeaturesTable.AS_OF).equalTo(java.sql.Date.valueOf(asOf));
  }
}
