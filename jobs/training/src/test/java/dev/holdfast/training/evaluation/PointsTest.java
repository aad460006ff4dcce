package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.Evaluation.Cut;
import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PointsTest {
  private static final int ROWS = 20_000;
  private final float[] scores = new float[ROWS];
  private final byte[] labels = new byte[ROWS];
  private final long[] entities = new long[ROWS];

  PointsTest() {
    SplittableRandom random = new SplittableRandom(17);
    for (int row = 0; row < ROWS; row++) {
      // Many rows have equal scores, as the leaves of few trees give.
      scores[row] = random.nextInt(400) / 2000f;
      labels[row] = (byte) (random.nextDouble() < scores[row] ? 1 : 0);
      entities[row] = row / 2;
    }
  }

  @Test
  void fewCutsHoldTheAreaUnderTheWholeCurve() {
    List<Cut> cuts = new Points(scores, labels, entities).cuts();

    double positives = 0;
    for (byte label : labels) {
      positives += label;
    }
    double area = 0;
    Cut before = new Cut(1, 0, 0);
    for (Cut cut : cuts) {
      double across = cut.rows() - cut.positives() - (before.rows() - before.positives());
      area += across * (cut.positives() + before.positives()) / 2;
      before = cut;
    }
    area /= positives * (ROWS - positives);
    assertThat(cuts).hasSizeBetween(60, 160);
    assertThat(before).isEqualTo(new Cut(0, ROWS, (long) positives));
    assertThat(area).isCloseTo(new RankMetrics(scores, labels).auc(), within(5e-4));
  }

  @Test
  void aCutCountsTheRowsAtOrAboveItsThreshold() {
    for (Cut cut : new Points(scores, labels, entities).cuts()) {
      long rows = 0;
      long positives = 0;
      for (int row = 0; row < ROWS; row++) {
        if (scores[row] >= (float) cut.threshold()) {
          rows++;
          positives += labels[row];
        }
      }
      assertThat(cut.rows()).isEqualTo(rows);
      assertThat(cut.positives()).isEqualTo(positives);
    }
  }

  @Test
  void tenthsAndBinsAreThoseOfTheMetrics() {
    Points points = new Points(scores, labels, entities);

    assertThat(points.deciles())
        .extracting(Group::positives)
        .containsExactlyElementsOf(
            Gains.of(new RankMetrics(scores, labels)).deciles().stream()
                .map(Gains.Decile::positives)
                .toList());
    assertThat(points.calibration())
        .extracting(Group::rows)
        .containsExactlyElementsOf(
            Reliability.of(scores, labels).bins().stream().map(Reliability.Bin::rows).toList());
  }

  @Test
  void slicesPartTheRowsByValueAndByQuarter() {
    List<String> plans = new ArrayList<>();
    double[] ages = new double[ROWS];
    double[] missing = {Double.NaN, Double.POSITIVE_INFINITY};
    for (int row = 0; row < ROWS; row++) {
      plans.add(row % 4 == 0 ? "gold" : row % 4 == 1 ? null : "tin");
      ages[row] = row % 10 == 0 ? missing[row / 10 % 2] : row % 100;
    }
    Slicing slicing = new Slicing(scores, labels, Entities.of(entities));

    List<Slice> byPlan = slicing.byValue("plan", Kind.DECLARED, plans, 1);
    List<Slice> byAge = slicing.byQuarter("age", ages, 1);

    assertThat(byPlan).extracting(Slice::value).containsExactly("(missing)", "gold", "tin");
    assertThat(byPlan).extracting(Slice::rows).containsExactly(5000L, 5000L, 10_000L);
    assertThat(slicing.byValue("plan", Kind.DECLARED, plans, 6000))
        .extracting(Slice::value)
        .containsExactly("tin");
    assertThat(byAge)
        .extracting(Slice::value)
        .containsExactly("up to 25", "above 25 to 51", "above 51 to 75", "above 75", "(missing)");
    assertThat(byAge.stream().mapToLong(Slice::rows).sum()).isEqualTo(ROWS);
    assertThat(byAge)
        .allSatisfy(slice -> assertThat(slice.auc()).isBetween(slice.low(), slice.high()));
  }

  @Test
  void aNumberOfFewValuesIsPartedByThem() {
    double[] flags = new double[ROWS];
    Arrays.setAll(flags, row -> row % 3 == 0 ? 1 : 0);

    assertThat(new Slicing(scores, labels, Entities.of(entities)).byQuarter("flag", flags, 1))
        .extracting(Slice::value)
        .containsExactly("up to 0", "above 0");
  }
}
