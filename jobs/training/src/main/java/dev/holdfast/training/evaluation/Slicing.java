package dev.holdfast.training.evaluation;

import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Slice;
import dev.holdfast.training.evaluation.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parts of the judged rows in which a model might do worse than over all of them. */
final class Slicing {
  private static final String MISSING = "(missing)";
  private static final int QUARTERS = 4;

  private final float[] scores;
  private final byte[] labels;
  private final Entities entities;

  /**
   * @param scores calibrated probabilities, one a row
   */
  Slicing(float[] scores, byte[] labels, Entities entities) {
    this.scores = scores;
    this.labels = labels;
    this.entities = entities;
  }

  /**
   * A part for each value, in the order of the values.
   *
   * @param values one a row; null where it is missing
   * @param least rows that a part must have
   */
  List<Slice> byValue(String feature, Kind kind, List<String> values, int least) {
    Map<String, List<Integer>> parts = new TreeMap<>();
    for (int row = 0; row < values.size(); row++) {
      String value = values.get(row) == null ? MISSING : values.get(row);
      parts.computeIfAbsent(value, each -> new ArrayList<>()).add(row);
    }
    List<Slice> slices = new ArrayList<>();
    parts.forEach(
        (value, rows) -> {
          if (rows.size() >= least) {
            slices.add(slice(feature, value, kind, rows));
          }
        });
    return slices;
  }

  /**
   * Quarters of about equal numbers of rows by a number, and the rows that have none; a number of
   * at most four values gives a part for each.
   *
   * @param values one a row; not finite where it is missing
   */
  List<Slice> byQuarter(String feature, double[] values, int least) {
    double[] edges = edges(values);
    List<List<Integer>> parts = new ArrayList<>();
    for (int part = 0; part < edges.length + 2; part++) {
      parts.add(new ArrayList<>());
    }
    for (int row = 0; row < values.length; row++) {
      int part = 0;
      while (part < edges.length && values[row] > edges[part]) {
        part++;
      }
      parts.get(Double.isFinite(values[row]) ? part : edges.length + 1).add(row);
    }
    List<Slice> slices = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      if (parts.get(part).size() >= Math.max(1, least)) {
        slices.add(slice(feature, name(edges, part), Kind.QUARTER, parts.get(part)));
      }
    }
    return slices;
  }

  private static double[] edges(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    TreeSet<Double> edges = new TreeSet<>();
    for (int at = 0; at < sorted.length && edges.size() <= QUARTERS; at++) {
      edges.add(sorted[at]);
    }
    if (edges.size() > QUARTERS) {
      edges.clear();
      for (int quarter = 1; quarter < QUARTERS; quarter++) {
        edges.add(sorted[(int) ((long) sorted.length * quarter / QUARTERS)]);
      }
    }
    // Nothing lies above the largest value.
    edges.removeIf(edge -> edge >= sorted[sorted.length - 1]);
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String name(double[] edges, int part) {
    if (part == edges.length + 1) {
      return MISSING;
    }
    if (edges.length == 0) {
      return "any value";
    }
    if (part == 0) {
      return "up to " + written(edges[0]);
    }
    return part == edges.length
        ? "above " + written(edges[part - 1])
        : "above %s to %s".formatted(written(edges[part - 1]), written(edges[part]));
  }

  private static String written(double edge) {
    return edge == Math.rint(edge) && Math.abs(edge) < 1e9
        ? Long.toString((long) edge)
        : new java.math.BigDecimal(edge)
            .round(new java.math.MathContext(3))
            .stripTrailingZeros()
            .toPlainString();
  }

  private Slice slice(String feature, String value, Kind kind, List<Integer> rows) {
    int[] members = rows.stream().mapToInt(Integer::intValue).toArray();
    Group group = ClusteredShare.group(members, scores, labels, entities);
    ClusteredArea area = ClusteredArea.of(members, scores, labels, entities);
    Interval interval = area.interval();
    return new Slice(
        feature,
        value,
        kind,
        group.rows(),
        group.positives(),
        group.predicted(),
        area.area(),
        interval.low(),
        interval.high(),
        group.low(),
        group.high());
  }

  /** The most rows first, at most {@code most} parts, in their order. */
  static List<Slice> largest(List<Slice> slices, int most) {
    List<Slice> kept =
        slices.stream()
            .sorted(Comparator.comparingLong(Slice::rows).reversed())
            .limit(most)
            .toList();
    return slices.stream().filter(kept::contains).toList();
  }
}
