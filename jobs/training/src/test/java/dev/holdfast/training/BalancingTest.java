package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.problem.Search;
import dev.holdfast.problem.Space;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Space.Setting;
import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.Budget;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.problem.Training.ClassBalance;
import dev.holdfast.problem.Training.FoldsBy;
import dev.holdfast.problem.Training.Leak;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.RankMetrics;
import dev.holdfast.training.evaluation.Reliability;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.FoldScores;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BalancingTest {
  private static final int FOLDS = 3;
  // One row in twenty is positive.
  private static final RowBlock ROWS = rows(30_000);

  static Stream<Candidate> candidates() {
    return Stream.of(
            family(
                Kind.LOGISTIC_REGRESSION,
                one("regularization", 0.001),
                one("elastic-net", 0),
                one("max-iterations", 50)),
            family(
                Kind.GRADIENT_BOOSTING,
                one("depth", 2),
                one("rounds", 30),
                one("learning-rate", 0.2),
                one("min-child-weight", 5),
                one("subsample", 1),
                one("column-sample", 1),
                one("l2", 1)),
            family(
                Kind.RANDOM_FOREST,
                one("depth", 5),
                one("trees", 30),
                one("min-child-weight", 20),
                one("subsample", 0.6),
                one("column-sample", 1)),
            family(Kind.LINEAR_SVM, one("regularization", 0.01), one("max-iterations", 50)),
            family(Kind.NAIVE_BAYES, one("smoothing", 1), one("variance-smoothing", 0.001)))
        .map(family -> Candidate.of(List.of(family.grid())).get(0));
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void probabilitiesOfDownSampledFitsAreAsFrequentAsPositivesAre(Candidate plain) {
    Balancing balancing = Balancing.of(training(ClassBalance.DOWN_SAMPLED, 1), ROWS);
    Candidate candidate = balancing.candidate(plain);
    double rate = (double) ROWS.positives() / ROWS.rows();
    // Three times the standard error of a rate, and what a model is off by itself.
    double noise = 3 * Math.sqrt(rate * (1 - rate) / ROWS.rows()) + 0.005;

    float[] last =
        candidate
            .fit(balancing.rows().refitted(), new Fitting(1, 7, 1))
            .probabilities(ROWS.values(), ROWS.rows());
    OutOfFold outOfFold =
        FoldScores.of(balancing.rows(), FOLDS, candidate, new Fitting(1, 7, 2)).outOfFold();
    float[] raw =
        plain
            .fit(balancing.rows().refitted(), new Fitting(1, 7, 1))
            .probabilities(ROWS.values(), ROWS.rows());

    assertThat(mean(raw)).isGreaterThan(0.3);
    assertThat(mean(last)).isCloseTo(rate, within(noise));
    assertThat(mean(outOfFold.scores())).isCloseTo(rate, within(noise));
    assertThat(outOfFold.scores()).hasSize(ROWS.rows());
    assertThat(new RankMetrics(last, ROWS.labels()).auc())
        .isCloseTo(new RankMetrics(raw, ROWS.labels()).auc(), within(1e-3));
    assertThat(Reliability.of(outOfFold.scores(), ROWS.labels()).expectedError()).isLessThan(0.03);
  }

  @Test
  void positivesAndSoManyNegativesTrainAndAllRowsJudge() {
    RowBlock rows = Balancing.of(training(ClassBalance.DOWN_SAMPLED, 3), ROWS).rows();

    long kept = rows.refitted().rows() - rows.refitted().positives();
    assertThat(rows.refitted().positives()).isEqualTo(ROWS.positives());
    assertThat((double) kept / ROWS.positives()).isCloseTo(3, within(0.2));
    for (int fold = 0; fold < FOLDS; fold++) {
      assertThat(rows.slice(fold, true).rows()).isEqualTo(ROWS.slice(fold, true).rows());
      assertThat(rows.slice(fold, false).rows()).isLessThan(ROWS.slice(fold, false).rows() / 3);
    }
    assertThat(
            Balancing.of(training(ClassBalance.DOWN_SAMPLED, 3), ROWS).rows().refitted().values())
        .isEqualTo(rows.refitted().values());
  }

  @Test
  void whereNegativesAreFewAllAreKept() {
    Balancing balancing = Balancing.of(training(ClassBalance.DOWN_SAMPLED, 100), ROWS);

    assertThat(balancing.rows().refitted().rows()).isEqualTo(ROWS.rows());
    assertThat(balancing.shift()).isZero();
  }

  @Test
  void weightsAndNothingAreAsTheyWere() {
    Balancing weighted = Balancing.of(training(ClassBalance.WEIGHTED, 1), ROWS);
    Balancing none = Balancing.of(training(ClassBalance.NONE, 1), ROWS);

    assertThat(weighted.positiveWeight() * ROWS.positives())
        .isCloseTo((double) ROWS.rows() - ROWS.positives(), within(1e-6));
    assertThat(weighted.rows()).isSameAs(none.rows()).isSameAs(ROWS);
    assertThat(none.positiveWeight()).isEqualTo(1);
  }

  private static Space family(Kind kind, Setting... settings) {
    return new Space("it", kind, List.of(settings));
  }

  private static Setting one(String name, double value) {
    return new Setting.Listed(name, List.of(value));
  }

  private static Training training(ClassBalance balance, double negativesPerPositive) {
    return new Training(
        new Split.Rolling(1, Optional.empty()),
        FOLDS,
        FoldsBy.ENTITY,
        7,
        255,
        Metric.AUC,
        balance,
        negativesPerPositive,
        CalibrationMethod.NONE,
        List.of(),
        new Search.EveryPoint(),
        Budget.unlimited(),
        Optional.empty(),
        Optional.empty(),
        new Leak(0.95, 0.15));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static RowBlock rows(int count) {
    SplittableRandom random = new SplittableRandom(41);
    float[] values = new float[count * 3];
    byte[] labels = new byte[count];
    int[] folds = new int[count];
    long[] entities = new long[count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < 3; column++) {
        values[row * 3 + column] = (float) random.nextGaussian();
      }
      double logOdds = -3.6 + values[row * 3] - 0.7 * values[row * 3 + 1];
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0);
      entities[row] = random.nextLong();
      folds[row] = Math.floorMod((int) entities[row], FOLDS);
    }
    return new RowBlock(count, 3, values, labels, folds, entities);
  }
}
