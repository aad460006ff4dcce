package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.training.data.RowBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

class LevelsTest {
  private static final int ROWS = 4_000;

  @Test
  void noMoreLevelsAreLearntThanAskedForAndEachHoldsAboutAsManyRows() {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[row] = (float) random.nextGaussian();
    }

    Levels levels = Levels.of(Samples.column(values, new int[ROWS]), 10);

    int[] rows = new int[10];
    for (int row = 0; row < ROWS; row++) {
      rows[levels.level(row, 0)]++;
    }
    assertThat(rows).containsOnly(ROWS / 10);
  }

  @Test
  void levelsFollowTheValuesAndHoldAboutAsManyRowsEach() {
    RowBlock rows = Samples.interacting(ROWS, 3, 3, 7);

    Levels levels = Levels.of(rows, Levels.MOST);

    for (int column = 0; column < rows.width(); column++) {
      float[] values = rows.column(column);
      int[] counts = new int[Levels.MOST];
      float[] least = new float[Levels.MOST];
      float[] most = new float[Levels.MOST];
      Arrays.fill(least, Float.MAX_VALUE);
      Arrays.fill(most, -Float.MAX_VALUE);
      for (int row = 0; row < ROWS; row++) {
        int level = levels.level(row, column);
        counts[level]++;
        least[level] = Math.min(least[level], values[row]);
        most[level] = Math.max(most[level], values[row]);
      }
      for (int level = 0; level < Levels.MOST; level++) {
        assertThat(counts[level]).isBetween(ROWS / Levels.MOST, ROWS / Levels.MOST + 1);
        assertThat(level == 0 ? -Float.MAX_VALUE : most[level - 1]).isLessThan(least[level]);
      }
    }
  }

  @Test
  void aValueThatManyRowsHaveIsOneLevelAndMissingOnesHaveTheirOwn() {
    float[] values = new float[ROWS];
    SplittableRandom random = new SplittableRandom(3);
    for (int row = 0; row < ROWS; row++) {
      values[row] = row % 4 == 0 ? Float.NaN : row % 4 == 1 ? (float) random.nextDouble(-1, 1) : 0f;
    }

    Levels levels = Levels.of(Samples.column(values, new int[ROWS]), Levels.MOST);

    int zero = levels.level(2, 0);
    for (int row = 0; row < ROWS; row++) {
      if (Float.isNaN(values[row])) {
        assertThat(levels.level(row, 0)).isEqualTo(Levels.MOST);
      } else {
        assertThat(Integer.compare(levels.level(row, 0), zero))
            .isEqualTo(Float.compare(values[row], 0f));
      }
    }
  }

  @Test
  void ofColumnsOfFewValuesTheTreesAreThoseOfXgboostAlone() throws XGBoostError {
    RowBlock rows = few(Levels.MOST);
    int[] all = IntStream.range(0, ROWS).toArray();

    assertThat(trees(Levels.of(rows, Levels.MOST).binned(all))).isEqualTo(trees(plain(rows)));
  }

  @Test
  void aModelOfLevelsGivesTheValuesThemselvesTheSameProbabilities() throws XGBoostError {
    RowBlock rows = Samples.interacting(ROWS, 4, 3, 23);
    Levels levels = Levels.of(rows, Levels.MOST);
    int[] all = IntStream.range(0, ROWS).toArray();
    DMatrix binned = levels.binned(all);
    Booster booster = booster(binned);

    float[][] ofLevels = booster.predict(levels.matrix(all));
    float[][] ofValues = booster.predict(plain(rows));

    assertThat(booster.predict(binned)).isDeepEqualTo(ofLevels);
    assertThat(ofValues).isDeepEqualTo(ofLevels);
  }

  private static byte[] trees(DMatrix matrix) throws XGBoostError {
    return booster(matrix).toByteArray("ubj");
  }

  private static Booster booster(DMatrix matrix) throws XGBoostError {
    Map<String, Object> settings =
        Map.of("objective", "binary:logistic", "tree_method", "hist", "max_depth", 5, "nthread", 1);
    return XGBoost.train(matrix, new HashMap<>(settings), 10, Map.of(), null, null);
  }

  private static DMatrix plain(RowBlock rows) throws XGBoostError {
    DMatrix matrix = new DMatrix(rows.values(), rows.rows(), rows.width(), Float.NaN);
    float[] labels = new float[rows.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = rows.labels()[row];
    }
    matrix.setLabel(labels);
    return matrix;
  }

  /** Columns of at most so many different values, a tenth of them missing. */
  private static RowBlock few(int values) {
    RowBlock rows = Samples.interacting(ROWS, 4, 3, 19);
    SplittableRandom random = new SplittableRandom(1);
    float[] rounded = rows.values().clone();
    for (int at = 0; at < rounded.length; at++) {
      int step = Math.round(rounded[at] * values / 8);
      rounded[at] =
          random.nextInt(10) == 0
              ? Float.NaN
              : Math.max(-values / 2, Math.min(values / 2, step)) * 0.37f;
    }
    return new RowBlock(ROWS, 4, rounded, rows.labels(), rows.folds(), rows.entities());
  }
}
