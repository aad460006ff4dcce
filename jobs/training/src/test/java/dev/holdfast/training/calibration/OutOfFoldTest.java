package dev.holdfast.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.Calibrator;
import dev.holdfast.model.LogOdds;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.training.evaluation.RankMetrics;
import dev.holdfast.training.evaluation.Reliability;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutOfFoldTest {
  private static final int ROWS = 20_000;

  @Test
  void isotonicPoolsAdjacentViolators() {
    // With one positive added below and one negative above, the rates by score are 1/2, 1/1, 0/1,
    // 1/1 and 1/2: the first three are pooled to 2/4, the last two to 2/3.
    Calibrator.Isotonic learnt =
        IsotonicFit.fit(new float[] {0.2f, 0.4f, 0.6f, 0.8f, 0.9f}, new byte[] {0, 1, 0, 1, 1});

    assertThat(learnt.probabilities()).hasSize(2);
    assertThat(learnt.probabilities().get(0)).isCloseTo(0.5, within(1e-12));
    assertThat(learnt.probabilities().get(1)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(learnt.scores().get(0)).isCloseTo((0.2 + 0.2 + 0.4 + 0.6) / 4, within(1e-6));
    assertThat(learnt.scores().get(1)).isCloseTo((0.8 + 0.9 + 0.9) / 3, within(1e-6));
  }

  @Test
  void isotonicMinimisesTheSquaredErrorAmongRisingSteps() {
    // The min-max formula of isotonic regression, over all pairs of ends, against pooling.
    SplittableRandom random = new SplittableRandom(23);
    for (int round = 0; round < 50; round++) {
      int rows = 40;
      float[] scores = new float[rows];
      byte[] labels = new byte[rows];
      for (int row = 0; row < rows; row++) {
        scores[row] = (row + 1) / (rows + 1f);
        labels[row] = (byte) (random.nextDouble() < scores[row] ? 1 : 0);
      }
      double[] weights = new double[rows];
      double[] positives = new double[rows];
      for (int row = 0; row < rows; row++) {
        weights[row] = row == 0 || row == rows - 1 ? 2 : 1;
        positives[row] = labels[row] + (row == 0 ? 1 : 0);
      }

      Calibrator.Isotonic learnt = IsotonicFit.fit(scores, labels);

      double[] expected = new double[rows];
      for (int row = 0; row < rows; row++) {
        expected[row] = maxMin(weights, positives, row);
      }
      assertThat(learnt.probabilities())
          .containsExactlyElementsOf(java.util.Arrays.stream(expected).distinct().boxed().toList());
    }
  }

  @Test
  void plattFindsTheLineThatDistortedTheScores() {
    OutOfFold rows = rows(5, p -> LogOdds.probability(2 * LogOdds.of(p) + 0.7));

    Calibrator.Platt learnt = (Calibrator.Platt) rows.calibrator(CalibrationMethod.PLATT);

    assertThat(learnt.slope()).isCloseTo(0.5, within(0.03));
    assertThat(learnt.intercept()).isCloseTo(-0.35, within(0.05));
  }

  @Test
  void aModelThatRanksBackwardsIsFlattenedNotTurnedRound() {
    OutOfFold rows = rows(6, p -> 1 - p);

    Calibrator learnt = rows.calibrator(CalibrationMethod.PLATT);

    assertThat(learnt.of(0.9f)).isGreaterThan(learnt.of(0.1f)).isLessThan(0.5f);
    assertThat(rows.calibrator(CalibrationMethod.ISOTONIC).of(0.69f)).isBetween(0.25f, 0.4f);
  }

  @ParameterizedTest
  @EnumSource(names = {"ISOTONIC", "PLATT"})
  void distortedScoresOfOtherRowsBecomeFrequencies(CalibrationMethod method) {
    DoubleUnaryOperator distortion = p -> LogOdds.probability(1.8 * LogOdds.of(p) + 0.5);
    Calibrator learnt = rows(1, distortion).calibrator(method);
    OutOfFold others = rows(2, distortion);
    float[] calibrated = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      calibrated[row] = learnt.of(others.scores()[row]);
    }

    assertThat(Reliability.of(others.scores(), others.labels()).expectedError())
        .isGreaterThan(0.05);
    assertThat(Reliability.of(calibrated, others.labels()).expectedError()).isLessThan(0.02);
    assertThat(others.logLoss(method)).isLessThan(others.logLoss(CalibrationMethod.NONE) - 0.01);
  }

  @ParameterizedTest
  @EnumSource(names = {"ISOTONIC", "PLATT"})
  void ranksStay(CalibrationMethod method) {
    OutOfFold rows = rows(3, p -> p * p);
    Calibrator learnt = rows.calibrator(method);
    float[] calibrated = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      calibrated[row] = learnt.of(rows.scores()[row]);
    }

    assertThat(new RankMetrics(calibrated, rows.labels()).auc())
        .isCloseTo(new RankMetrics(rows.scores(), rows.labels()).auc(), within(1e-5));
    float before = 0;
    for (int step = 0; step <= 1000; step++) {
      float now = learnt.of(step / 1000f);
      assertThat(now).isBetween(before, 1f);
      before = now;
    }
    assertThat(learnt.of(0.9999f)).isLessThan(1f);
  }

  @Test
  void whatIsMeasuredWasNotLearntFrom() {
    // Noise has nothing to be learnt: a method judged on what it learnt from would seem to gain.
    SplittableRandom random = new SplittableRandom(4);
    float[] scores = new float[600];
    byte[] labels = new byte[600];
    int[] folds = new int[600];
    for (int row = 0; row < 600; row++) {
      scores[row] = 0.45f + 0.1f * (float) random.nextDouble();
      labels[row] = (byte) random.nextInt(2);
      folds[row] = row % 3;
    }
    OutOfFold noise = new OutOfFold(scores, labels, folds);

    assertThat(noise.logLoss(CalibrationMethod.ISOTONIC))
        .isGreaterThan(noise.logLoss(CalibrationMethod.NONE));
  }

  @Test
  void scoresThatAreFrequenciesAreLeftAloneAndDistortedOnesAreNot() {
    assertThat(rows(11, p -> p).chosen()).isEqualTo(CalibrationMethod.NONE);
    assertThat(rows(12, p -> LogOdds.probability(2 * LogOdds.of(p) + 0.7)).chosen())
        .isEqualTo(CalibrationMethod.PLATT);
    // No line over log odds straightens a step.
    assertThat(rows(13, p -> p < 0.25 ? 0.05 + p / 10 : 0.6 + p / 3).chosen())
        .isEqualTo(CalibrationMethod.ISOTONIC);
  }

  @Test
  void whatIsChosenIsNoWorseThanDeclaringItOnRowsOfItsOwn() {
    DoubleUnaryOperator distortion = p -> LogOdds.probability(1.8 * LogOdds.of(p) + 0.5);
    OutOfFold rows = rows(14, distortion);

    double chosen = rows.logLoss(CalibrationMethod.AUTO);

    double best =
        Math.min(
            rows.logLoss(CalibrationMethod.NONE),
            Math.min(
                rows.logLoss(CalibrationMethod.PLATT), rows.logLoss(CalibrationMethod.ISOTONIC)));
    assertThat(chosen).isBetween(best, best + 1e-3);
    assertThat(rows.calibrator(CalibrationMethod.AUTO)).isEqualTo(rows.calibrator(rows.chosen()));
  }

  @Test
  void theLossOfWhatIsChosenIsOfRowsThatDidNotChooseIt() {
    // On noise some method seems to gain now and then; whoever chose it by the same rows would
    // count that as a gain.
    double chosenByOthers = 0;
    double chosenByItself = 0;
    double without = 0;
    for (int round = 0; round < 100; round++) {
      SplittableRandom random = new SplittableRandom(round);
      float[] scores = new float[200];
      byte[] labels = new byte[200];
      int[] parts = new int[200];
      for (int row = 0; row < 200; row++) {
        scores[row] = 0.48f + 0.04f * (float) random.nextDouble();
        labels[row] = (byte) random.nextInt(2);
        parts[row] = row % OutOfFold.PARTS;
      }
      OutOfFold noise = new OutOfFold(scores, labels, parts);
      chosenByOthers += noise.logLoss(CalibrationMethod.AUTO);
      chosenByItself += noise.logLoss(noise.chosen());
      without += noise.logLoss(CalibrationMethod.NONE);
    }

    assertThat(chosenByItself).isLessThan(without);
    assertThat(chosenByOthers).isGreaterThan(without);
  }

  @Test
  void rowsOfAnEntityAreInOnePart() {
    long[] entities = new long[50_000];
    for (int row = 0; row < entities.length; row++) {
      entities[row] = new SplittableRandom(row / 5).nextLong();
    }

    int[] parts = OutOfFold.parts(entities);

    int[] counts = new int[OutOfFold.PARTS];
    for (int row = 0; row < parts.length; row++) {
      counts[parts[row]]++;
      assertThat(parts[row]).isEqualTo(parts[row - row % 5]);
    }
    assertThat(IntStream.of(counts)).allMatch(count -> count > 9_000 && count < 11_000);
  }

  private static double maxMin(double[] weights, double[] positives, int row) {
    double highest = 0;
    for (int begin = 0; begin <= row; begin++) {
      double lowest = 1;
      double weight = 0;
      double found = 0;
      for (int end = begin; end < weights.length; end++) {
        weight += weights[end];
        found += positives[end];
        if (end >= row) {
          lowest = Math.min(lowest, found / weight);
        }
      }
      highest = Math.max(highest, lowest);
    }
    return highest;
  }

  private static OutOfFold rows(long seed, DoubleUnaryOperator distortion) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[ROWS];
    byte[] labels = new byte[ROWS];
    int[] folds = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double truth = LogOdds.probability(-1 + 1.2 * random.nextGaussian());
      scores[row] = (float) distortion.applyAsDouble(truth);
      labels[row] = (byte) (random.nextDouble() < truth ? 1 : 0);
      folds[row] = row % 3;
    }
    return new OutOfFold(scores, labels, folds);
  }
}
