package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NonNegativeLogisticTest {
  private static final int ROWS = 20_000;

  @Test
  void theLeastLossWithoutNegativeCoefficientsIsFound() {
    SplittableRandom random = new SplittableRandom(17);
    double[][] columns = new double[4][ROWS];
    byte[] labels = new byte[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < 3; j++) {
        columns[j][row] = random.nextGaussian();
      }
      // Two columns may be all but one.
      columns[3][row] = columns[0][row];
      double margin = -1 + 0.8 * columns[0][row] - 0.5 * columns[1][row] + 0.3 * columns[2][row];
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0);
    }

    double[] learnt = new NonNegativeLogistic(columns, labels).minimise();

    assertThat(learnt[1]).isZero();
    assertThat(learnt[0] + learnt[3]).isBetween(0.6, 0.9);
    assertThat(learnt[2]).isBetween(0.2, 0.4);
    // No slope is left where a coefficient may move, and none leads below 0 alone.
    double[] slopes = slopes(columns, labels, learnt);
    for (int j : new int[] {0, 2, 3, 4}) {
      assertThat(slopes[j]).as("slope %d", j).isCloseTo(0, within(1e-5));
    }
    assertThat(slopes[1]).isPositive();
  }

  private static double[] slopes(double[][] columns, byte[] labels, double[] at) {
    double[] slopes = new double[at.length];
    for (int row = 0; row < labels.length; row++) {
      double margin = at[columns.length];
      for (int j = 0; j < columns.length; j++) {
        margin += at[j] * columns[j][row];
      }
      double residual = (1 / (1 + Math.exp(-margin)) - labels[row]) / labels.length;
      for (int j = 0; j < columns.length; j++) {
        slopes[j] += residual * columns[j][row];
      }
      slopes[columns.length] += residual;
    }
    return slopes;
  }
}
