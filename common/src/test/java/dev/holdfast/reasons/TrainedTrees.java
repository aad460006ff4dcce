package dev.holdfast.reasons;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Rows with missing values, and trees that the library fitted to them. */
public final class TrainedTrees {
  public static final int WIDTH = 12;

  private TrainedTrees() {}

  /** Numbers, small whole numbers and ones, a tenth of them missing. */
  public static float[] rows(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] matrix = new float[rows * WIDTH];
    for (int at = 0; at < matrix.length; at++) {
      int column = at % WIDTH;
      double value = random.nextGaussian();
      if (column % 3 == 1) {
        value = Math.round(value);
      } else if (column % 3 == 2) {
        value = value > 0 ? 1 : 0;
      }
      matrix[at] = random.nextInt(10) == 0 ? Float.NaN : (float) value;
    }
    return matrix;
  }

  public static float[] labels(float[] matrix, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] labels = new float[matrix.length / WIDTH];
    for (int row = 0; row < labels.length; row++) {
      double score = -1.5;
      for (int column = 0; column < WIDTH; column++) {
        float value = matrix[row * WIDTH + column];
        score += Float.isNaN(value) ? 0.4 : value * (column % 2 == 0 ? 0.5 : -0.3);
      }
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
    }
    return labels;
  }

  /** The bytes of a fit with these settings beside the usual ones. */
  public static byte[] fit(Map<String, Object> settings, int rounds)
      throws XGBoostError, IOException {
    float[] matrix = rows(4000, 1);
    DMatrix training = new DMatrix(matrix, matrix.length / WIDTH, WIDTH, Float.NaN);
    training.setLabel(labels(matrix, 2));
    Map<String, Object> all =
        new HashMap<>(Map.of("objective", "binary:logistic", "tree_method", "hist", "nthread", 1));
    all.putAll(settings);
    Booster booster = XGBoost.train(training, all, rounds, Map.of(), null, null);
    try {
      return booster.toByteArray("ubj");
    } finally {
      booster.dispose();
      training.dispose();
    }
  }
}
