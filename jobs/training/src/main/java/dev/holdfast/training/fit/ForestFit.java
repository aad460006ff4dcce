package dev.holdfast.training.fit;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.training.data.RowBlock;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Fits decision trees and random forests by XGBoost's core, as one round of parallel trees
 * (Breiman, Random Forests, 2001, with samples drawn without replacement).
 *
 * <p>Trees are fitted to squared error, whose gain over labels of 0 and 1 is that of the Gini
 * impurity, and a leaf holds its share of positives. The L2 penalty of 1 counts as one more row
 * with the share of positives over all rows (the m-estimate of Cestnik, 1990), so that no leaf says
 * 0 or 1. The forest's probability is the mean of its trees'.
 */
final class ForestFit {

  private ForestFit() {}

  static void onFold(Fold fold, Forest candidate, int number, Fitting fitting, Judge judge)
      throws XGBoostError {
    double shift = Math.log(fitting.positiveWeight());
    Booster booster = train(fold.trainingMatrix(), fold.trainingLabels(), candidate, fitting);
    try {
      fold.judge(number, booster, shift, judge);
    } finally {
      booster.dispose();
    }
  }

  static BoostedTrees model(RowBlock rows, Forest candidate, Fitting fitting) {
    try {
      DMatrix matrix = BoostedFit.matrix(rows, fitting.bins());
      try {
        Booster booster = train(matrix, rows.labels(), candidate, fitting);
        try {
          return new BoostedTrees(booster.toByteArray("ubj"), Math.log(fitting.positiveWeight()));
        } finally {
          booster.dispose();
        }
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot fit %s: %s".formatted(candidate.name(), failed.getMessage()), failed);
    }
  }

  private static Booster train(DMatrix matrix, byte[] labels, Forest candidate, Fitting fitting)
      throws XGBoostError {
    long count = 0;
    for (byte label : labels) {
      count += label;
    }
    double positives = fitting.positiveWeight() * count;
    Map<String, Object> settings = new HashMap<>();
    settings.put("objective", "reg:squarederror");
    settings.put("base_score", positives / (positives + labels.length - count));
    settings.put("tree_method", "hist");
    settings.put("num_parallel_tree", candidate.trees());
    settings.put("eta", 1);
    settings.put("lambda", 1);
    settings.put("max_depth", candidate.depth());
    settings.put("min_child_weight", candidate.minChildWeight());
    settings.put("subsample", candidate.subsample());
    settings.put("colsample_bynode", candidate.columnSample());
    settings.put("scale_pos_weight", fitting.positiveWeight());
    settings.put("seed", fitting.seed());
    settings.put("nthread", fitting.threads());
    settings.put("verbosity", 0);
    return XGBoost.train(matrix, settings, 1, new HashMap<>(), null, null);
  }
}
