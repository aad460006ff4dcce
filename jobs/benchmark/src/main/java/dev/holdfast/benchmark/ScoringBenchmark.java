package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;

import dev.holdfast.benchmark.Meter.Cost;
import dev.holdfast.job.Sessions;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import dev.holdfast.training.data.RowBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reading a week of features, scoring it and writing the scores, against a plain Spark job that
 * reads the same columns, adds them up and writes as many columns, and against MLlib's trees. All
 * in one session, in turns.
 */
public final class ScoringBenchmark {
  private static final int MILLION = 1_000_000;
  private static final int TRAINING_ROWS = 50_000;
  private static final int MLLIB_ROWS = 10_000;
  private static final int WARM_UP = 200_000;

  private final SparkSession spark;
  private final Path folder;
  private final Meter meter = new Meter();
  private int written;

  private ScoringBenchmark(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Takes {@code --rows N} (1,000,000), {@code --pairs N} (3) and {@code --mllib N} (1 or 0 runs).
   */
  public static void main(String[] args) throws IOException {
    Options options = Options.of(args, "--rows", "--pairs", "--mllib");
    Path folder = Files.createTempDirectory("holdfast-scoring");
    try (SparkSession spark =
        Sessions.open(
            "scoring benchmark",
            Map.of(
                "spark.master", System.getProperty("spark.master", "local[2]"),
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "4"))) {
      spark.sparkContext().setLogLevel("ERROR");
      new ScoringBenchmark(spark, folder)
          .run(
              options.number("--rows", MILLION),
              options.number("--pairs", 3),
              options.number("--mllib", 1));
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private void run(int rows, int pairs, int mllibRuns) {
    Table small = table("small");
    ScoringRows.write(spark, WARM_UP, small);
    RowBlock labelled = ScoringRows.labelled(spark, small, TRAINING_ROWS);
    TrainedModel few = FittedTrees.model(FittedTrees.of(labelled, 50, 5), ScoringRows.encoding());
    TrainedModel many = FittedTrees.model(FittedTrees.of(labelled, 200, 6), ScoringRows.encoding());
    for (int turn = 0; turn < 3; turn++) {
      write(copied(small));
      write(scored(small, few));
      write(scored(small, many));
    }

    Table week = table("week");
    ScoringRows.write(spark, rows, week);
    write(copied(week));
    write(scored(week, many));
    say("%,d rows, %d columns read, 4 written", rows, 3 + ScoringRows.encoding().inputs().size());
    say("%-14s %9s %9s", "", "wall s", "cpu s");
    List<Double> overFew = new ArrayList<>();
    List<Double> overMany = new ArrayList<>();
    double fewWall = 0;
    for (int pair = 1; pair <= pairs; pair++) {
      Cost copy = measured("copy " + pair, copied(week));
      Cost fewCost = measured("50 x 5 " + pair, scored(week, few));
      Cost manyCost = measured("200 x 6 " + pair, scored(week, many));
      overFew.add(fewCost.wall() / copy.wall());
      overMany.add(manyCost.wall() / copy.wall());
      fewWall += fewCost.wall() / pairs;
    }
    StringBuilder figures = new StringBuilder();
    figure(figures, "ratio_to_copy_50x5", median(overFew));
    figure(figures, "ratio_to_copy_200x6", median(overMany));
    if (mllibRuns > 0) {
      ScoringMllibSide mllib = new ScoringMllibSide(small.read(spark), MLLIB_ROWS);
      write(mllib.scored(small.read(spark)));
      Cost theirs = measured("MLlib 50 x 5", mllib.scored(week.read(spark)));
      figure(figures, "ratio_mllib", theirs.wall() / fewWall);
    }
    System.out.print(figures);
  }

  private Dataset<Row> scored(Table features, TrainedModel model) {
    return BatchScorer.score(features.read(spark), model, ScoringRows.IDENTITY);
  }

  private Dataset<Row> copied(Table features) {
    Column sum = null;
    for (String name : ScoringRows.numbers()) {
      sum = sum == null ? col(name) : sum.plus(col(name));
    }
    for (String name : ScoringRows.categories()) {
      sum = sum.plus(length(col(name)));
    }
    List<Column> columns = new ArrayList<>();
    ScoringRows.IDENTITY.forEach(name -> columns.add(col(name)));
    columns.add(sum.as(ScoresTable.PROBABILITY));
    return features.read(spark).select(columns.toArray(Column[]::new));
  }

  private Cost measured(String what, Dataset<Row> rows) {
    Cost cost = meter.of(() -> write(rows));
    say("%-14s %9.2f %9.2f", what, cost.wall(), cost.cpu());
    return cost;
  }

  private void write(Dataset<Row> rows) {
    rows.write().format("delta").save(table("written/" + written++).path());
  }

  private Table table(String name) {
    return new Table(name, folder.resolve(name).toString());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void figure(StringBuilder figures, String key, double value) {
    figures.append(String.format(Locale.ROOT, "figure scoring.%s %.3f%n", key, value));
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
