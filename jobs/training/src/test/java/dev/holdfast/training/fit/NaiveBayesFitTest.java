package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.NaiveBayesModel;
import dev.holdfast.training.data.RowBlock;
import org.junit.jupiter.api.Test;

class NaiveBayesFitTest {
  private static final float MISSING = Float.NaN;

  // A number and a column of zeros and ones; two positives, three negatives.
  private static final RowBlock ROWS =
      Samples.column(new float[] {4, 1, 6, MISSING, 1, 0, 3, 0, 2, 1}, 1, 1, 0, 0, 0);

  private final NaiveBayesModel model = NaiveBayesFit.model(ROWS, new NaiveBayes("bayes", 1, 0.1));

  @Test
  void posteriorsAreThoseWorkedOutByHand() {
    // Positives 4, 6: mean 5, variance 1. Negatives 1, 3, 2: mean 2, variance 2/3. All: mean 3.2,
    // variance 2.96, of which a tenth is added.
    double positive = density(4, 5, 1 + 0.296);
    double negative = density(4, 2, 2.0 / 3 + 0.296);
    // Ones: 1 of 1 positive, 1 of 3 negatives (one more of each value).
    double bayesOne =
        0.4 * positive * (2.0 / 3) / (0.4 * positive * (2.0 / 3) + 0.6 * negative * 0.4);
    double bayesZero =
        0.4 * positive * (1.0 / 3) / (0.4 * positive * (1.0 / 3) + 0.6 * negative * 0.6);

    float[] probabilities = model.probabilities(new float[] {4, 1, 4, 0}, 2);
    assertThat(probabilities[0]).isCloseTo((float) bayesOne, within(1e-6f));
    assertThat(probabilities[1]).isCloseTo((float) bayesZero, within(1e-6f));
  }

  @Test
  void aMissingValueSaysNothing() {
    float[] probabilities = model.probabilities(new float[] {MISSING, MISSING, MISSING, 1}, 2);

    assertThat(probabilities[0]).isCloseTo(0.4f, within(1e-6f));
    assertThat(probabilities[1])
        .isCloseTo((float) (0.4 * 2 / 3 / (0.4 * 2 / 3 + 0.6 * 0.4)), within(1e-6f));
  }

  @Test
  void aColumnOfOneValueOrOfOneClassSaysNothing() {
    RowBlock rows = Samples.column(new float[] {7, 3, 7, 5, 7, MISSING, 7, MISSING}, 1, 1, 0, 0);
    NaiveBayesModel fitted = NaiveBayesFit.model(rows, new NaiveBayes("bayes", 1, 0.1));

    assertThat(fitted.probabilities(new float[] {9, 100}, 1)[0]).isCloseTo(0.5f, within(1e-6f));
  }

  private static double density(double value, double mean, double variance) {
    return Math.exp(-(value - mean) * (value - mean) / (2 * variance))
        / Math.sqrt(2 * Math.PI * variance);
  }
}
