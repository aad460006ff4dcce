package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.RowBlock;

/** Fits one candidate on all folds but one, for each fold, to score the rows of that one. */
public final class FoldFits {

  private FoldFits() {}

  /**
   * The scores of all rows that some fold judges by, in their order.
   *
   * @param folds how many
   * @param positiveWeight weight of a positive row where a negative has 1
   */
  public static OutOfFold outOfFold(
      RowBlock rows, int folds, Candidate candidate, double positiveWeight, long seed) {
    // No fit's result depends on the number of its threads.
    int threads = Runtime.getRuntime().availableProcessors();
    RowBlock judged = rows.judged();
    float[] scores = new float[judged.rows()];
    for (int fold = 0; fold < folds; fold++) {
      ScoringModel model =
          candidate.fit(rows.slice(fold, false), new Fitting(positiveWeight, seed, threads));
      RowBlock held = rows.slice(fold, true);
      float[] ofHeld = model.probabilities(held.values(), held.rows());
      int next = 0;
      for (int row = 0; row < scores.length; row++) {
        if (judged.folds()[row] == fold) {
          scores[row] = ofHeld[next++];
        }
      }
    }
    return new OutOfFold(scores, judged.labels(), OutOfFold.parts(judged.entities()));
  }
}
