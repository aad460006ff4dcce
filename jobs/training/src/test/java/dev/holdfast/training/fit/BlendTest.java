package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.JobException;
import dev.holdfast.model.BlendedModel;
import dev.holdfast.model.LogOdds;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.reasons.Contributions;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.Losses;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlendTest {
  private static final int WIDTH = 3;
  private static final Candidate LINE = new Candidate.Linear("line", 0.001, 0, 50);
  private static final Candidate OTHER_LINE = new Candidate.Linear("line", 0.1, 0, 50);
  private static final Candidate TREES = new Candidate.Boosted("trees", 2, 40, 0.2, 1, 1, 1, 1);
  private static final Candidate BY_HEART = new Candidate.Boosted("heart", 12, 60, 0.9, 0, 1, 1, 0);
  private static final RowBlock ROWS = rows(3_000, 5);
  private static final RowBlock UNSEEN = rows(20_000, 6);

  @Test
  void theBestOfEachFamilyIsAMember() {
    List<Candidate> bestFirst = List.of(LINE, OTHER_LINE, TREES, BY_HEART);

    assertThat(Blend.of(bestFirst, 5)).contains(new Blend(List.of(LINE, TREES, BY_HEART)));
    assertThat(Blend.of(bestFirst, 2)).contains(new Blend(List.of(LINE, TREES)));
    assertThat(Blend.of(List.of(LINE, OTHER_LINE), 2)).isEmpty();
    assertThat(new Blend(List.of(LINE, TREES)).name())
        .isEqualTo("blend member-01=%s member-02=%s".formatted(LINE.name(), TREES.name()));
  }

  /** Half of the truth is a line, the other half a product, that only trees see. */
  @Test
  void aBlendIsBetterThanItsMembersOnRowsThatNoneHasSeen() {
    Fitting fitting = new Fitting(1, 7, 2);

    double blend = loss(new Blend(List.of(LINE, TREES)).fit(ROWS, fitting));

    assertThat(blend).isLessThan(loss(LINE.fit(ROWS, fitting)) - 0.01);
    assertThat(blend).isLessThan(loss(TREES.fit(ROWS, fitting)) - 0.002);
  }

  @Test
  void aMemberThatKnowsItsRowsByHeartIsNotTrustedForIt() {
    BlendedModel blend =
        (BlendedModel) new Blend(List.of(LINE, BY_HEART)).fit(ROWS, new Fitting(1, 7, 2));

    assertThat(loss(blend)).isLessThan(loss(LINE.fit(ROWS, new Fitting(1, 7, 2))));
    assertThat(blend.weights().get(1)).isLessThan(0.3);
  }

  @Test
  void itIsTheSameWhateverTheThreadsAndItsReasonsAddUp() {
    Blend candidate = new Blend(List.of(LINE, TREES));
    BlendedModel blend = (BlendedModel) candidate.fit(ROWS, new Fitting(3, 7, 1));

    assertThat(candidate.fit(ROWS, new Fitting(3, 7, 3))).isEqualTo(blend);
    Contributions reasons = Contributions.of(blend).orElseThrow();
    double[] parts = new double[ROWS.rows() * WIDTH];
    reasons.explain(ROWS.values(), ROWS.rows(), parts);
    float[] probabilities = blend.probabilities(ROWS.values(), ROWS.rows());
    for (int row = 0; row < ROWS.rows(); row++) {
      double margin = reasons.base();
      for (int column = 0; column < WIDTH; column++) {
        margin += parts[row * WIDTH + column];
      }
      assertThat(LogOdds.probability(margin)).isCloseTo(probabilities[row], within(1e-5));
    }
  }

  @Test
  void itIsSetRightForNegativesThatWereLeftOut() {
    Blend candidate = new Blend(List.of(LINE, TREES));
    BlendedModel plain = (BlendedModel) candidate.fit(ROWS, new Fitting(1, 7, 2));

    assertThat(new DownSampled(candidate, 1.5).fit(ROWS, new Fitting(1, 7, 2)))
        .isEqualTo(new BlendedModel(plain.intercept() - 1.5, plain.weights(), plain.members()));
  }

  @Test
  void thirdsOfOneClassAreRefused() {
    RowBlock one = new RowBlock(9, 1, new float[9], new byte[9], new int[9], new long[9]);

    assertThatThrownBy(() -> new Blend(List.of(LINE, TREES)).fit(one, new Fitting(1, 7, 1)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("Cannot fit a blend")
        .hasMessageContaining("0 positives");
  }

  private static double loss(ScoringModel model) {
    return Losses.logLoss(model.probabilities(UNSEEN.values(), UNSEEN.rows()), UNSEEN.labels());
  }

  private static RowBlock rows(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * WIDTH];
    byte[] labels = new byte[rows];
    long[] entities = new long[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < WIDTH; column++) {
        values[row * WIDTH + column] = (float) random.nextGaussian();
      }
      double margin =
          1.5 * values[row * WIDTH] + 1.2 * values[row * WIDTH + 1] * values[row * WIDTH + 2];
      labels[row] = (byte) (random.nextDouble() < LogOdds.probability(margin) ? 1 : 0);
      entities[row] = random.nextLong();
    }
    return new RowBlock(rows, WIDTH, values, labels, new int[rows], entities);
  }
}
