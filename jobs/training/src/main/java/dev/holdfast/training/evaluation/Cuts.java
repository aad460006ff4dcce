package dev.holdfast.training.evaluation;

import dev.holdfast.model.Evaluation.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A ranking as few points: how many rows, and how many positives among them, lie at or above some
 * thresholds. ROC, precision and recall, gain and profit all follow from these counts. Half of the
 * points lie evenly over the rows, half ever closer to the top, where people act.
 */
final class Cuts {
  private static final int MOST = 160;

  private Cuts() {}

  /** At most {@code MOST} cuts, from the top down to all rows; rows of one score stay together. */
  static List<Cut> of(float[] scores, byte[] labels) {
    int[] order = DescendingOrder.of(scores);
    NavigableSet<Integer> wanted = wanted(order.length);
    List<Cut> cuts = new ArrayList<>(MOST);
    long positives = 0;
    for (int at = 0; at < order.length; at++) {
      positives += labels[order[at]];
      boolean tied = at + 1 < order.length && scores[order[at + 1]] == scores[order[at]];
      if (!tied && !wanted.isEmpty() && wanted.first() <= at + 1) {
        cuts.add(new Cut(scores[order[at]], at + 1L, positives));
        wanted.headSet(at + 1, true).clear();
      }
    }
    return cuts;
  }

  private static NavigableSet<Integer> wanted(int rows) {
    NavigableSet<Integer> wanted = new TreeSet<>();
    int half = MOST / 2;
    for (int point = 1; point <= half && rows > 0; point++) {
      wanted.add((int) Math.ceil((double) rows * point / half));
      wanted.add((int) Math.ceil(Math.pow(rows, (double) point / half)));
    }
    wanted.removeIf(each -> each > rows);
    return wanted;
  }
}
