package dev.holdfast.training.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** One dimension of a family: every value has a position from 0 to 1, every position a value. */
sealed interface Axis {
  String name();

  /** The value at a position. */
  double value(double position);

  /** The middle of the positions that have a value. */
  double position(double value);

  /**
   * One of some values, of which none is nearer to one than to another.
   *
   * @param values at least one
   */
  record Choice(String name, List<Double> values) implements Axis {
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public double value(double position) {
      return values.get(index(position));
    }

    @Override
    public double position(double value) {
      return (values.indexOf(value) + 0.5) / values.size();
    }

    /** The number of the value at a position, from 0. */
    int index(double position) {
      return Math.min(values.size() - 1, (int) (position * values.size()));
    }
  }

  /** Any value between two: on a scale of equal differences, or of equal ratios. */
  record Range(String name, double from, double to, boolean whole, boolean logarithmic)
      implements Axis {
    // Enough to tell fits apart, and a candidate's name stays readable.
    private static final MathContext DIGITS = new MathContext(4);

    @Override
    public double value(double position) {
      double low = scaled(begin());
      double at = low + position * (scaled(end()) - low);
      double value = logarithmic ? Math.exp(at) : at;
      double rounded = whole ? Math.rint(value) : new BigDecimal(value).round(DIGITS).doubleValue();
      return Math.max(from, Math.min(to, rounded));
    }

    @Override
    public double position(double value) {
      double low = scaled(begin());
      return (scaled(value) - low) / (scaled(end()) - low);
    }

    // A whole number has the positions of all that is rounded to it.
    private double begin() {
      return whole ? from - 0.5 : from;
    }

    private double end() {
      return whole ? to + 0.5 : to;
    }

    private double scaled(double value) {
      return logarithmic ? Math.log(value) : value;
    }
  }
}
