package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.training.evaluation.Bootstrap.Interval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static final int ROWS = 4000;
  private final byte[] labels = new byte[ROWS];
  private final long[] entities = new long[ROWS];
  private final float[] good = new float[ROWS];
  private final float[] alike = new float[ROWS];
  private final float[] bad = new float[ROWS];

  PairedDifferenceTest() {
    SplittableRandom random = new SplittableRandom(4);
    for (int row = 0; row < ROWS; row++) {
      double truth = random.nextGaussian();
      labels[row] = (byte) (truth + random.nextGaussian() > 1 ? 1 : 0);
      entities[row] = row / 4;
      good[row] = probability(truth + 0.5 * random.nextGaussian());
      alike[row] =
          probability(Math.log(good[row] / (1 - good[row])) + 0.01 * random.nextGaussian());
      bad[row] = probability(truth + 3 * random.nextGaussian());
    }
  }

  @Test
  void aModelAgainstItselfDiffersByNothing() {
    assertThat(difference(good, good)).isEqualTo(new Interval(0, 0));
  }

  @Test
  void aBetterModelIsTellablyBetter() {
    Interval difference = difference(good, bad);

    assertThat(difference.low()).isPositive();
    assertThat(difference.high()).isGreaterThan(difference.low());
    assertThat(difference(bad, good).high()).isNegative();
  }

  @Test
  void whatTwoModelsHaveInCommonDoesNotWidenTheInterval() {
    Interval difference = difference(good, alike);
    Interval own = bootstrap(good).interval(sample -> sample.ranks().auc());

    assertThat(difference.high() - difference.low()).isLessThan((own.high() - own.low()) / 5);
  }

  private Interval difference(float[] one, float[] other) {
    return bootstrap(one).difference(bootstrap(other), sample -> sample.ranks().auc());
  }

  private Bootstrap bootstrap(float[] scores) {
    return Bootstrap.of(scores, labels, entities, 0.1, 7);
  }

  private static float probability(double logOdds) {
    return (float) (1 / (1 + Math.exp(-logOdds)));
  }
}
