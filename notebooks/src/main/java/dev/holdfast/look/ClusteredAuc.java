package dev.holdfast.look;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve of scores, and the difference of two areas over the same rows, with
 * standard errors that hold although the rows of one entity are alike.
 *
 * <p>The area is the mean over pairs of a positive and a negative row of whether the positive
 * scores higher. What each row adds to it (DeLong et al., Biometrics 44, 1988) is summed by entity,
 * and the entities, being independent, tell the variance (Obuchowski, Biometrics 53, 1997).
 */
final class ClusteredAuc {
  private final int[] entity;
  private final int entities;
  private final boolean[] positive;

  /**
   * @param entity of each row, numbered from 0
   * @param entities how many there are
   * @param positive of each row
   */
  ClusteredAuc(int[] entity, int entities, boolean[] positive) {
    this.entity = entity.clone();
    this.entities = entities;
    this.positive = positive.clone();
  }

  /**
   * @param value the area, or the difference of two
   * @param standardError of the value, over entities
   */
  record Estimate(double value, double standardError) {}

  /** The area of scores. */
  Estimate of(double[] scores) {
    double[] influence = new double[scores.length];
    double area = area(scores, influence);
    return new Estimate(area, standardError(influence));
  }

  /** The area of the second scores less that of the first. */
  Estimate difference(double[] first, double[] second) {
    double[] ofFirst = new double[first.length];
    double[] ofSecond = new double[second.length];
    double difference = area(second, ofSecond) - area(first, ofFirst);
    double[] influence = new double[first.length];
    Arrays.setAll(influence, row -> ofSecond[row] - ofFirst[row]);
    return new Estimate(difference, standardError(influence));
  }

  private double area(double[] scores, double[] influence) {
    int rows = scores.length;
    int positives = (int) IntStream.range(0, rows).filter(row -> positive[row]).count();
    int negatives = rows - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "Cannot measure an AUC: %d positive and %d negative rows. Both are needed."
              .formatted(positives, negatives));
    }
    Integer[] order =
        IntStream.range(0, rows)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> scores[row]))
            .toArray(Integer[]::new);
    int positivesBelow = 0;
    int negativesBelow = 0;
    double wins = 0;
    for (int from = 0; from < rows; ) {
      int end = from;
      int positivesHere = 0;
      while (end < rows && scores[order[end]] == scores[order[from]]) {
        positivesHere += positive[order[end++]] ? 1 : 0;
      }
      int negativesHere = end - from - positivesHere;
      double positiveBeats = (negativesBelow + negativesHere / 2.0) / negatives;
      double beatsNegative =
          (positives - positivesBelow - positivesHere + positivesHere / 2.0) / positives;
      for (int at = from; at < end; at++) {
        influence[order[at]] = positive[order[at]] ? positiveBeats : beatsNegative;
      }
      wins += positivesHere * positiveBeats;
      positivesBelow += positivesHere;
      negativesBelow += negativesHere;
      from = end;
    }
    double area = wins / positives;
    for (int row = 0; row < rows; row++) {
      influence[row] = (influence[row] - area) / (positive[row] ? positives : negatives);
    }
    return area;
  }

  private double standardError(double[] influence) {
    double[] sums = new double[entities];
    for (int row = 0; row < influence.length; row++) {
      sums[entity[row]] += influence[row];
    }
    double squares = Arrays.stream(sums).map(sum -> sum * sum).sum();
    return Math.sqrt(squares * entities / (entities - 1.0));
  }
}
