package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.training.evaluation.Bootstrap.Interval;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteredAreaTest {
  private static final int ROWS = 6000;
  private static final int ROWS_OF_AN_ENTITY = 6;
  private final float[] scores = new float[ROWS];
  private final byte[] labels = new byte[ROWS];
  private final long[] entities = new long[ROWS];
  private final long[] rows = new long[ROWS];
  private final int[] all = IntStream.range(0, ROWS).toArray();

  // The rows of an entity share most of what their outcome and their score depend on.
  ClusteredAreaTest() {
    SplittableRandom random = new SplittableRandom(21);
    double own = 0;
    double known = 0;
    for (int row = 0; row < ROWS; row++) {
      if (row % ROWS_OF_AN_ENTITY == 0) {
        own = random.nextGaussian();
        known = own + random.nextGaussian();
      }
      labels[row] = (byte) (own + 0.3 * random.nextGaussian() > 1 ? 1 : 0);
      scores[row] = (float) (1 / (1 + Math.exp(-known - 0.2 * random.nextGaussian())));
      entities[row] = row / ROWS_OF_AN_ENTITY;
      rows[row] = row;
    }
  }

  @Test
  void theAreaIsThatOfTheRanking() {
    ClusteredArea area = ClusteredArea.of(all, scores, labels, Entities.of(entities));

    assertThat(area.area()).isCloseTo(new RankMetrics(scores, labels).auc(), within(1e-12));
  }

  @Test
  void theIntervalIsThatOfResampledEntities() {
    for (long[] grouped : new long[][] {entities, rows}) {
      Interval found = ClusteredArea.of(all, scores, labels, Entities.of(grouped)).interval();
      Interval resampled =
          Bootstrap.of(scores, labels, grouped, 0.1, 5).interval(sample -> sample.ranks().auc());

      double width = resampled.high() - resampled.low();
      assertThat(found.high() - found.low()).isCloseTo(width, within(0.2 * width));
      assertThat(found.low()).isCloseTo(resampled.low(), within(0.25 * width));
    }
  }

  @Test
  void rowsThatAreAlikeTellLessThanRowsThatAreNot() {
    Interval byEntity = ClusteredArea.of(all, scores, labels, Entities.of(entities)).interval();
    Interval byRow = ClusteredArea.of(all, scores, labels, Entities.of(rows)).interval();
    Group alike = ClusteredShare.group(all, scores, labels, Entities.of(entities));
    Group unlike = ClusteredShare.group(all, scores, labels, Entities.of(rows));

    assertThat(byEntity.high() - byEntity.low()).isGreaterThan(1.5 * (byRow.high() - byRow.low()));
    assertThat(alike.high() - alike.low()).isGreaterThan(1.5 * (unlike.high() - unlike.low()));
    assertThat(unlike.observed()).isBetween(unlike.low(), unlike.high());
  }

  @Test
  void aShareOfNoneHasAnIntervalAndAnAreaOfOneClassHasNone() {
    byte[] none = new byte[ROWS];

    Group group = ClusteredShare.group(all, scores, none, Entities.of(entities));

    assertThat(group.low()).isZero();
    assertThat(group.high()).isBetween(1e-5, 1e-3);
    assertThat(ClusteredArea.of(all, scores, none, Entities.of(entities)).area()).isNaN();
  }

  @Test
  void ofManySamplesTheIntervalMissesTheTruthOnceInTwenty() {
    SplittableRandom random = new SplittableRandom(9);
    int hit = 0;
    int samples = 400;
    int[] members = IntStream.range(0, 300).toArray();
    for (int sample = 0; sample < samples; sample++) {
      byte[] outcomes = new byte[300];
      long[] of = new long[300];
      boolean positive = false;
      for (int row = 0; row < 300; row++) {
        if (row % 3 == 0) {
          positive = random.nextDouble() < 0.2;
        }
        outcomes[row] = (byte) (positive ? 1 : 0);
        of[row] = row / 3;
      }
      Group group = ClusteredShare.group(members, new float[300], outcomes, Entities.of(of));
      hit += group.low() <= 0.2 && 0.2 <= group.high() ? 1 : 0;
    }

    assertThat((double) hit / samples).isBetween(0.92, 0.98);
  }
}
