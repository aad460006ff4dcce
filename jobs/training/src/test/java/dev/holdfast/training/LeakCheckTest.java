package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.problem.Training.Leak;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.LeakCheck;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
  private static final List<String> NAMES = List.of("honest", "outcome", "filled_later", "gap");
  private static final int ROWS = 4_000;

  @Test
  void featuresThatKnowTheOutcomeAreNamedAndNoOthers() {
    RowBlock training = rows(1, true);
    RowBlock heldOut = rows(2, false);

    List<LeakCheck.Finding> findings =
        new LeakCheck(new Leak(0.95, 0.15)).findings(NAMES, training, heldOut);

    assertThat(findings)
        .extracting(LeakCheck.Finding::feature)
        .containsExactlyInAnyOrder("outcome", "filled_later", "gap");
    assertThat(findings.get(0).toString()).contains("AUC").contains("held out");
  }

  // "outcome" falls with the label, "filled_later" knows it in training only, and "gap" is missing
  // for positives; "honest" is a good, noisy feature.
  private static RowBlock rows(long seed, boolean training) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = NAMES.size();
    float[] values = new float[ROWS * width];
    byte[] labels = new byte[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = (byte) (random.nextInt(10) == 0 ? 1 : 0);
      values[row * width] = (float) (labels[row] + random.nextDouble() * 2);
      values[row * width + 1] = (float) (-labels[row] + random.nextDouble() * 0.9);
      values[row * width + 2] = (float) ((training ? labels[row] * 0.7 : 0) + random.nextDouble());
      values[row * width + 3] = labels[row] == 1 ? Float.NaN : (float) random.nextDouble();
    }
    return new RowBlock(ROWS, width, values, labels, new int[ROWS], new long[ROWS]);
  }
}
