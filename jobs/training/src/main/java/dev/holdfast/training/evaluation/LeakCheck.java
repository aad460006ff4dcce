package dev.holdfast.training.evaluation;

import dev.holdfast.problem.Training.Leak;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Looks for features that are too good to be true: one that ranks the rows almost without a fault,
 * as a column does that is filled in once the outcome is known, or one that ranks the training days
 * quite unlike the held-out ones, as a column does that was completed afterwards.
 */
public final class LeakCheck {
  /** Enough to tell one area from another by far less than any sensible limit. */
  private static final int MOST_ROWS = 200_000;

  private final Leak limits;

  public LeakCheck(Leak limits) {
    this.limits = limits;
  }

  /**
   * A suspected feature.
   *
   * @param feature the encoded column
   * @param training its area under the curve on the training days, 0.5 or more; the direction in
   *     which it ranks there is taken for both
   * @param heldOut the same on the held-out days
   */
  public record Finding(String feature, double training, double heldOut) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s (AUC %.3f in training, %.3f held out)", feature, training, heldOut);
    }
  }

  /** The suspected features, the most suspicious first. */
  public List<Finding> findings(List<String> names, RowBlock training, RowBlock heldOut) {
    List<Finding> findings = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      double raw = auc(training, column);
      double before = Math.max(raw, 1 - raw);
      double after = raw < 0.5 ? 1 - auc(heldOut, column) : auc(heldOut, column);
      if (before > limits.auc() || Math.abs(before - after) > limits.jump()) {
        findings.add(new Finding(names.get(column), before, after));
      }
    }
    findings.sort(Comparator.comparingDouble(Finding::training).reversed());
    return List.copyOf(findings);
  }

  private static double auc(RowBlock block, int column) {
    int step = 1 + (block.rows() - 1) / MOST_ROWS;
    int rows = (block.rows() + step - 1) / step;
    float[] values = new float[rows];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      float value = block.values()[row * step * block.width() + column];
      // That a value is missing may itself tell: such rows are ranked below all others.
      values[row] = Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
      labels[row] = block.labels()[row * step];
    }
    return new RankMetrics(values, labels).auc();
  }
}
