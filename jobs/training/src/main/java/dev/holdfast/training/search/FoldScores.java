package dev.holdfast.training.search;

import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one candidate's models say of the rows that each fold judges by: scores of rows that their
 * models had not seen. It is made on the driver, one fold at a time with all threads, so that it
 * depends on no executor's memory.
 *
 * @param trials of the candidate and of those that share its fit, by fold
 */
public record FoldScores(List<Trial> trials, OutOfFold outOfFold) {
  public FoldScores {
    trials = List.copyOf(trials);
  }

  /**
   * Fits a candidate on all folds but one, for each fold.
   *
   * @param folds how many
   * @param fitting with as many threads as the driver has: no result depends on them
   */
  public static FoldScores of(RowBlock rows, int folds, Candidate candidate, Fitting fitting) {
    return of(rows, folds, List.of(candidate), 0, fitting);
  }

  /**
   * The same beside some others, whose trials come at the cost of the longest.
   *
   * @param sharing candidates of one key
   * @param scored which of them the scores are of
   */
  public static FoldScores of(
      RowBlock rows, int folds, List<Candidate> sharing, int scored, Fitting fitting) {
    List<Unit> units = Unit.of(sharing, IntStream.range(0, folds).boxed().toList());
    List<Trial> trials = new ArrayList<>();
    float[] scores = new float[rows.rows()];
    FoldMatrices.inTurn(
        rows,
        folds,
        fitting.bins(),
        (fold, matrices) -> {
          int[] places = matrices.validationRows();
          for (Unit unit : units) {
            if (unit.fold() == fold) {
              for (Scored each : unit.scored(matrices, fitting)) {
                trials.add(each.trial(fold));
                if (each.candidate() == scored) {
                  for (int at = 0; at < places.length; at++) {
                    scores[places[at]] = each.onValidation()[at];
                  }
                }
              }
            }
          }
        });
    RowBlock judged = rows.judged();
    float[] ofJudged = new float[judged.rows()];
    int[] places = IntStream.range(0, rows.rows()).filter(rows::isJudged).toArray();
    for (int at = 0; at < ofJudged.length; at++) {
      ofJudged[at] = scores[places[at]];
    }
    return new FoldScores(
        trials, new OutOfFold(ofJudged, judged.labels(), OutOfFold.parts(judged.entities())));
  }
}
