package dev.holdfast.model;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How encoded columns become comparable: a missing value is replaced by the column's median and
 * told by an indicator column, and every column has mean 0 and standard deviation 1 over the
 * training rows. A column without spread is 0.
 */
public final class Scaling implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] medians;
  private final int[] indicated;
  private final double[] means;
  private final double[] deviations;

  /**
   * @param medians one for each encoded column
   * @param indicated the encoded columns that have an indicator, which follow all of them
   * @param means one for each encoded column and indicator, as are {@code deviations}
   */
  public Scaling(double[] medians, int[] indicated, double[] means, double[] deviations) {
    this.medians = medians.clone();
    this.indicated = indicated.clone();
    this.means = means.clone();
    this.deviations = deviations.clone();
  }

  public double[] medians() {
    return medians.clone();
  }

  public int[] indicated() {
    return indicated.clone();
  }

  public double[] means() {
    return means.clone();
  }

  public double[] deviations() {
    return deviations.clone();
  }

  /** Number of columns after scaling. */
  public int width() {
    return means.length;
  }

  /**
   * Scales one row.
   *
   * @param matrix encoded rows, row-major
   * @param into receives {@link #width} values
   */
  public void apply(float[] matrix, int row, float[] into) {
    int inputs = medians.length;
    for (int column = 0; column < inputs; column++) {
      float value = matrix[row * inputs + column];
      into[column] = scaled(Float.isNaN(value) ? (float) medians[column] : value, column);
    }
    for (int each = 0; each < indicated.length; each++) {
      boolean missing = Float.isNaN(matrix[row * inputs + indicated[each]]);
      into[inputs + each] = scaled(missing ? 1f : 0f, inputs + each);
    }
  }

  private float scaled(float value, int column) {
    return deviations[column] == 0 ? 0f : (float) ((value - means[column]) / deviations[column]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scaling scaling
        && Arrays.equals(medians, scaling.medians)
        && Arrays.equals(indicated, scaling.indicated)
        && Arrays.equals(means, scaling.means)
        && Arrays.equals(deviations, scaling.deviations);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(means);
  }
}
