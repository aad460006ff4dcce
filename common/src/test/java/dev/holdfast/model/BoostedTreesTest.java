package dev.holdfast.model;

import static dev.holdfast.reasons.TrainedTrees.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.reasons.TrainedTrees;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoostedTreesTest {

  static List<Map<String, Object>> settings() {
    return List.of(
        Map.of("max_depth", 2),
        Map.of("max_depth", 6, "scale_pos_weight", 3),
        // Past the levels up to which a tree is filled up.
        Map.of("max_depth", 12, "min_child_weight", 0.1),
        Map.of("objective", "reg:squarederror", "num_parallel_tree", 9, "subsample", 0.5));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void probabilitiesAreThoseOfTheLibrary(Map<String, Object> settings) throws Exception {
    byte[] ubj = TrainedTrees.fit(settings, 15);
    int rows = 2063;
    float[] matrix = TrainedTrees.rows(rows, 5);
    // Negative zero is zero.
    Arrays.fill(matrix, 0, WIDTH, -0f);
    Booster booster = XGBoost.loadModel(ubj);
    float[][] expected = booster.inplace_predict(matrix, rows, WIDTH, Float.NaN);
    booster.dispose();

    float[] found = new BoostedTrees(ubj, 0).probabilities(matrix, rows);

    for (int row = 0; row < rows; row++) {
      assertThat(found[row]).isCloseTo(expected[row][0], within(1e-6f));
    }
    assertThat(new BoostedTrees(ubj, 0).probabilities(new float[0], 0)).isEmpty();
  }

  @Test
  void theOrderOfKeysIsThatOfTheNumbers() {
    float[] ascending = {
      Float.NEGATIVE_INFINITY, -1e30f, -2, -1, -1e-40f, 0, 1e-40f, 1, 1.0000001f, Float.MAX_VALUE
    };
    for (int one = 0; one < ascending.length; one++) {
      for (int other = 0; other < ascending.length; other++) {
        assertThat(SplitKeys.below(SplitKeys.of(ascending[one]), SplitKeys.of(ascending[other])))
            .isEqualTo(ascending[one] < ascending[other] ? 1 : 0);
      }
    }
    assertThat(SplitKeys.of(-0f)).isEqualTo(SplitKeys.of(0f));
  }

  @Test
  void treesThatAreCutShortOrDamagedAreRefused() throws Exception {
    byte[] ubj = TrainedTrees.fit(Map.of("max_depth", 3), 3);
    for (int length : List.of(0, 1, 100, ubj.length / 2, ubj.length - 1)) {
      assertThatThrownBy(() -> TreeEnsemble.read(Arrays.copyOf(ubj, length)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> TreeEnsemble.read(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TreeEnsemble.read(new byte[] {'{', '}'}))
        .hasMessageContaining("learner");
  }
}
