package dev.holdfast.benchmark;

import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.data.RowEncoder;
import dev.holdfast.training.fit.BoostedFit;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.GridSearch;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The engine of the training job, from rows in Spark's memory to the best candidate. */
final class SearchEngineSide {
  private static final double EQUAL_WEIGHT = 1;
  private static final int MOST_BINS = 255;

  private final SparkSession spark;
  private final Dataset<Row> labelled;
  private final int bins;

  /** With the bins that XGBoost has unless told otherwise. */
  SearchEngineSide(SparkSession spark, Dataset<Row> labelled) {
    this(spark, labelled, MOST_BINS);
  }

  SearchEngineSide(SparkSession spark, Dataset<Row> labelled, int bins) {
    this.spark = spark;
    this.bins = bins;
    this.labelled = labelled;
  }

  /**
   * What one run gave and cost.
   *
   * @param auc the best candidate's mean over the folds
   * @param handOver of the CPU seconds, those that took the rows out of Spark
   * @param search those of all trials
   * @param refit those of the best candidate's fit on all rows
   */
  record Run(Meter.Cost cost, double auc, double handOver, double search, double refit) {}

  /** From the cached rows to the best candidate, and on request to its model. */
  Run run(Meter meter, List<Candidate.Boosted> candidates, boolean refits) {
    double[] cpu = new double[4];
    double[] auc = new double[1];
    Meter.Cost cost =
        meter.of(
            () -> {
              cpu[0] = meter.cpu();
              RowBlock rows = handOver();
              cpu[1] = meter.cpu();
              GridSearch.Ranked first = search(rows, candidates).get(0);
              auc[0] = first.value();
              cpu[2] = meter.cpu();
              if (refits) {
                refit(rows, candidates.get(first.candidate()));
              }
              cpu[3] = meter.cpu();
            });
    return new Run(cost, auc[0], cpu[1] - cpu[0], cpu[2] - cpu[1], cpu[3] - cpu[2]);
  }

  /** Takes the rows out of Spark. */
  RowBlock handOver() {
    return RowEncoder.encode(labelled, SearchRows.problem(), SearchRows.encoding());
  }

  /** The candidates' numbers, the best first, with their mean AUC. */
  List<GridSearch.Ranked> search(RowBlock rows, List<Candidate.Boosted> candidates) {
    String id = UUID.randomUUID().toString();
    return new GridSearch(id, SearchRows.FOLDS, Metric.AUC, fitting())
        .run(spark, rows, List.copyOf(candidates))
        .ranked();
  }

  /** Fits on all rows, with as many threads as Spark has. */
  private void refit(RowBlock rows, Candidate.Boosted best) {
    BoostedFit.model(rows, best, fitting());
  }

  private Fitting fitting() {
    int threads = spark.sparkContext().defaultParallelism();
    return new Fitting(EQUAL_WEIGHT, SearchRows.SEED, threads, bins);
  }
}
