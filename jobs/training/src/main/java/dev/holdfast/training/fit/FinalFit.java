package dev.holdfast.training.fit;

import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Fits the chosen candidate on all training rows, and learns what its inputs looked like. */
public final class FinalFit {
  private static final int BINS = 10;

  private FinalFit() {}

  /**
   * The fitted model.
   *
   * @param heldOut its probabilities of the rows that it was not fitted on
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; arrays are what metrics run over
  public record Fitted(TrainedModel model, float[] heldOut) {}

  /**
   * @param calibrator learnt from scores of rows that their models had not seen
   * @param heldOutScores scores a model on rows that it was not fitted on; their distribution is
   *     what later scores are held against, for a model's scores on its own training rows are too
   *     extreme
   */
  public static Fitted fit(
      RowBlock rows,
      FeatureEncoding encoding,
      Candidate candidate,
      Fitting fitting,
      Calibrator calibrator,
      Function<TrainedModel, float[]> heldOutScores) {
    ScoringModel scoring = candidate.fit(rows.refitted(), fitting);
    List<Distribution> inputs = distributions(rows, encoding);
    Distribution.OfNumbers none = new Distribution.OfNumbers(List.of(), List.of(1.0, 0.0));
    float[] scores =
        heldOutScores.apply(new TrainedModel(encoding, scoring, calibrator, inputs, none));
    return new Fitted(
        new TrainedModel(
            encoding, scoring, calibrator, inputs, Distribution.OfNumbers.learn(scores, BINS)),
        scores);
  }

  private static List<Distribution> distributions(RowBlock rows, FeatureEncoding encoding) {
    List<Distribution> distributions = new ArrayList<>();
    int column = 0;
    for (FeatureEncoding.Input input : encoding.inputs()) {
      if (input instanceof FeatureEncoding.Category category) {
        double[] shares = new double[category.width()];
        for (int place = 0; place < shares.length; place++) {
          for (float value : rows.column(column + place)) {
            shares[place] += value / rows.rows();
          }
        }
        distributions.add(
            new Distribution.OfCategories(category, Arrays.stream(shares).boxed().toList()));
      } else {
        distributions.add(Distribution.OfNumbers.learn(rows.column(column), BINS));
      }
      column += input.width();
    }
    return distributions;
  }
}
