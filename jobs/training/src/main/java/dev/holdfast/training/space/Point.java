package dev.holdfast.training.space;

import java.util.List;

/**
 * A point of a {@link SearchSpace}.
 *
 * @param family its number
 * @param values one for each axis of the family
 */
public record Point(int family, List<Double> values) {
  public Point {
    values = List.copyOf(values);
  }
}
