package dev.holdfast.benchmark;

import dev.holdfast.benchmark.Meter.Cost;
import dev.holdfast.benchmark.SearchEngineSide.Run;
import dev.holdfast.benchmark.SearchOptions.Side;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.DMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A search of 8 candidates of gradient boosting on 3 folds: the training job's engine against
 * MLlib's cross-validation, against a loop that builds its matrices for each fit with the engine's
 * own library, and against the fits alone. All in one session, in turns; CPU is that of the whole
 * process, garbage collection and compilation included.
 */
public final class SearchBenchmark {
  private static final int WARM_UP = 10;
  private static final int MILLION = 1_000_000;
  // The loop has XGBoost bin each fold's rows, the engine learns levels of all rows once. The
  // same rows in another order already get other bins: at 40,000 rows that moved the area of a fold
  // by up to 0.006, and the mean over 14 seeds by less than 0.001.
  private static final double BINNING_NOISE = 0.003;
  private static final List<Double> ONE = List.of(1.0);

  static final List<Candidate.Boosted> CANDIDATES =
      Candidate.of(
              List.of(
                  new Grid.GradientBoosting(
                      "boosting",
                      List.of(3, 5),
                      List.of(20, 50),
                      List.of(0.1, 0.3),
                      ONE,
                      ONE,
                      ONE,
                      ONE)))
          .stream()
          .map(Candidate.Boosted.class::cast)
          .toList();

  private final SparkSession spark;
  private final SearchOptions options;
  private final Meter meter = new Meter();
  private final SearchReport report;

  private SearchBenchmark(SparkSession spark, SearchOptions options, SearchReport report) {
    this.spark = spark;
    this.options = options;
    this.report = report;
  }

  /**
   * Takes {@code --rows N} (200,000), {@code --pairs N} (3), {@code --quick} (50,000 rows, MLlib
   * tries the first candidate alone, neither million rows nor scaling), {@code --million} (the
   * million even so), and {@code --only} with some of ours, rebuild, bare, mllib, million and
   * scaling.
   */
  public static void main(String[] args) throws IOException {
    SearchOptions options = SearchOptions.of(Arrays.asList(args));
    SearchReport report = new SearchReport();
    if (options.sides().stream().anyMatch(side -> side != Side.SCALING)) {
      try (SparkSession spark =
          SearchScaling.session(System.getProperty("spark.master", "local[2]"), Map.of())) {
        new SearchBenchmark(spark, options, report).run();
      }
    }
    if (options.has(Side.SCALING)) {
      new SearchScaling(options, CANDIDATES).run(report);
    }
    report.end();
  }

  private void run() {
    warmUp();
    boolean compares =
        options.sides().stream()
            .anyMatch(side -> side == Side.OURS || side == Side.REBUILD || side == Side.BARE);
    if (compares || options.has(Side.MLLIB)) {
      Dataset<Row> rows = SearchRows.cached(spark, options.rows());
      report.say(
          "%,d rows x %d features, %.1f %% positive, %d candidates x %d folds",
          options.rows(),
          SearchRows.FEATURES,
          100 * SearchRows.positives(rows),
          CANDIDATES.size(),
          SearchRows.FOLDS);
      if (compares) {
        compare(rows);
      }
      if (options.has(Side.MLLIB)) {
        mllib(rows);
      }
      rows.unpersist(true);
    }
    if (options.has(Side.MILLION)) {
      million();
    }
  }

  private void warmUp() {
    Dataset<Row> rows = SearchRows.cached(spark, options.rows() / WARM_UP);
    SearchEngineSide ours = new SearchEngineSide(spark, rows);
    RowBlock block = ours.handOver();
    ours.search(block, CANDIDATES);
    SearchRebuildSide.search(spark, block, CANDIDATES);
    if (options.has(Side.MLLIB)) {
      SearchMllibSide mllib = new SearchMllibSide(spark, rows);
      mllib.search(CANDIDATES.subList(0, 1));
      mllib.close();
    }
    rows.unpersist(true);
  }

  private void compare(Dataset<Row> rows) {
    SearchEngineSide ours = new SearchEngineSide(spark, rows);
    List<Double> overRebuild = new ArrayList<>();
    List<Double> overBare = new ArrayList<>();
    report.header();
    try (SearchBareFits bare =
        new SearchBareFits(ours.handOver(), spark.sparkContext().defaultParallelism())) {
      for (int pair = 1; pair <= options.pairs(); pair++) {
        Run engine = ours.run(meter, CANDIDATES, false);
        report.line("ours " + pair, engine);
        if (options.has(Side.REBUILD)) {
          overRebuild.add(rebuild(pair, ours, engine.auc()).cpu() / engine.cost().cpu());
        }
        if (options.has(Side.BARE)) {
          Cost fits = meter.of(() -> bare.run(CANDIDATES));
          report.line("bare fits " + pair, fits, "");
          overBare.add(engine.cost().cpu() / fits.cpu());
        }
      }
    }
    report.figure("cpu_ratio_rebuild", overRebuild);
    report.figure("over_bare_fits", overBare);
  }

  private Cost rebuild(int pair, SearchEngineSide ours, double expected) {
    double[] auc = new double[1];
    Cost cost =
        meter.of(() -> auc[0] = SearchRebuildSide.search(spark, ours.handOver(), CANDIDATES));
    report.line("a matrix for each fit " + pair, cost, auc[0]);
    if (Math.abs(auc[0] - expected) > BINNING_NOISE) {
      throw new IllegalStateException(
          "The two searches of one library disagree: best AUC %s and %s"
              .formatted(auc[0], expected));
    }
    return cost;
  }

  private void mllib(Dataset<Row> rows) {
    List<Candidate.Boosted> tried = options.quick() ? CANDIDATES.subList(0, 1) : CANDIDATES;
    if (options.quick()) {
      report.say(
          "quick: MLlib tries %s alone, and so does the engine beside it", tried.get(0).name());
    }
    Run engine = new SearchEngineSide(spark, rows, SearchMllibSide.BINS).run(meter, tried, true);
    report.line("ours, %d bins, with refit".formatted(SearchMllibSide.BINS), engine);
    SearchMllibSide theirs = new SearchMllibSide(spark, rows);
    double[] auc = new double[1];
    Cost cost = meter.of(() -> auc[0] = theirs.search(tried));
    theirs.close();
    report.line("MLlib, with refit", cost, auc[0]);
    report.figure("cpu_ratio_mllib", List.of(cost.cpu() / engine.cost().cpu()));
    report.figure("auc_minus_mllib", List.of(engine.auc() - auc[0]));
  }

  private void million() {
    Dataset<Row> rows = SearchRows.cached(spark, MILLION);
    SearchEngineSide ours = new SearchEngineSide(spark, rows);
    Run engine = ours.run(meter, CANDIDATES, true);
    report.line("a million rows, with refit", engine);
    Candidate.Boosted deepest = CANDIDATES.get(CANDIDATES.size() - 1);
    DMatrix matrix = SearchBareFits.binned(ours.handOver());
    Cost fit = meter.of(() -> SearchBareFits.fit(matrix, deepest));
    matrix.dispose();
    rows.unpersist(true);
    report.line("a million rows, one bare fit", fit, deepest.name());
    report.figure("cpu_s_per_million", List.of(engine.cost().cpu()));
    report.figure("million_over_bare_fit", List.of(engine.cost().cpu() / fit.cpu()));
  }
}
