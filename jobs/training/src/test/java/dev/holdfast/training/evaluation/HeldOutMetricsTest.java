package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.problem.Decision;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldOutMetricsTest {

  @Test
  void binsHoldEqualNumbersAndTheErrorIsTheirMeanDistance() {
    float[] probabilities = {0.1f, 0.1f, 0.2f, 0.2f, 0.6f, 0.6f, 0.8f, 0.8f};
    byte[] labels = {0, 0, 1, 0, 1, 0, 1, 1};

    Reliability reliability = Reliability.of(probabilities, labels, 4);

    assertThat(reliability.bins())
        .extracting(Reliability.Bin::rows)
        .containsExactly(2L, 2L, 2L, 2L);
    assertThat(reliability.bins())
        .extracting(Reliability.Bin::observed)
        .containsExactly(0.0, 0.5, 0.5, 1.0);
    assertThat(reliability.expectedError()).isCloseTo((0.1 + 0.3 + 0.1 + 0.2) / 4, within(1e-7));
  }

  @Test
  void equalProbabilitiesAreNeverSplitOverBins() {
    float[] probabilities = new float[100];
    byte[] labels = new byte[100];
    for (int row = 0; row < 100; row++) {
      probabilities[row] = row < 50 ? 0.25f : row / 100f;
      labels[row] = (byte) (row % 4 == 0 ? 1 : 0);
    }

    Reliability reliability = Reliability.of(probabilities, labels, 10);

    assertThat(reliability.bins().get(0).rows()).isEqualTo(50);
    assertThat(reliability.bins()).hasSize(6);
    assertThat(reliability.bins().stream().mapToLong(Reliability.Bin::rows).sum()).isEqualTo(100);
  }

  @Test
  void probabilitiesThatAreFrequenciesErrByChanceAlone() {
    int rows = 60_000;
    SplittableRandom random = new SplittableRandom(8);
    float[] probabilities = new float[rows];
    float[] tooSure = new float[rows];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      probabilities[row] = (float) (0.3 * random.nextDouble());
      tooSure[row] = probabilities[row] * 1.3f;
      labels[row] = (byte) (random.nextDouble() < probabilities[row] ? 1 : 0);
    }

    assertThat(Reliability.of(probabilities, labels).expectedError()).isLessThan(0.008);
    assertThat(Reliability.of(tooSure, labels).expectedError()).isBetween(0.037, 0.053);
  }

  @Test
  void tenthsHoldAllPositivesTogether() {
    float[] scores = new float[100];
    byte[] labels = new byte[100];
    for (int row = 0; row < 100; row++) {
      scores[row] = row / 100f;
      labels[row] = (byte) (row >= 92 || row == 5 || row == 85 ? 1 : 0);
    }

    Gains gains = Gains.of(new RankMetrics(scores, labels));

    assertThat(gains.deciles()).hasSize(10);
    assertThat(gains.deciles().get(0)).isEqualTo(new Gains.Decile(10, 8, 8.0, 0.8));
    assertThat(gains.deciles().get(1)).isEqualTo(new Gains.Decile(10, 1, 1.0, 0.9));
    assertThat(gains.deciles().get(9).gain()).isEqualTo(1.0);
  }

  @Test
  void aWeightCountsARowAsOften() {
    float[] scores = {0.9f, 0.8f, 0.8f, 0.3f, 0.1f};
    byte[] labels = {1, 0, 1, 1, 0};
    int[] times = {2, 1, 0, 3, 1};
    RankMetrics repeated =
        new RankMetrics(
            new float[] {0.9f, 0.9f, 0.8f, 0.3f, 0.3f, 0.3f, 0.1f},
            new byte[] {1, 1, 0, 1, 1, 1, 0});

    RankMetrics.Weighted weighted =
        new RankMetrics(scores, labels).weighted(row -> times[row], 0.4);

    assertThat(weighted.auc()).isCloseTo(repeated.auc(), within(1e-12));
    assertThat(weighted.averagePrecision()).isCloseTo(repeated.averagePrecision(), within(1e-12));
    assertThat(weighted.lift()).isCloseTo(repeated.lift(0.4), within(1e-12));
  }

  @Test
  void aCapacityIsTakenFromEachDayAndItsThresholdIsTheirMean() {
    float[] scores = {0.9f, 0.8f, 0.7f, 0.4f, 0.3f, 0.2f};
    int[] days = {1, 1, 1, 2, 2, 2};

    Acted acted = Acted.of(new Decision.Capacity(2), scores, days, 1);
    Acted half = Acted.of(new Decision.Capacity(2), scores, days, 0.5);

    assertThat(acted.rows()).containsExactly(true, true, false, true, true, false);
    assertThat(acted.threshold()).isCloseTo((0.8 + 0.3) / 2, within(1e-6));
    assertThat(half.rows()).containsExactly(true, false, false, true, false, false);
  }

  @Test
  void everyMetricIsNamedAndLiesInItsInterval() {
    int rows = 4000;
    SplittableRandom random = new SplittableRandom(12);
    float[] scores = new float[rows];
    byte[] labels = new byte[rows];
    long[] entities = new long[rows];
    int[] days = new int[rows];
    for (int row = 0; row < rows; row++) {
      scores[row] = (float) random.nextDouble();
      labels[row] = (byte) (random.nextDouble() < scores[row] ? 1 : 0);
      entities[row] = row / 4;
      days[row] = row % 4;
    }

    Map<String, Double> metrics =
        new HeldOutMetrics(new Decision.Economics(5, 20, 0.5), 1, 7)
            .of(scores, labels, entities, days);

    for (String metric : new String[] {"auc", "average_precision", "lift_10", "log_loss"}) {
      double low = metrics.get("holdout." + metric + ".low");
      double high = metrics.get("holdout." + metric + ".high");
      assertThat(metrics.get("holdout." + metric)).as(metric).isBetween(low, high);
      assertThat(high - low).as(metric).isBetween(1e-4, 0.2);
    }
    assertThat(metrics.get("holdout.threshold")).isEqualTo(0.5);
    assertThat(metrics.get("holdout.ece")).isLessThan(0.04);
    assertThat(
            metrics.get("holdout.true_positives")
                + metrics.get("holdout.false_positives")
                + metrics.get("holdout.true_negatives")
                + metrics.get("holdout.false_negatives"))
        .isEqualTo(rows);
    assertThat(metrics).containsKeys("holdout.decile_10.gain", "holdout.reliability_15.observed");
  }
}
