package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final Fitting FITTING = new Fitting(1, 7, 1);

  @Test
  void theNearestOutcomesAreCountedByHand() {
    // Two positives of five rows; one column, so that scaling keeps the order of distances.
    RowBlock rows = Samples.column(new float[] {0, 1, 2, 10, 11}, 0, 1, 0, 0, 1);
    ScoringModel model = new Neighbours("near", 3, 100).fit(rows, FITTING);

    float[] probabilities = model.probabilities(new float[] {0.9f, 10.4f}, 2);

    // Of 0, 1, 2 one is positive; of 2, 10, 11 one; beside them the share of all, 0.4.
    assertThat(probabilities[0]).isCloseTo(1.4f / 4, within(1e-6f));
    assertThat(probabilities[1]).isCloseTo(1.4f / 4, within(1e-6f));
    ScoringModel one = new Neighbours("near", 1, 100).fit(rows, FITTING);
    assertThat(one.probabilities(new float[] {1.1f, 10.4f}, 2)).containsExactly(0.7f, 0.2f);
  }

  @Test
  void ofEquallyNearRowsTheEarlierCounts() {
    RowBlock rows = Samples.column(new float[] {1, 3, 1, 3}, 1, 0, 0, 0);
    ScoringModel model = new Neighbours("near", 1, 100).fit(rows, FITTING);

    assertThat(model.probabilities(new float[] {1, 2, 3}, 3))
        .containsExactly(0.625f, 0.625f, 0.125f);
  }

  @Test
  void manyColumnsAgreeWithSortingAllDistances() {
    RowBlock rows = Samples.interacting(400, 5, 3, 3);
    rows.values()[12] = Float.NaN;
    rows.values()[27] = Float.NaN;
    int k = 15;

    float[] found =
        new Neighbours("near", k, 1000)
            .fit(rows, FITTING)
            .probabilities(rows.values(), rows.rows());

    Standardised scaled = new Standardised(rows);
    double share = (double) rows.positives() / rows.rows();
    for (int row = 0; row < rows.rows(); row++) {
      int asked = row;
      List<Integer> nearest =
          IntStream.range(0, rows.rows())
              .boxed()
              .sorted(Comparator.comparingDouble(other -> distance(scaled, asked, other)))
              .limit(k)
              .toList();
      int positives = nearest.stream().mapToInt(each -> rows.labels()[each]).sum();
      assertThat(found[row]).isCloseTo((float) ((positives + share) / (k + 1)), within(1e-6f));
    }
  }

  @Test
  void moreRowsThanItsLimitAreRefused() {
    RowBlock rows = Samples.column(new float[] {0, 1, 2, 10, 11}, 0, 1, 0, 0, 1);

    assertThatThrownBy(() -> new Neighbours("near", 3, 4).fit(rows, FITTING))
        .isInstanceOfSatisfying(
            JobException.class,
            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("5 labelled training rows")
        .hasMessageContaining("at most max-rows = 4")
        .hasMessageContaining("candidates.near");
  }

  private static double distance(Standardised scaled, int one, int other) {
    double sum = 0;
    for (int column = 0; column < scaled.width(); column++) {
      double difference =
          scaled.values()[one * scaled.width() + column]
              - scaled.values()[other * scaled.width() + column];
      sum += difference * difference;
    }
    return sum;
  }
}
