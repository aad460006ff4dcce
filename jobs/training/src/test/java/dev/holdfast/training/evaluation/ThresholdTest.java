package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.problem.Decision;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdTest {
  private static final Decision.Economics ECONOMICS = new Decision.Economics(5, 100, 0.25);

  @Test
  void itLiesWhereActingGainedMost() {
    // A positive gains 20 and a negative costs 5: one row gains 20, six do again, all gain 10.
    float[] probabilities = {0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f, 0.3f, 0.1f};
    byte[] labels = {1, 0, 0, 0, 0, 1, 0, 0};

    Threshold threshold = Threshold.learn(ECONOMICS, probabilities, labels, 1, 1);
    Map<String, Double> metrics = threshold.metrics(ECONOMICS, probabilities, labels);

    // One row alone gains as much as six, and is fewer.
    assertThat(threshold.probability()).isCloseTo(0.85, within(1e-6));
    assertThat(metrics.get("decision.gain")).isEqualTo(20);
    assertThat(metrics.get("decision.declared_threshold")).isEqualTo(0.2);
    assertThat(metrics.get("decision.declared_gain")).isEqualTo(2 * 20 - 5 * 5);
    assertThat(metrics.get("decision.precision")).isEqualTo(1);
    assertThat(metrics.get("decision.recall")).isEqualTo(0.5);
    assertThat(metrics.get("decision.f1")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(Threshold.words(metrics)).contains("above 0.8500").contains("gains 20");
  }

  @Test
  void noSetOfRowsThatAThresholdCanTakeGainsMore() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 100; round++) {
      float[] probabilities = new float[60];
      byte[] labels = new byte[60];
      for (int row = 0; row < 60; row++) {
        probabilities[row] = random.nextInt(12) / 12f;
        labels[row] = (byte) (random.nextDouble() < probabilities[row] / 2 ? 1 : 0);
      }

      double learnt =
          Threshold.learn(ECONOMICS, probabilities, labels, 1, 1)
              .metrics(ECONOMICS, probabilities, labels)
              .get("decision.gain");

      for (int twelfth = -1; twelfth <= 12; twelfth++) {
        double other =
            new Threshold((twelfth + 0.5) / 12)
                .metrics(ECONOMICS, probabilities, labels)
                .get("decision.gain");
        assertThat(learnt).isGreaterThanOrEqualTo(other);
      }
    }
  }

  @Test
  void onProbabilitiesThatAreFrequenciesItIsTheDeclaredOne() {
    int rows = 200_000;
    SplittableRandom random = new SplittableRandom(4);
    float[] probabilities = new float[rows];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      probabilities[row] = (float) random.nextDouble();
      labels[row] = (byte) (random.nextDouble() < probabilities[row] ? 1 : 0);
    }

    Threshold threshold = Threshold.learn(ECONOMICS, probabilities, labels, 1, 1);

    assertThat(threshold.probability()).isCloseTo(ECONOMICS.threshold(), within(0.02));
  }

  @Test
  void whereNothingPaysNobodyIsActedOn() {
    Threshold threshold =
        Threshold.learn(ECONOMICS, new float[] {0.9f, 0.1f}, new byte[] {0, 0}, 1, 1);

    assertThat(threshold.probability()).isGreaterThan(0.9);
    assertThat(
            threshold
                .metrics(ECONOMICS, new float[] {0.9f, 0.1f}, new byte[] {0, 0})
                .get("decision.gain"))
        .isZero();
  }

  @Test
  void aCapacityIsUsedUpOnAverageOverTheDays() {
    float[] probabilities = new float[100];
    for (int row = 0; row < 100; row++) {
      probabilities[row] = (row + 1) / 101f;
    }
    byte[] labels = new byte[100];
    Decision decision = new Decision.Capacity(5);

    assertThat(acted(Threshold.learn(decision, probabilities, labels, 4, 1), probabilities))
        .isEqualTo(20);
    assertThat(acted(Threshold.learn(decision, probabilities, labels, 4, 0.5), probabilities))
        .isEqualTo(10);
    assertThat(acted(Threshold.learn(decision, probabilities, labels, 40, 1), probabilities))
        .isEqualTo(100);
  }

  private static int acted(Threshold threshold, float[] probabilities) {
    int acted = 0;
    for (float probability : probabilities) {
      acted += probability > threshold.probability() ? 1 : 0;
    }
    return acted;
  }
}
