package dev.holdfast.training.space;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A mixture of densities over the axes of one family, in positions from 0 to 1: one for each of
 * some points, and one that is the same everywhere. That of a point is the product of a normal
 * distribution cut off at 0 and 1 on each range, and of a preference for its own value on each
 * choice.
 */
final class Kernels {
  // A normal distribution's rule of thumb (Scott, Multivariate Density Estimation, 1992).
  private static final double NORMAL = 1.06;
  private static final double NARROWEST = 0.05;
  private static final double UNIFORM_VARIANCE = 1 / 12.0;

  private final List<Axis> axes;
  private final double[][] points;
  private final double[] widths;

  /**
   * @param points positions, {@code points × axes}
   */
  Kernels(List<Axis> axes, double[][] points) {
    this.axes = axes;
    this.points = points;
    this.widths = new double[axes.size()];
    double narrowing = Math.pow(points.length + 1, -1.0 / (axes.size() + 4));
    for (int axis = 0; axis < widths.length; axis++) {
      widths[axis] = Math.max(NARROWEST, NORMAL * Math.sqrt(variance(axis)) * narrowing);
    }
  }

  // As if one more point, which could be anywhere, had been seen.
  private double variance(int axis) {
    double mean = 0.5 / (points.length + 1);
    for (double[] point : points) {
      mean += point[axis] / (points.length + 1);
    }
    double sum = UNIFORM_VARIANCE + (0.5 - mean) * (0.5 - mean);
    for (double[] point : points) {
      sum += (point[axis] - mean) * (point[axis] - mean);
    }
    return sum / (points.length + 1);
  }

  int count() {
    return points.length;
  }

  /** The logarithm of the density, or of the probability on axes of choices. */
  double log(double[] at) {
    double everywhere = 0;
    for (Axis axis : axes) {
      everywhere -= axis instanceof Axis.Choice choice ? Math.log(choice.values().size()) : 0;
    }
    double sum = Math.exp(everywhere);
    for (double[] point : points) {
      double product = 1;
      for (int axis = 0; axis < widths.length; axis++) {
        product *= kernel(axis, point[axis], at[axis]);
      }
      sum += product;
    }
    return Math.log(sum / (points.length + 1));
  }

  /** Positions drawn from the mixture. */
  double[] draw(SplittableRandom random) {
    int from = random.nextInt(points.length + 1);
    double[] drawn = new double[widths.length];
    for (int axis = 0; axis < drawn.length; axis++) {
      drawn[axis] =
          from == points.length ? random.nextDouble() : near(axis, points[from][axis], random);
    }
    return drawn;
  }

  private double kernel(int axis, double centre, double at) {
    if (axes.get(axis) instanceof Axis.Choice choice) {
      double elsewhere = elsewhere(choice);
      return choice.index(at) == choice.index(centre)
          ? 1 - elsewhere * (choice.values().size() - 1)
          : elsewhere;
    }
    double width = widths[axis];
    double distance = (at - centre) / width;
    double within = Normal.below((1 - centre) / width) - Normal.below(-centre / width);
    return Math.exp(-distance * distance / 2) / (width * Math.sqrt(2 * Math.PI) * within);
  }

  // The more points there are, the less is left to values that none of them has.
  private double elsewhere(Axis.Choice choice) {
    return 1.0 / (choice.values().size() + points.length);
  }

  private double near(int axis, double centre, SplittableRandom random) {
    if (axes.get(axis) instanceof Axis.Choice choice) {
      boolean stays = random.nextDouble() < 1 - elsewhere(choice) * (choice.values().size() - 1);
      return stays ? centre : random.nextDouble();
    }
    while (true) {
      double drawn = centre + widths[axis] * random.nextGaussian();
      if (drawn >= 0 && drawn <= 1) {
        return drawn;
      }
    }
  }
}
