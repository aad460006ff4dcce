package dev.holdfast.training.evaluation;

import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.training.evaluation.Bootstrap.Interval;

/**
 * The share of positives among some rows, with Wilson's 95 % interval for as many rows as tell
 * something of their own: the variance of the share is that of entities, not of rows (Korn and
 * Graubard, Confidence Intervals for Proportions with Small Expected Number of Positive Counts
 * Estimated from Survey Data, 1998).
 */
final class ClusteredShare {
  private static final double Z = 1.959964;

  private ClusteredShare() {}

  /** The group that some rows are. */
  static Group group(int[] members, float[] probabilities, byte[] labels, Entities entities) {
    long positives = 0;
    double predicted = 0;
    for (int row : members) {
      positives += labels[row];
      predicted += probabilities[row];
    }
    Interval interval = interval(members, positives, labels, entities);
    return new Group(
        members.length, positives, predicted / members.length, interval.low(), interval.high());
  }

  private static Interval interval(
      int[] members, long positives, byte[] labels, Entities entities) {
    double share = (double) positives / members.length;
    double[] residuals = new double[entities.count()];
    boolean[] seen = new boolean[entities.count()];
    for (int row : members) {
      residuals[entities.of()[row]] += labels[row] - share;
      seen[entities.of()[row]] = true;
    }
    double squares = 0;
    int count = 0;
    for (int entity = 0; entity < residuals.length; entity++) {
      squares += residuals[entity] * residuals[entity];
      count += seen[entity] ? 1 : 0;
    }
    double rows = members.length;
    // Entities whose rows differ by more than chance would have it are no more rows than there are.
    double effective =
        squares > 0 && count > 1
            ? Math.min(rows, share * (1 - share) * rows * rows * (count - 1) / count / squares)
            : rows;
    return wilson(share, effective);
  }

  /**
   * Wilson's interval of a share.
   *
   * @param rows that it is of, not necessarily a whole number
   */
  static Interval wilson(double share, double rows) {
    double scale = 1 + Z * Z / rows;
    double middle = (share + Z * Z / (2 * rows)) / scale;
    double half = Z / scale * Math.sqrt(share * (1 - share) / rows + Z * Z / (4 * rows * rows));
    return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
