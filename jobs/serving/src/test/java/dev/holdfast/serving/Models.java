package dev.holdfast.serving;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.model.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Models over a spend, a number of orders, whether somebody is new, and a plan. */
final class Models {
  private static final Category PLAN = new Category("plan", List.of("gold", "größe"));
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(
          List.of(new Numeric("spend"), new Numeric("orders"), new Numeric("new"), PLAN));
  private static final int ROWS = 2000;

  private Models() {}

  /** Log odds are {@code intercept + slope × spend}, one more for the plan größe. */
  static TrainedModel linear(double intercept, double slope) {
    int width = ENCODING.width();
    double[] weights = new double[width];
    double[] fills = new double[width];
    double[] indicators = new double[width];
    weights[0] = slope;
    weights[4] = 1;
    fills[0] = 0.25;
    indicators[0] = slope * 5;
    return model(new LinearModel(intercept, weights, fills, indicators));
  }

  /** Trees that XGBoost fitted to rows drawn at random. */
  static TrainedModel trees(int seed) throws XGBoostError, IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int width = ENCODING.width();
    float[] matrix = new float[ROWS * width];
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      int at = row * width;
      matrix[at] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextDouble(100);
      matrix[at + 1] = random.nextInt(9);
      matrix[at + 2] = random.nextInt(2);
      matrix[at + 3 + random.nextInt(4)] = 1;
      double score = (matrix[at] > 40 ? 1 : -1) + matrix[at + 1] / 4 - matrix[at + 3];
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
    }
    DMatrix training = new DMatrix(matrix, ROWS, width, Float.NaN);
    training.setLabel(labels);
    Map<String, Object> settings =
        Map.of("objective", "binary:logistic", "max_depth", 4, "nthread", 1, "seed", seed);
    Booster booster = XGBoost.train(training, settings, 30, Map.of(), null, null);
    try {
      return model(new BoostedTrees(booster.toByteArray("ubj"), 0.3));
    } finally {
      booster.dispose();
      training.dispose();
    }
  }

  private static TrainedModel model(ScoringModel scoring) {
    return new TrainedModel(
        ENCODING,
        scoring,
        new Calibrator.Platt(0.9, 0.05),
        List.of(
            new Distribution.OfNumbers(List.of(3.0), List.of(0.5, 0.5, 0.0)),
            new Distribution.OfNumbers(List.of(3.0), List.of(0.4, 0.4, 0.2)),
            new Distribution.OfNumbers(List.of(0.5), List.of(0.5, 0.5, 0.0)),
            new Distribution.OfCategories(PLAN, List.of(0.5, 0.495, 0.005, 0.0))),
        new Distribution.OfNumbers(List.of(0.5), List.of(0.5, 0.5, 0.0)));
  }
}
