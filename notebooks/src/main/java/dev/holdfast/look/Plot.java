package dev.holdfast.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A chart, made of rows. Each method gives a new one.
 *
 * @param title what the chart shows, best as the finding itself
 * @param x what runs along the horizontal axis, with its unit
 * @param y the same of the vertical axis
 */
public record Plot(Kind kind, String title, String x, String y, List<Series> series) {
  private static final int MOST_POINTS = 5000;

  public Plot {
    series = List.copyOf(series);
  }

  /** How points are drawn. */
  public enum Kind {
    /**
     * A bar for each value of the horizontal axis, whatever its type; series stand side by side.
     */
    BARS,
    /** A lying bar for each value, for long names; the first is at the top. */
    LYING_BARS,
    /** Numbers or days along both axes, joined by a line. */
    LINES,
    /** The same, not joined. */
    POINTS
  }

  /**
   * Points that belong together.
   *
   * @param xs numbers, days or names
   * @param errors half the height of the bar that shows how uncertain each value is, if that is
   *     known
   */
  public record Series(
      String name, List<Object> xs, List<Double> ys, Optional<List<Double>> errors) {
    public Series {
      xs = List.copyOf(xs);
      ys = List.copyOf(ys);
      errors = errors.map(List::copyOf);
    }
  }

  public static Plot bars(String title, String x, String y) {
    return new Plot(Kind.BARS, title, x, y, List.of());
  }

  public static Plot lyingBars(String title, String x, String y) {
    return new Plot(Kind.LYING_BARS, title, x, y, List.of());
  }

  public static Plot lines(String title, String x, String y) {
    return new Plot(Kind.LINES, title, x, y, List.of());
  }

  public static Plot points(String title, String x, String y) {
    return new Plot(Kind.POINTS, title, x, y, List.of());
  }

  /** With a series more: one column along each axis, in the order of the rows. */
  public Plot series(String name, Dataset<Row> rows, String xColumn, String yColumn) {
    return with(name, points(rows, xColumn, yColumn), false);
  }

  /** With a series more whose values have error bars of half the height in a column. */
  public Plot series(
      String name, Dataset<Row> rows, String xColumn, String yColumn, String errorColumn) {
    return with(name, points(rows, xColumn, yColumn, errorColumn), true);
  }

  /** With a line for comparison, drawn from one point to another. */
  public Plot from(String name, double x1, double y1, double x2, double y2) {
    return with(new Series(name, List.of(x1, x2), List.of(y1, y2), Optional.empty()));
  }

  private Plot with(String name, List<Row> rows, boolean errors) {
    return with(
        new Series(
            name,
            rows.stream().map(row -> row.get(0)).toList(),
            rows.stream().map(row -> row.getDouble(1)).toList(),
            errors
                ? Optional.of(rows.stream().map(row -> row.getDouble(2)).toList())
                : Optional.empty()));
  }

  private Plot with(Series another) {
    List<Series> all = new ArrayList<>(series);
    all.add(another);
    return new Plot(kind, title, x, y, all);
  }

  private List<Row> points(Dataset<Row> rows, String xColumn, String... numbers) {
    List<Column> columns = new ArrayList<>(List.of(functions.col(xColumn)));
    Arrays.stream(numbers)
        .map(number -> functions.col(number).cast("double"))
        .forEach(columns::add);
    List<Row> points =
        rows.select(columns.toArray(Column[]::new)).limit(MOST_POINTS + 1).collectAsList();
    if (points.size() > MOST_POINTS) {
      throw new IllegalArgumentException(
          "Cannot draw \"%s\": more than %,d points. Aggregate them first."
              .formatted(title, MOST_POINTS));
    }
    return points.stream().filter(row -> !row.anyNull()).toList();
  }
}
