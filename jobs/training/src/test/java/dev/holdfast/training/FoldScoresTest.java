package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.Overfitting;
import dev.holdfast.training.evaluation.RankMetrics;
import dev.holdfast.training.fit.BoostedFit;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.FoldScores;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FoldScoresTest {
  // Deep enough to learn its rows by heart.
  private static final Candidate.Boosted GREEDY =
      new Candidate.Boosted("greedy", 8, 60, 0.3, 0, 1, 1, 0.01);

  @Test
  void noRowIsScoredByAModelThatSawIt() {
    RowBlock noise = noise();

    OutOfFold outOfFold = FoldScores.of(noise, 3, GREEDY, new Fitting(1, 7, 2)).outOfFold();

    BoostedTrees model = BoostedFit.model(noise, GREEDY, new Fitting(1, 7, 1));
    float[] own = model.probabilities(noise.values(), noise.rows());
    assertThat(new RankMetrics(own, noise.labels()).auc()).isGreaterThan(0.95);
    assertThat(new RankMetrics(outOfFold.scores(), noise.labels()).auc()).isBetween(0.44, 0.56);
  }

  @Test
  void eachRowHasTheScoreOfTheModelWithoutItsFold() {
    RowBlock noise = noise();

    OutOfFold outOfFold = FoldScores.of(noise, 3, GREEDY, new Fitting(1, 7, 2)).outOfFold();

    BoostedTrees withoutFoldOne =
        BoostedFit.model(noise.slice(1, false), GREEDY, new Fitting(1, 7, 1));
    float[] all = withoutFoldOne.probabilities(noise.values(), noise.rows());
    for (int row = 0; row < noise.rows(); row++) {
      if (noise.folds()[row] == 1) {
        // The rows are summed up in another order.
        assertThat(outOfFold.scores()[row]).isCloseTo(all[row], within(1e-6f));
      }
    }
  }

  @Test
  void noScoreDependsOnTheLabelsOfItsOwnFold() {
    RowBlock noise = noise();
    byte[] others = noise.labels().clone();
    for (int row = 0; row < noise.rows(); row++) {
      if (noise.folds()[row] == 1) {
        others[row] = (byte) (1 - others[row]);
      }
    }
    RowBlock changed =
        new RowBlock(noise.rows(), 3, noise.values(), others, noise.folds(), noise.entities());

    float[] scores = FoldScores.of(noise, 3, GREEDY, new Fitting(1, 7, 2)).outOfFold().scores();
    float[] ofChanged =
        FoldScores.of(changed, 3, GREEDY, new Fitting(1, 7, 2)).outOfFold().scores();

    for (int row = 0; row < noise.rows(); row++) {
      if (noise.folds()[row] == 1) {
        assertThat(ofChanged[row]).isEqualTo(scores[row]);
      }
    }
    assertThat(ofChanged).isNotEqualTo(scores);
  }

  @Test
  void noScoreDependsOnWhatSharesTheFit() {
    RowBlock noise = noise();

    FoldScores alone = FoldScores.of(noise, 3, GREEDY, new Fitting(1, 7, 2));
    FoldScores beside =
        FoldScores.of(
            noise,
            3,
            List.of(GREEDY.withRounds(20), GREEDY, GREEDY.withRounds(90)),
            1,
            new Fitting(1, 7, 2));

    assertThat(beside.outOfFold().scores()).isEqualTo(alone.outOfFold().scores());
    assertThat(beside.trials()).hasSize(9);
  }

  @Test
  void overfittingIsWhatIsLostOnOtherRows() {
    RowBlock noise = noise();
    FeatureEncoding encoding =
        new FeatureEncoding(
            List.of(
                new FeatureEncoding.Numeric("a"),
                new FeatureEncoding.Numeric("b"),
                new FeatureEncoding.Numeric("c")));
    Distribution.OfNumbers none = new Distribution.OfNumbers(List.of(), List.of(1.0, 0.0));
    TrainedModel model =
        new TrainedModel(
            encoding,
            BoostedFit.model(noise, GREEDY, new Fitting(1, 7, 1)),
            new Calibrator.Identity(),
            Collections.nCopies(3, none),
            none);

    Map<String, Double> auc = Overfitting.metrics(Metric.AUC, model, noise, 0.52, 0.5);
    Map<String, Double> loss = Overfitting.metrics(Metric.LOG_LOSS, model, noise, 0.9, 1.0);

    assertThat(auc.get("train.auc")).isGreaterThan(0.95);
    assertThat(auc.get("overfit.train_to_holdout")).isEqualTo(auc.get("train.auc") - 0.5);
    assertThat(loss.get("overfit.train_to_cv")).isEqualTo(0.9 - loss.get("train.log_loss"));
    assertThat(loss.get("overfit.cv_to_holdout")).isPositive();
  }

  private static RowBlock noise() {
    int rows = 1200;
    SplittableRandom random = new SplittableRandom(31);
    float[] values = new float[rows * 3];
    byte[] labels = new byte[rows];
    int[] folds = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < 3; column++) {
        values[row * 3 + column] = random.nextInt(200) / 200f;
      }
      labels[row] = (byte) random.nextInt(2);
      folds[row] = random.nextInt(3);
    }
    return new RowBlock(rows, 3, values, labels, folds, new long[rows]);
  }
}
