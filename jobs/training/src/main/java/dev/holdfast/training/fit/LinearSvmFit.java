package dev.holdfast.training.fit;

import dev.holdfast.model.LinearModel;
import dev.holdfast.training.calibration.PlattScaling;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear support vector machine whose margin is made a probability by Platt scaling, learnt out
 * of fold: the training rows are parted in three by entity, and each part's margins come from the
 * machine fitted on the two others. As the sigmoid of a linear margin it is a {@link LinearModel}.
 *
 * <p>Positives may weigh more in the machine; the scaling counts every row once, so that
 * probabilities are as frequent as outcomes.
 */
final class LinearSvmFit {
  private final SquaredHinge whole;
  private final List<SquaredHinge> withoutPart = new ArrayList<>();
  private final RowBlock rows;
  private final int[] parts;

  /**
   * Prepares the rows for any number of fits.
   *
   * @param positiveWeight weight of a positive row where a negative has 1
   */
  LinearSvmFit(RowBlock rows, double positiveWeight) {
    this.rows = rows;
    this.whole = new SquaredHinge(rows, positiveWeight);
    RowBlock parted = Thirds.of(rows, LinearSvm.KIND);
    this.parts = parted.folds();
    for (int part = 0; part < Thirds.COUNT; part++) {
      withoutPart.add(new SquaredHinge(parted.slice(part, false), positiveWeight));
    }
  }

  /** Fits one penalty, starting from the last one fitted. */
  LinearModel fit(LinearSvm candidate) {
    double[] margins = new double[rows.rows()];
    for (int part = 0; part < Thirds.COUNT; part++) {
      LinearModel machine = machine(withoutPart.get(part), candidate, new PlattScaling(1, 0));
      for (int row = 0; row < margins.length; row++) {
        if (parts[row] == part) {
          margins[row] = machine.margin(rows.values(), row);
        }
      }
    }
    return machine(whole, candidate, PlattScaling.learn(margins, rows.labels()));
  }

  private static LinearModel machine(
      SquaredHinge hinge, LinearSvm candidate, PlattScaling scaling) {
    double[] weights = hinge.minimise(candidate.regularization(), candidate.maxIterations());
    int width = weights.length - 1;
    double[] coefficients = new double[width];
    for (int j = 0; j < width; j++) {
      coefficients[j] = scaling.slope() * weights[j];
    }
    return hinge.data().model(scaling.slope() * weights[width] + scaling.intercept(), coefficients);
  }
}
