package dev.holdfast.training.evaluation;

import dev.holdfast.model.Evaluation.Importance;
import dev.holdfast.model.Evaluation.Measure;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.NearestNeighboursModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.reasons.Contributions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What each feature matters to a model on rows that it was not fitted on: the mean of its absolute
 * Shapley values (Lundberg and others, From Local Explanations to Global Understanding with
 * Explainable AI for Trees, 2020), or of a model that has none what its AUC loses when the
 * feature's values are exchanged among rows (Breiman, Random Forests, 2001).
 *
 * @param features the most important first
 */
public record Importances(Measure measure, List<Importance> features) {
  private static final int ROWS = 2_000;

  public Importances {
    features = List.copyOf(features);
  }

  /**
   * Measures on at most {@code ROWS} rows, spread evenly.
   *
   * @param matrix encoded rows, row-major
   * @param labels one a row
   */
  public static Importances of(TrainedModel model, float[] matrix, byte[] labels, long seed) {
    int width = model.encoding().width();
    int count = Math.min(ROWS, labels.length);
    float[] some = new float[count * width];
    byte[] outcomes = new byte[count];
    for (int row = 0; row < count; row++) {
      int from = (int) ((long) row * labels.length / count);
      System.arraycopy(matrix, from * width, some, row * width, width);
      outcomes[row] = labels[from];
    }
    Optional<Contributions> contributions = Contributions.of(model.scoring());
    if (contributions.isPresent()) {
      return new Importances(
          Measure.SHAPLEY, sorted(shapley(contributions.get(), model.encoding(), some, count)));
    }
    // Each score of neighbours looks at all training rows: exchanging every feature takes hours.
    return model.scoring() instanceof NearestNeighboursModel
        ? new Importances(Measure.NONE, List.of())
        : new Importances(Measure.PERMUTATION, sorted(permuted(model, some, outcomes, seed)));
  }

  private static List<Importance> sorted(List<Importance> features) {
    return features.stream()
        .sorted(Comparator.comparingDouble(Importance::weight).reversed())
        .toList();
  }

  private static List<Importance> shapley(
      Contributions contributions, FeatureEncoding encoding, float[] matrix, int rows) {
    int width = encoding.width();
    double[] found = new double[rows * width];
    contributions.explain(matrix, rows, found);
    List<Importance> features = new ArrayList<>();
    int column = 0;
    for (Input input : encoding.inputs()) {
      double[] sums = new double[rows];
      double absolute = 0;
      for (int row = 0; row < rows; row++) {
        for (int place = 0; place < input.width(); place++) {
          sums[row] += found[row * width + column + place];
        }
        absolute += Math.abs(sums[row]);
      }
      double direction =
          input instanceof FeatureEncoding.Numeric
              ? correlation(matrix, column, width, sums)
              : Double.NaN;
      features.add(new Importance(input.name(), absolute / rows, direction));
      column += input.width();
    }
    return features;
  }

  // Of rows whose value is there; NaN where the value or the contribution is always the same.
  private static double correlation(float[] matrix, int column, int width, double[] sums) {
    int[] present =
        IntStream.range(0, sums.length)
            .filter(row -> !Float.isNaN(matrix[row * width + column]))
            .toArray();
    double meanValue =
        IntStream.of(present).mapToDouble(row -> matrix[row * width + column]).average().orElse(0);
    double meanSum = IntStream.of(present).mapToDouble(row -> sums[row]).average().orElse(0);
    double products = 0;
    double values = 0;
    double others = 0;
    for (int row : present) {
      double value = matrix[row * width + column] - meanValue;
      double other = sums[row] - meanSum;
      products += value * other;
      values += value * value;
      others += other * other;
    }
    return values > 0 && others > 0 ? products / Math.sqrt(values * others) : Double.NaN;
  }

  private static List<Importance> permuted(
      TrainedModel model, float[] matrix, byte[] labels, long seed) {
    int width = model.encoding().width();
    double all = new RankMetrics(model.probabilities(matrix, labels.length), labels).auc();
    int[] exchanged = exchanged(labels.length, seed);
    List<Importance> features = new ArrayList<>();
    int column = 0;
    for (Input input : model.encoding().inputs()) {
      float[] mixed = matrix.clone();
      for (int row = 0; row < labels.length; row++) {
        System.arraycopy(
            matrix, exchanged[row] * width + column, mixed, row * width + column, input.width());
      }
      double without = new RankMetrics(model.probabilities(mixed, labels.length), labels).auc();
      features.add(new Importance(input.name(), all - without, Double.NaN));
      column += input.width();
    }
    return features;
  }

  private static int[] exchanged(int rows, long seed) {
    int[] order = IntStream.range(0, rows).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int at = rows - 1; at > 0; at--) {
      int other = random.nextInt(at + 1);
      int swap = order[at];
      order[at] = order[other];
      order[other] = swap;
    }
    return order;
  }
}
