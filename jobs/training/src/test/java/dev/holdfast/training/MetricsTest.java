package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.training.evaluation.Bootstrap;
import dev.holdfast.training.evaluation.Confusion;
import dev.holdfast.training.evaluation.Losses;
import dev.holdfast.training.evaluation.RankMetrics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void aucCountsPairsInOrder() {
    RankMetrics ranks =
        new RankMetrics(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, new byte[] {0, 0, 1, 1});

    assertThat(ranks.auc()).isEqualTo(0.75);
    assertThat(ranks.averagePrecision()).isCloseTo((1.0 + 2.0 / 3) / 2, within(1e-12));
  }

  @Test
  void equalScoresCountHalf() {
    RankMetrics ranks = new RankMetrics(new float[] {0.5f, 0.5f, 0.5f}, new byte[] {1, 0, 0});

    assertThat(ranks.auc()).isEqualTo(0.5);
    assertThat(ranks.averagePrecision()).isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void aucAgreesWithAllPairsOnRandomScores() {
    SplittableRandom random = new SplittableRandom(5);
    float[] scores = new float[300];
    byte[] labels = new byte[300];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = random.nextInt(40) / 40f - 0.3f;
      labels[row] = (byte) (random.nextDouble() < 0.3 ? 1 : 0);
    }
    double pairs = 0;
    double right = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }

    assertThat(new RankMetrics(scores, labels).auc()).isCloseTo(right / pairs, within(1e-12));
  }

  @Test
  void liftIsTheSharesRatio() {
    float[] scores = new float[100];
    byte[] labels = new byte[100];
    for (int row = 0; row < 100; row++) {
      scores[row] = row;
      labels[row] = (byte) (row >= 95 || row < 5 ? 1 : 0);
    }

    assertThat(new RankMetrics(scores, labels).lift(0.1)).isCloseTo(5.0, within(1e-12));
  }

  @Test
  void lossesOfKnownProbabilities() {
    float[] probabilities = {0.9f, 0.2f};
    byte[] labels = {1, 0};

    assertThat(Losses.logLoss(probabilities, labels))
        .isCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, within(1e-7));
    assertThat(Losses.brier(probabilities, labels)).isCloseTo((0.01 + 0.04) / 2, within(1e-7));
    assertThat(Losses.logLoss(new float[] {0f}, new byte[] {1})).isFinite();
  }

  @Test
  void confusionAndWhatFollowsFromIt() {
    Confusion confusion =
        Confusion.of(new boolean[] {true, true, true, false, false}, new byte[] {1, 1, 0, 1, 0});

    assertThat(confusion).isEqualTo(new Confusion(2, 1, 1, 1));
    assertThat(confusion.precision()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(confusion.recall()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(confusion.f1()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(confusion.accuracy()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void anIntervalOfFewEntitiesIsWiderThanOneOfAsManyRows() {
    SplittableRandom random = new SplittableRandom(11);
    int rows = 2000;
    float[] scores = new float[rows];
    byte[] labels = new byte[rows];
    long[] own = new long[rows];
    long[] grouped = new long[rows];
    for (int row = 0; row < rows; row++) {
      int entity = row / 20;
      SplittableRandom ofEntity = new SplittableRandom(entity);
      labels[row] = (byte) (ofEntity.nextDouble() < 0.3 ? 1 : 0);
      scores[row] =
          (float) (ofEntity.nextDouble() + 0.3 * labels[row] + 0.01 * random.nextDouble());
      own[row] = row;
      grouped[row] = entity;
    }
    RankMetrics ranks = new RankMetrics(scores, labels);
    Bootstrap.Interval byRow =
        Bootstrap.of(scores, labels, own, 0.1, 3).interval(sample -> sample.ranks().auc());
    Bootstrap.Interval byEntity =
        Bootstrap.of(scores, labels, grouped, 0.1, 3).interval(sample -> sample.ranks().auc());

    assertThat(ranks.auc()).isBetween(byEntity.low(), byEntity.high());
    assertThat(byEntity.high() - byEntity.low()).isGreaterThan(2 * (byRow.high() - byRow.low()));
  }
}
