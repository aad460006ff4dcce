package dev.holdfast.model;

import java.util.Arrays;

/**
 * The share of positives among the {@code k} training rows nearest to a row, by Euclidean distance
 * over scaled columns; of equally near rows the earlier one counts. One more neighbour with the
 * share of positives over all training rows is added, so that no probability is 0 or 1 (the
 * m-estimate of Cestnik, Estimating Probabilities, 1990, with m = 1).
 */
public final class NearestNeighboursModel implements ScoringModel {
  private static final long serialVersionUID = 1L;

  private final int k;
  private final Scaling scaling;
  private final float[] points;
  private final byte[] labels;

  /**
   * @param k neighbours asked; at most all rows
   * @param points the scaled training rows, row-major, {@code labels.length ×} the scaling's width
   */
  public NearestNeighboursModel(int k, Scaling scaling, float[] points, byte[] labels) {
    this.k = k;
    this.scaling = scaling;
    this.points = points.clone();
    this.labels = labels.clone();
  }

  public int k() {
    return k;
  }

  public Scaling scaling() {
    return scaling;
  }

  public float[] points() {
    return points.clone();
  }

  public byte[] labels() {
    return labels.clone();
  }

  @Override
  public float[] probabilities(float[] matrix, int rows) {
    int asked = Math.min(k, labels.length);
    double share = 0;
    for (byte label : labels) {
      share += (double) label / labels.length;
    }
    float[] probabilities = new float[rows];
    float[] scaled = new float[scaling.width()];
    double[] distances = new double[asked];
    int[] nearest = new int[asked];
    for (int row = 0; row < rows; row++) {
      scaling.apply(matrix, row, scaled);
      find(scaled, distances, nearest);
      double positives = share;
      for (int neighbour : nearest) {
        positives += labels[neighbour];
      }
      probabilities[row] = (float) (positives / (asked + 1));
    }
    return probabilities;
  }

  // Keeps the nearest so far in order of distance; a later row goes behind equals.
  private void find(float[] row, double[] distances, int[] nearest) {
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int last = nearest.length - 1;
    for (int point = 0; point < labels.length; point++) {
      double distance = distance(row, point, distances[last]);
      if (distance < distances[last]) {
        int at = last;
        while (at > 0 && distances[at - 1] > distance) {
          distances[at] = distances[at - 1];
          nearest[at] = nearest[at - 1];
          at--;
        }
        distances[at] = distance;
        nearest[at] = point;
      }
    }
  }

  // Squared; gives up, with a distance that is too large anyway, where it is beyond the limit.
  private double distance(float[] row, int point, double limit) {
    double sum = 0;
    int offset = point * row.length;
    for (int column = 0; column < row.length && sum < limit; column++) {
      double difference = row[column] - points[offset + column];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NearestNeighboursModel neighbours
        && k == neighbours.k
        && scaling.equals(neighbours.scaling)
        && Arrays.equals(points, neighbours.points)
        && Arrays.equals(labels, neighbours.labels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(points);
  }
}
