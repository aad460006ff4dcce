package dev.holdfast.model;

import java.util.Arrays;
import java.util.List;

/**
 * How a column was distributed over the training rows: shares of bins, the last of them missing
 * values. What is scored later is counted in the same bins.
 */
public sealed interface Distribution {

  /** Shares of the training rows, one a bin; they sum to 1. */
  List<Double> shares();

  /** The bin of a value. */
  int bin(Object value);

  /**
   * Bins of numbers: up to the first edge, from edge to edge, and above the last.
   *
   * @param edges ascending
   */
  record OfNumbers(List<Double> edges, List<Double> shares) implements Distribution {
    public OfNumbers {
      edges = List.copyOf(edges);
      shares = List.copyOf(shares);
    }

    @Override
    public int bin(Object value) {
      double number = FeatureEncoding.number(value);
      if (Double.isNaN(number)) {
        return edges.size() + 1;
      }
      int bin = 0;
      while (bin < edges.size() && number > edges.get(bin)) {
        bin++;
      }
      return bin;
    }

    /** Learns at most {@code bins} bins of about equal size; sorts {@code values}. */
    public static OfNumbers learn(float[] values, int bins) {
      int present = 0;
      float[] sorted = new float[values.length];
      for (float value : values) {
        if (!Float.isNaN(value)) {
          sorted[present++] = value;
        }
      }
      Arrays.sort(sorted, 0, present);
      double[] edges = new double[bins - 1];
      int count = 0;
      for (int bin = 1; bin < bins && present > 0; bin++) {
        double edge = sorted[Math.min(present - 1, (int) ((long) present * bin / bins))];
        // The largest value is no edge: nothing would lie above it.
        if ((count == 0 || edge > edges[count - 1]) && edge < sorted[present - 1]) {
          edges[count++] = edge;
        }
      }
      List<Double> kept = Arrays.stream(edges, 0, count).boxed().toList();
      OfNumbers empty = new OfNumbers(kept, List.of());
      double[] shares = new double[count + 2];
      for (float value : values) {
        shares[empty.bin(value)] += 1.0 / values.length;
      }
      return new OfNumbers(kept, Arrays.stream(shares).boxed().toList());
    }
  }

  /** Bins of a category: its kept values, any other, and missing. */
  record OfCategories(FeatureEncoding.Category category, List<Double> shares)
      implements Distribution {
    public OfCategories {
      shares = List.copyOf(shares);
    }

    @Override
    public int bin(Object value) {
      return category.place((String) value);
    }
  }
}
