package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Function;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Days since the first, or the latest, of some events: points and events of a key in one order of
 * days, and one pass over it, however far back the event lies.
 */
final class Recency {
  private static final String DAY = "_at_day";
  private static final String IS_EVENT = "_is_event";

  private final Aggregate aggregate;
  private final List<String> by;

  Recency(Aggregate aggregate, List<String> by) {
    this.aggregate = aggregate;
    this.by = by;
  }

  /** The aggregate's column for each point; null where nothing came before it. */
  Dataset<Row> at(Dataset<Row> points, Dataset<Row> events) {
    Dataset<Row> counted =
        events.where(aggregate.where().map(where -> expr(where)).orElse(lit(true)));
    Dataset<Row> all =
        points
            .select(with(col(SpineRows.OBSERVED_DAY).as(DAY), lit(false).as(IS_EVENT)))
            .union(
                counted.select(with(col(Events.DAY).as(DAY), lit(true).as(IS_EVENT))).distinct());
    // A point stands before the events of its own day: it does not know them.
    WindowSpec soFar =
        Window.partitionBy(key())
            .orderBy(col(DAY), col(IS_EVENT))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column eventDay = when(col(IS_EVENT), col(DAY));
    Column reached =
        aggregate.function() == Function.DAYS_SINCE_FIRST
            ? min(eventDay).over(soFar)
            : last(eventDay, true).over(soFar);
    return all.withColumn(aggregate.name(), datediff(col(DAY), reached))
        .where(col(IS_EVENT).equalTo(false))
        .withColumnRenamed(DAY, SpineRows.OBSERVED_DAY)
        .drop(IS_EVENT);
  }

  private Column[] key() {
    return by.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  private Column[] with(Column... more) {
    List<Column> columns = new ArrayList<>(List.of(key()));
    columns.addAll(List.of(more));
    return columns.toArray(Column[]::new);
  }
}
