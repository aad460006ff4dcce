package dev.holdfast.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.BlendedModel;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.LogOdds;
import dev.holdfast.model.NaiveBayesModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlendedTermsTest {
  private static final LinearModel ONE =
      new LinearModel(0.5, new double[] {1, -2}, new double[] {0.1, 0}, new double[] {0.2, 0.3});
  private static final LinearModel OTHER =
      new LinearModel(-1, new double[] {0, 3}, new double[] {0, 0.4}, new double[] {0, -0.5});
  private static final float[] ROWS = {1, 0.5f, Float.NaN, -1, 0.25f, Float.NaN};

  @Test
  void contributionsAndBaseAddUpToTheLogOdds() {
    BlendedModel blend = new BlendedModel(0.125, List.of(0.75, 0.5), List.of(ONE, OTHER));
    Contributions terms = Contributions.of(blend).orElseThrow();
    double[] parts = new double[ROWS.length];

    terms.explain(ROWS, 3, parts);

    float[] probabilities = blend.probabilities(ROWS, 3);
    for (int row = 0; row < 3; row++) {
      double margin = terms.base() + parts[2 * row] + parts[2 * row + 1];
      assertThat(LogOdds.probability(margin)).isCloseTo(probabilities[row], within(1e-6));
    }
    double[] own = new double[ROWS.length];
    Contributions.of(ONE).orElseThrow().explain(ROWS, 3, own);
    assertThat(parts[0]).isCloseTo(0.75 * own[0], within(1e-12));
  }

  @Test
  void aMemberWithoutContributionsLeavesTheBlendWithoutUnlessItWeighsNothing() {
    NaiveBayesModel bayes =
        new NaiveBayesModel(
            0,
            List.of(
                new NaiveBayesModel.Bernoulli(0.1, 0.2), new NaiveBayesModel.Bernoulli(0.1, 0.2)));

    assertThat(Contributions.of(new BlendedModel(0, List.of(1.0, 0.5), List.of(ONE, bayes))))
        .isEmpty();
    assertThat(Contributions.of(new BlendedModel(0, List.of(1.0, 0.0), List.of(ONE, bayes))))
        .isPresent();
  }
}
