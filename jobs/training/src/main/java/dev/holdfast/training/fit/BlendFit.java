package dev.holdfast.training.fit;

import dev.holdfast.model.BlendedModel;
import dev.holdfast.model.LogOdds;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a blend.
 *
 * <ol>
 *   <li>The rows are parted in three by entity; each part is scored by members that were fitted on
 *       the two others. A member that learns its rows by heart gains nothing by it.
 *   <li>A logistic regression over the members' log odds, without negative coefficients, learns
 *       what each of them weighs.
 *   <li>The members are fitted once more, on all rows.
 * </ol>
 */
final class BlendFit {

  private BlendFit() {}

  static BlendedModel model(RowBlock rows, List<Candidate> members, Fitting fitting) {
    RowBlock parted = Thirds.of(rows, Blend.KIND);
    double[][] logOdds = new double[members.size()][rows.rows()];
    for (int part = 0; part < Thirds.COUNT; part++) {
      RowBlock others = parted.slice(part, false);
      RowBlock held = parted.slice(part, true);
      for (int member = 0; member < logOdds.length; member++) {
        float[] scores =
            members.get(member).fit(others, fitting).probabilities(held.values(), held.rows());
        int next = 0;
        for (int row = 0; row < rows.rows(); row++) {
          if (parted.folds()[row] == part) {
            logOdds[member][row] = LogOdds.of(scores[next++]);
          }
        }
      }
    }
    double[] learnt = new NonNegativeLogistic(logOdds, rows.labels()).minimise();
    List<ScoringModel> fitted = new ArrayList<>();
    members.forEach(member -> fitted.add(member.fit(rows, fitting)));
    return new BlendedModel(
        learnt[members.size()],
        Arrays.stream(learnt).limit(members.size()).boxed().toList(),
        fitted);
  }
}
