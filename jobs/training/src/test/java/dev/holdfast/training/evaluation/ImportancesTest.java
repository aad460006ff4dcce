package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.Evaluation.Importance;
import dev.holdfast.model.Evaluation.Measure;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImportancesTest {
  private static final int ROWS = 3000;
  private static final int WIDTH = 3;

  // The outcome rises with the first column, falls with the second, and ignores the third.
  private static RowBlock rows() {
    SplittableRandom random = new SplittableRandom(2);
    float[] values = new float[ROWS * WIDTH];
    byte[] labels = new byte[ROWS];
    long[] entities = new long[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < WIDTH; column++) {
        values[row * WIDTH + column] = (float) random.nextGaussian();
      }
      double odds = 2 * values[row * WIDTH] - values[row * WIDTH + 1];
      labels[row] = (byte) (odds + random.nextGaussian() > 0 ? 1 : 0);
      entities[row] = row;
    }
    return new RowBlock(ROWS, WIDTH, values, labels, new int[ROWS], entities);
  }

  private static Importances of(Candidate candidate) {
    RowBlock rows = rows();
    ScoringModel scoring = candidate.fit(rows, new Fitting(1, 7, 1));
    Distribution any = new Distribution.OfNumbers(List.of(), List.of(1.0, 0.0));
    TrainedModel model =
        new TrainedModel(
            new FeatureEncoding(
                List.of(new Numeric("raises"), new Numeric("lowers"), new Numeric("noise"))),
            scoring,
            new Calibrator.Identity(),
            List.of(any, any, any),
            new Distribution.OfNumbers(List.of(), List.of(1.0, 0.0)));
    return Importances.of(model, rows.values(), rows.labels(), 7);
  }

  @Test
  void shapleyValuesOrderFeaturesAndSayWhichWayTheyGo() {
    Importances found = of(new Candidate.Linear("linear", 0.001, 0, 100));

    assertThat(found.measure()).isEqualTo(Measure.SHAPLEY);
    assertThat(found.features())
        .extracting(Importance::feature)
        .containsExactly("raises", "lowers", "noise");
    assertThat(found.features().get(0).direction()).isGreaterThan(0.9);
    assertThat(found.features().get(1).direction()).isLessThan(-0.9);
  }

  @Test
  void aModelWithoutContributionsLosesWhatAnExchangedFeatureToldIt() {
    Importances found =
        of(Candidate.of(List.of(new Grid.NaiveBayes("bayes", List.of(1.0), List.of(0.1)))).get(0));

    assertThat(found.measure()).isEqualTo(Measure.PERMUTATION);
    assertThat(found.features())
        .extracting(Importance::feature)
        .containsExactly("raises", "lowers", "noise");
    assertThat(found.features().get(0).weight()).isGreaterThan(0.1);
    assertThat(found.features().get(2).weight()).isBetween(-0.02, 0.02);
  }
}
