package dev.holdfast.monitoring;

import dev.holdfast.model.Distribution;
import java.io.Serializable;
import java.util.List;

/** Rows counted in the bins of some distributions, with the sums of what is numeric. */
final class Histograms implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[][] counts;
  private final double[] sums;

  Histograms(List<Distribution> distributions) {
    counts = new long[distributions.size()][];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new long[distributions.get(i).shares().size()];
    }
    sums = new double[counts.length];
  }

  /** Counts one value; its distribution says in which bin. */
  void add(int column, Distribution distribution, Object value) {
    counts[column][distribution.bin(value)]++;
    if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
      sums[column] += number.doubleValue();
    } else if (Boolean.TRUE.equals(value)) {
      sums[column]++;
    }
  }

  /** Adds what others counted. */
  Histograms plus(Histograms other) {
    for (int column = 0; column < counts.length; column++) {
      for (int bin = 0; bin < counts[column].length; bin++) {
        counts[column][bin] += other.counts[column][bin];
      }
      sums[column] += other.sums[column];
    }
    return this;
  }

  long[] counts(int column) {
    return counts[column].clone();
  }

  long rows(int column) {
    long rows = 0;
    for (long count : counts[column]) {
      rows += count;
    }
    return rows;
  }

  /** The last bin's share: values that are missing. */
  double missingShare(int column) {
    long missing = counts[column][counts[column].length - 1];
    return rows(column) == 0 ? 0 : (double) missing / rows(column);
  }

  /** The mean of the values that are present; NaN without any. */
  double mean(int column) {
    return sums[column] / (rows(column) - counts[column][counts[column].length - 1]);
  }
}
