package dev.holdfast.benchmark;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.RankMetrics;
import dev.holdfast.training.fit.Candidate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The loop that a person would write with the same library: for each candidate and fold, slice the
 * rows, build the matrices, fit, predict the rows of the fold. The fits are Spark tasks of one
 * thread each, as the engine's are.
 */
final class SearchRebuildSide {

  private SearchRebuildSide() {}

  private record Fit(int candidate, Candidate.Boosted settings, int fold) implements Serializable {}

  private record Judged(int candidate, double auc) implements Serializable {}

  /** The best mean AUC over the folds. */
  static double search(SparkSession spark, RowBlock rows, List<Candidate.Boosted> candidates) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Fit> fits = new ArrayList<>();
    for (int number = 0; number < candidates.size(); number++) {
      for (int fold = 0; fold < SearchRows.FOLDS; fold++) {
        fits.add(new Fit(number, candidates.get(number), fold));
      }
    }
    // The longest first, as the engine has them: neither side waits for a straggler.
    fits.sort(
        Comparator.comparingInt((Fit fit) -> fit.settings().rounds() * fit.settings().depth())
            .reversed());
    Broadcast<RowBlock> shared = context.broadcast(rows);
    try {
      double[] sums = new double[candidates.size()];
      context
          .parallelize(fits, fits.size())
          .map(fit -> judged(shared.value(), fit))
          .collect()
          .forEach(judged -> sums[judged.candidate()] += judged.auc() / SearchRows.FOLDS);
      return java.util.Arrays.stream(sums).max().orElseThrow();
    } finally {
      shared.destroy();
    }
  }

  private static Judged judged(RowBlock all, Fit fit) throws XGBoostError {
    RowBlock held = all.slice(fit.fold(), true);
    DMatrix training = matrix(all.slice(fit.fold(), false));
    DMatrix validation = matrix(held);
    Booster booster = fitted(training, fit.settings());
    float[][] predicted = booster.predict(validation);
    float[] probabilities = new float[predicted.length];
    for (int row = 0; row < predicted.length; row++) {
      probabilities[row] = predicted[row][0];
    }
    booster.dispose();
    validation.dispose();
    training.dispose();
    return new Judged(fit.candidate(), new RankMetrics(probabilities, held.labels()).auc());
  }

  /** Rows as XGBoost takes them, which it bins by itself when they train. */
  static DMatrix matrix(RowBlock rows) throws XGBoostError {
    DMatrix matrix = new DMatrix(rows.values(), rows.rows(), rows.width(), Float.NaN);
    float[] labels = new float[rows.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = rows.labels()[row];
    }
    matrix.setLabel(labels);
    return matrix;
  }

  /** One fit of one thread, with the settings that the engine gives to it. */
  static Booster fitted(DMatrix training, Candidate.Boosted candidate) throws XGBoostError {
    Map<String, Object> settings =
        Map.ofEntries(
            Map.entry("objective", "binary:logistic"),
            Map.entry("tree_method", "hist"),
            Map.entry("max_depth", candidate.depth()),
            Map.entry("eta", candidate.learningRate()),
            Map.entry("min_child_weight", candidate.minChildWeight()),
            Map.entry("subsample", candidate.subsample()),
            Map.entry("colsample_bytree", candidate.columnSample()),
            Map.entry("lambda", candidate.l2()),
            Map.entry("seed", SearchRows.SEED),
            Map.entry("nthread", 1),
            Map.entry("verbosity", 0));
    return XGBoost.train(
        training, new java.util.HashMap<>(settings), candidate.rounds(), Map.of(), null, null);
  }
}
