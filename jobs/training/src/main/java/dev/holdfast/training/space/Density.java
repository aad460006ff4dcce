package dev.holdfast.training.space;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How dense some points are in a space: a family by how often it occurs, and within it a mixture of
 * one {@link Kernels} a point and one that is the same everywhere.
 */
final class Density {
  private final SearchSpace space;
  private final int points;
  private final List<Kernels> families = new ArrayList<>();

  Density(SearchSpace space, List<Point> points) {
    this.space = space;
    this.points = points.size();
    for (int family = 0; family < space.families(); family++) {
      int own = family;
      families.add(
          new Kernels(
              space.axes(family),
              points.stream()
                  .filter(point -> point.family() == own)
                  .map(space::positions)
                  .toArray(double[][]::new)));
    }
  }

  /** The logarithm of the density at a point. */
  double log(Point point) {
    return Math.log(share(point.family()))
        + families.get(point.family()).log(space.positions(point));
  }

  /** A point drawn from the density. */
  Point draw(SplittableRandom random) {
    double left = random.nextDouble();
    int family = 0;
    while (family < families.size() - 1 && left >= share(family)) {
      left -= share(family++);
    }
    return space.at(family, families.get(family).draw(random));
  }

  // Every family has been seen once more than it was.
  private double share(int family) {
    return (families.get(family).count() + 1.0) / (points + families.size());
  }
}
