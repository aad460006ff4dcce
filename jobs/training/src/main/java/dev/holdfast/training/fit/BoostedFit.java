package dev.holdfast.training.fit;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.training.data.RowBlock;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Fits gradient boosted trees by XGBoost's core. */
public final class BoostedFit {

  private BoostedFit() {}

  /** What is done when the model has some number of rounds; it may be read, not kept. */
  @FunctionalInterface
  public interface AtRounds {
    void accept(Booster booster, int rounds) throws XGBoostError;
  }

  /** Rows in XGBoost's own memory, binned; the caller disposes of it. */
  static DMatrix matrix(RowBlock rows, int bins) throws XGBoostError {
    Levels levels = Levels.of(rows, bins);
    return levels.binned(AlikeOrder.of(levels));
  }

  /** Has XGBoost bin a matrix now: fits that share it afterwards only read it. */
  static void bin(DMatrix matrix) throws XGBoostError {
    Map<String, Object> settings = new HashMap<>(Map.of("tree_method", "hist", "nthread", 1));
    settings.put("max_depth", 1);
    XGBoost.train(matrix, settings, 1, Map.of(), null, null).dispose();
  }

  /**
   * Fits round by round up to {@code candidate.rounds()}, and shows the model after each of some
   * numbers of rounds: one fit serves every smaller number. What a booster predicted for a matrix
   * it goes on from at the next prediction.
   */
  public static void fit(
      DMatrix training,
      Candidate.Boosted candidate,
      Fitting fitting,
      java.util.Set<Integer> stops,
      AtRounds atRounds)
      throws XGBoostError {
    Map<String, Object> settings = settings(candidate, fitting);
    Booster booster = XGBoost.train(training, settings, 1, new HashMap<>(), null, null);
    try {
      for (int rounds = 1; rounds <= candidate.rounds(); rounds++) {
        if (rounds > 1) {
          booster.update(training, rounds - 1);
        }
        if (stops.contains(rounds)) {
          atRounds.accept(booster, rounds);
        }
      }
    } finally {
      booster.dispose();
    }
  }

  /**
   * Fits the longest of some candidates, and has each judged at its number of rounds.
   *
   * @param byRounds the candidates' numbers
   */
  static void onFold(
      Fold fold,
      Candidate.Boosted longest,
      Map<Integer, Integer> byRounds,
      Fitting fitting,
      Judge judge)
      throws XGBoostError {
    DMatrix training = fold.trainingMatrix();
    double shift = Math.log(fitting.positiveWeight());
    fit(
        training,
        longest,
        fitting,
        byRounds.keySet(),
        (booster, rounds) -> fold.judge(byRounds.get(rounds), booster, shift, judge));
  }

  /** Probabilities as XGBoost predicts them, a row each, their log odds lowered by a shift. */
  public static float[] shifted(float[][] predicted, double shift) {
    float[] probabilities = new float[predicted.length];
    for (int row = 0; row < predicted.length; row++) {
      probabilities[row] = BoostedTrees.shifted(predicted[row][0], shift);
    }
    return probabilities;
  }

  /** Fits one candidate on all rows. */
  public static BoostedTrees model(RowBlock rows, Candidate.Boosted candidate, Fitting fitting) {
    try {
      DMatrix matrix = matrix(rows, fitting.bins());
      try {
        byte[][] ubj = new byte[1][];
        fit(
            matrix,
            candidate,
            fitting,
            java.util.Set.of(candidate.rounds()),
            (booster, rounds) -> ubj[0] = booster.toByteArray("ubj"));
        return new BoostedTrees(ubj[0], Math.log(fitting.positiveWeight()));
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot fit %s: %s".formatted(candidate.name(), failed.getMessage()), failed);
    }
  }

  private static Map<String, Object> settings(Candidate.Boosted candidate, Fitting fitting) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("objective", "binary:logistic");
    settings.put("tree_method", "hist");
    settings.put("max_depth", candidate.depth());
    settings.put("eta", candidate.learningRate());
    settings.put("min_child_weight", candidate.minChildWeight());
    settings.put("subsample", candidate.subsample());
    settings.put("colsample_bytree", candidate.columnSample());
    settings.put("lambda", candidate.l2());
    settings.put("scale_pos_weight", fitting.positiveWeight());
    settings.put("seed", fitting.seed());
    settings.put("nthread", fitting.threads());
    settings.put("verbosity", 0);
    return settings;
  }
}
