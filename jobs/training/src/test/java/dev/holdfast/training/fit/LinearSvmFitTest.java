package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.LinearModel;
import dev.holdfast.training.calibration.PlattScaling;
import dev.holdfast.training.data.RowBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearSvmFitTest {

  @ParameterizedTest
  @CsvSource({"0.001,1", "0.1,1", "0.1,4"})
  void noStepFromTheMinimumLowersTheObjective(double regularization, double positiveWeight) {
    RowBlock rows = Samples.interacting(800, 4, 3, 5);
    SquaredHinge hinge = new SquaredHinge(rows, positiveWeight);

    double[] weights = hinge.minimise(regularization, 100);

    float[] scaled = hinge.data().values();
    double least = objective(weights, scaled, rows, regularization, positiveWeight);
    for (int j = 0; j < weights.length; j++) {
      double[] up = weights.clone();
      double[] down = weights.clone();
      up[j] += 1e-4;
      down[j] -= 1e-4;
      double above = objective(up, scaled, rows, regularization, positiveWeight);
      double below = objective(down, scaled, rows, regularization, positiveWeight);
      assertThat(above).as("up %d", j).isGreaterThan(least);
      assertThat(below).as("down %d", j).isGreaterThan(least);
      assertThat((above - below) / 2e-4).as("slope %d", j).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void rowsThatALinePartsAreParted() {
    int count = 300;
    RowBlock drawn = Samples.interacting(count, 2, 3, 8);
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      labels[row] =
          (byte) (drawn.values()[2 * row] - 2 * drawn.values()[2 * row + 1] > 0.3 ? 1 : 0);
    }
    RowBlock rows =
        new RowBlock(count, 2, drawn.values(), labels, new int[count], drawn.entities());

    LinearModel model = new LinearSvmFit(rows, 1).fit(new LinearSvm("svm", 1e-6, 200));

    float[] probabilities = model.probabilities(rows.values(), count);
    int wrong = 0;
    for (int row = 0; row < count; row++) {
      wrong += (probabilities[row] > 0.5f) == (labels[row] == 1) ? 0 : 1;
    }
    assertThat(wrong).isLessThanOrEqualTo(3);
    assertThat(model.coefficients()[1] / model.coefficients()[0]).isCloseTo(-2, within(0.3));
  }

  @ParameterizedTest
  @CsvSource({"1", "6"})
  void probabilitiesAreAsFrequentAsOutcomes(double positiveWeight) {
    RowBlock rows = Samples.interacting(4000, 3, 3, 13);
    LinearModel model = new LinearSvmFit(rows, positiveWeight).fit(new LinearSvm("svm", 0.01, 100));

    double mean = 0;
    for (float probability : model.probabilities(rows.values(), rows.rows())) {
      mean += (double) probability / rows.rows();
    }
    assertThat(mean).isCloseTo((double) rows.positives() / rows.rows(), within(0.01));
  }

  @Test
  void theSigmoidThatMadeTheOutcomesIsFound() {
    int count = 40_000;
    java.util.SplittableRandom random = new java.util.SplittableRandom(2);
    double[] margins = new double[count];
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      margins[row] = random.nextGaussian();
      labels[row] =
          (byte) (random.nextDouble() < 1 / (1 + Math.exp(-(1.7 * margins[row] - 0.8))) ? 1 : 0);
    }

    PlattScaling scaling = PlattScaling.learn(margins, labels);

    assertThat(scaling.slope()).isCloseTo(1.7, within(0.06));
    assertThat(scaling.intercept()).isCloseTo(-0.8, within(0.05));
  }

  @Test
  void aThirdWithoutWhichThereIsOneClassIsSaid() {
    RowBlock rows = Samples.column(new float[] {1, 2, 3, 4, 5, 6}, 1, 0, 0, 0, 0, 0);

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new LinearSvmFit(rows, 1))
        .hasMessageContaining("Cannot fit a linear-svm")
        .hasMessageContaining("have 0 positives");
  }

  private static double objective(
      double[] weights,
      float[] scaled,
      RowBlock rows,
      double regularization,
      double positiveWeight) {
    int width = weights.length - 1;
    double loss = 0;
    double total = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double margin = weights[width];
      for (int j = 0; j < width; j++) {
        margin += weights[j] * scaled[row * width + j];
      }
      boolean positive = rows.labels()[row] == 1;
      double hinge = Math.max(0, 1 - (positive ? margin : -margin));
      loss += (positive ? positiveWeight : 1) * hinge * hinge;
      total += positive ? positiveWeight : 1;
    }
    double squares = 0;
    for (int j = 0; j < width; j++) {
      squares += weights[j] * weights[j];
    }
    return loss / total + regularization * squares / 2;
  }
}
