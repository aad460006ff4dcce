package dev.holdfast.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.problem.Features.Aggregate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * What one aggregate keeps of a day, and how days make a window.
 *
 * <p>A day keeps partial results that merge: counts, sums, sums of squares, extremes, the latest
 * value with its time, a sketch of the distinct values. A window of any length is composed of its
 * days and never looks at a row again.
 */
final class Tile {
  private final Aggregate aggregate;

  Tile(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  /** The partial results of a day, over its rows. */
  List<Column> ofDay() {
    Column counts = aggregate.where().map(where -> expr(where)).orElse(lit(true));
    Column value = aggregate.of().map(of -> when(counts, expr(of))).orElse(when(counts, lit(1)));
    List<Column> parts = new ArrayList<>();
    switch (aggregate.function()) {
      case COUNT -> parts.add(count(value).as(part("n")));
      case SUM -> parts.add(sum(value).as(part("s")));
      case MIN -> parts.add(min(value).as(part("min")));
      case MAX -> parts.add(max(value).as(part("max")));
      case AVG -> {
        parts.add(count(value).as(part("n")));
        parts.add(sum(value.cast("double")).as(part("s")));
      }
      case STDDEV -> {
        Column number = value.cast("double");
        parts.add(count(value).as(part("n")));
        parts.add(sum(number).as(part("s")));
        parts.add(sum(number.multiply(number)).as(part("q")));
      }
      // Of rows at one time the largest value counts as the latest: any other rule would depend on
      // the order in which files are read.
      case LAST ->
          parts.add(
              max(when(value.isNotNull(), struct(col(Events.TIME).as("t"), value.as("v"))))
                  .as(part("l")));
      case DISTINCT ->
          parts.add(
              org.apache
                  .spark
                  .sql
                  .functions
                  .hll_sketch_agg(value.cast("string"), 12)
                  .as(part("d")));
      case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
          throw new IllegalStateException(aggregate.function() + " has no window");
    }
    return parts;
  }

  /**
   * The aggregate over a window, as a column of its final name.
   *
   * @param inWindow whether a day belongs to it
   */
  Column ofWindow(Column inWindow, int days) {
    Column n = sum(when(inWindow, col(part("n"))));
    Column s = sum(when(inWindow, col(part("s"))));
    Column composed =
        switch (aggregate.function()) {
          case COUNT -> n;
          case SUM -> s;
          case MIN -> min(when(inWindow, col(part("min"))));
          case MAX -> max(when(inWindow, col(part("max"))));
          case AVG -> s.divide(n);
          case STDDEV -> {
            Column q = sum(when(inWindow, col(part("q"))));
            Column squares = greatest(q.minus(s.multiply(s).divide(n)), lit(0.0));
            yield when(n.gt(1), sqrt(squares.divide(n.minus(1))));
          }
          case LAST -> max(when(inWindow, col(part("l")))).getField("v");
          case DISTINCT ->
              org.apache.spark.sql.functions.hll_sketch_estimate(
                  org.apache.spark.sql.functions.hll_union_agg(when(inWindow, col(part("d")))));
          case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
              throw new IllegalStateException(aggregate.function() + " has no window");
        };
    return composed.as(name(days));
  }

  /** The column's final name. */
  String name(int days) {
    return aggregate.name() + "_" + days + "d";
  }

  /** A composed column as it is where no day had a row. */
  Column filled(int days) {
    Column composed = col(name(days));
    return switch (aggregate.function()) {
      case COUNT, SUM, DISTINCT -> coalesce(composed, lit(0));
      case MIN, MAX, AVG, STDDEV, LAST -> composed;
      case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
          throw new IllegalStateException(aggregate.function() + " has no window");
    };
  }

  private String part(String kind) {
    return "_" + aggregate.name() + "_" + kind;
  }
}
