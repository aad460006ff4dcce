package dev.holdfast.reasons;

import static dev.holdfast.reasons.TrainedTrees.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.LogOdds;
import dev.holdfast.model.NaiveBayesModel;
import dev.holdfast.model.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContributionsTest {
  private static final int ROWS = 700;

  /** Settings of a fit, and its rounds. */
  record Fit(Map<String, Object> settings, int rounds) {}

  static List<Fit> fits() {
    return List.of(
        new Fit(Map.of("max_depth", 1), 5),
        new Fit(Map.of("max_depth", 3, "base_score", 0.2), 20),
        new Fit(Map.of("max_depth", 6, "eta", 0.1), 60),
        new Fit(Map.of("max_depth", 9, "min_child_weight", 3), 10),
        new Fit(Map.of("max_depth", 14, "min_child_weight", 0.1, "lambda", 0), 6),
        new Fit(
            Map.of(
                "objective",
                "reg:squarederror",
                "num_parallel_tree",
                15,
                "subsample",
                0.6,
                "colsample_bynode",
                0.4,
                "max_depth",
                10,
                "eta",
                1),
            1));
  }

  @ParameterizedTest
  @MethodSource("fits")
  void treesGiveTheContributionsThatTheLibraryGives(Fit fit) throws Exception {
    byte[] ubj = TrainedTrees.fit(fit.settings(), fit.rounds());
    TreeEnsemble trees = TreeEnsemble.read(ubj);
    float[] matrix = TrainedTrees.rows(ROWS, 77);
    float[][] expected = library(ubj, matrix);
    double scale = 0;
    for (float[] row : expected) {
      for (float value : row) {
        scale = Math.max(scale, Math.abs(value));
      }
    }
    assertThat(scale).isGreaterThan(0.05);

    for (Contributions ours : both(trees)) {
      double[] found = new double[ROWS * WIDTH];
      ours.explain(matrix, ROWS, found);
      assertThat(ours.base()).isCloseTo(expected[0][WIDTH], within(1e-4));
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < WIDTH; column++) {
          assertThat(found[row * WIDTH + column])
              .as("%s: row %d, column %d", ours.getClass().getSimpleName(), row, column)
              .isCloseTo(expected[row][column], within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fits")
  void contributionsOfTreesSumToTheMargin(Fit fit) throws Exception {
    BoostedTrees model = new BoostedTrees(TrainedTrees.fit(fit.settings(), fit.rounds()), 0.3);
    boolean logistic = model.ensemble().logistic();
    float[] matrix = TrainedTrees.rows(ROWS, 78);
    float[] probabilities = model.probabilities(matrix, ROWS);
    Contributions ours = Contributions.of(model).orElseThrow();
    double[] found = new double[ROWS * WIDTH];
    ours.explain(matrix, ROWS, found);

    for (int row = 0; row < ROWS; row++) {
      double margin = ours.base() + Arrays.stream(found, row * WIDTH, (row + 1) * WIDTH).sum();
      double probability =
          logistic
              ? LogOdds.probability(margin)
              : BoostedTrees.shifted((float) margin, model.shift());
      assertThat(probability).isCloseTo(probabilities[row], within(2e-6));
    }
  }

  @Test
  void aTreeOfOneLeafContributesNothing() {
    TreeEnsemble.Tree leaf =
        new TreeEnsemble.Tree(
            new int[] {-1},
            new int[] {-1},
            new int[] {0},
            new float[] {0.25f},
            new boolean[] {false},
            new float[] {10});
    for (Contributions ours : both(new TreeEnsemble(List.of(leaf), 0.5f, true, 2))) {
      double[] found = {7, 7};
      ours.explain(new float[] {1, Float.NaN}, 1, found);
      assertThat(found).containsExactly(0, 0);
      assertThat(ours.base()).isEqualTo(0.75);
    }
  }

  @Test
  void aProductIsSharedAlikeByItsTwoFactors() {
    // 8 if both columns are at least 1, else 0; a quarter of the training rows each way.
    TreeEnsemble.Tree product =
        new TreeEnsemble.Tree(
            new int[] {1, -1, 3, -1, -1},
            new int[] {2, -1, 4, -1, -1},
            new int[] {0, 0, 1, 0, 0},
            new float[] {1, 0, 1, 0, 8},
            new boolean[] {true, false, true, false, false},
            new float[] {4, 2, 2, 1, 1});
    for (Contributions ours : both(new TreeEnsemble(List.of(product), 0, true, 2))) {
      double[] found = new double[4];
      ours.explain(new float[] {1, 1, 1, Float.NaN}, 2, found);
      assertThat(ours.base()).isEqualTo(2);
      // Worked by hand: the mean over both orders in which the columns become known.
      assertThat(found).containsExactly(new double[] {3, 3, 1, -3}, within(1e-12));
    }
  }

  @Test
  void linearContributionsAreTheDistancesFromTheUsualTerms() {
    LinearModel model =
        new LinearModel(-1, new double[] {2, -0.5}, new double[] {0.7, 0}, new double[] {1, -0.25});
    Contributions ours = Contributions.of(model).orElseThrow();
    float[] matrix = {1.5f, 2, Float.NaN, 0};
    double[] found = new double[4];
    ours.explain(matrix, 2, found);

    assertThat(found).containsExactly(new double[] {2, -0.75, -0.3, 0.25}, within(1e-12));
    for (int row = 0; row < 2; row++) {
      assertThat(ours.base() + found[2 * row] + found[2 * row + 1])
          .isCloseTo(model.margin(matrix, row), within(1e-12));
    }
  }

  @Test
  void modelsWithoutContributionsSaySo() {
    assertThat(Contributions.of(new NaiveBayesModel(0, List.of()))).isEmpty();
    assertThat(Contributions.of(new LinearModel(0, new double[] {1}, new double[] {1}))).isEmpty();
  }

  private static List<Contributions> both(TreeEnsemble trees) {
    TreePaths paths = new TreePaths(trees, trees.meanMargin());
    return TreeTables.fit(trees)
        ? List.of(paths, new TreeTables(trees, trees.meanMargin()))
        : List.of(paths);
  }

  private static float[][] library(byte[] ubj, float[] matrix) throws Exception {
    Booster booster = XGBoost.loadModel(ubj);
    DMatrix rows = new DMatrix(matrix, ROWS, WIDTH, Float.NaN);
    try {
      return booster.predictContrib(rows, 0);
    } finally {
      rows.dispose();
      booster.dispose();
    }
  }
}
