package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.RankMetrics;
import org.junit.jupiter.api.Test;

class ForestFitTest {
  private static final RowBlock ROWS = Samples.interacting(3000, 6, 3, 11);

  @Test
  void aLeafHoldsItsShareOfPositives() {
    // 0 has 1 positive of 4, 1 has 3 of 4; one more row with the share of all, one half.
    RowBlock rows = Samples.column(new float[] {0, 0, 0, 0, 1, 1, 1, 1}, 0, 0, 0, 1, 1, 1, 1, 0);
    BoostedTrees tree = ForestFit.model(rows, Forest.tree("tree", 3, 1), fitting(1, 1));

    float[] probabilities = tree.probabilities(new float[] {0, 1}, 2);

    assertThat(probabilities[0]).isCloseTo(1.5f / 5, within(1e-6f));
    assertThat(probabilities[1]).isCloseTo(3.5f / 5, within(1e-6f));
  }

  @Test
  void aWeightOfPositivesIsTakenBack() {
    RowBlock rows = Samples.column(new float[] {0, 0, 0, 0, 1, 1, 1, 1}, 0, 0, 0, 1, 1, 1, 1, 0);
    BoostedTrees tree = ForestFit.model(rows, Forest.tree("tree", 3, 1), fitting(3, 1));

    // Positives weigh 3: 3 of 6 and the added share 0.75 of one; the odds are divided by 3.
    double weighted = 3.75 / 7;
    assertThat(tree.probabilities(new float[] {0}, 1)[0])
        .isCloseTo((float) (weighted / (weighted + 3 * (1 - weighted))), within(1e-6f));
  }

  @Test
  void aForestHasTheSameBytesForOneAndTwoThreads() {
    assertThat(ForestFit.model(ROWS, forest(), fitting(1, 2)).ubj())
        .isEqualTo(ForestFit.model(ROWS, forest(), fitting(1, 1)).ubj());
  }

  @Test
  void aForestRanksNewRowsBetterThanOneTree() {
    RowBlock fresh = Samples.interacting(3000, 6, 3, 12);
    BoostedTrees forest = ForestFit.model(ROWS, forest(), fitting(1, 1));
    BoostedTrees tree = ForestFit.model(ROWS, Forest.tree("tree", 8, 5), fitting(1, 1));

    assertThat(auc(forest, fresh)).isGreaterThan(auc(tree, fresh) + 0.02);
    assertThat(forest.probabilities(fresh.values(), fresh.rows()))
        .as("means of shares")
        .doesNotContain(0f, 1f);
  }

  private static double auc(BoostedTrees model, RowBlock rows) {
    return new RankMetrics(model.probabilities(rows.values(), rows.rows()), rows.labels()).auc();
  }

  private static Forest forest() {
    return Forest.forest("forest", 8, 60, 5, 0.632, 0.5);
  }

  private static Fitting fitting(double positiveWeight, int threads) {
    return new Fitting(positiveWeight, 7, threads);
  }
}
