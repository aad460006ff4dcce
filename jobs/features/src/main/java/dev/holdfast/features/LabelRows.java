package dev.holdfast.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.problem.Label;
import dev.holdfast.problem.Label.Leaving;
import dev.holdfast.problem.Label.Outcome;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What rows of the spine turned out to be. */
final class LabelRows {
  private static final String HIT = "_hit";
  private static final String GONE = "_gone";

  private final Problem problem;
  private final Label label;
  private final Events events;

  LabelRows(Problem problem, Events events) {
    this.problem = problem;
    this.label = problem.label();
    this.events = events;
  }

  /**
   * Labels rows whose horizon has passed. A row with the event in its horizon is decided by it,
   * whether or not its entity left; one without, whose entity left before the horizon's end, is
   * labelled (or left out) as {@link Label#left} says.
   *
   * @param rows rows of the features table
   */
  Dataset<Row> of(Dataset<Row> rows) {
    Dataset<Row> known = marked(rows.select(key(rows, "")), hit(rows), HIT);
    Column occurred = coalesce(col(HIT), lit(0));
    Column outcome = label.positive() == Outcome.OCCURS ? occurred : lit(1).minus(occurred);
    if (label.left().isPresent()) {
      known = marked(known, gone(rows), GONE);
      Column unseen = col(GONE).isNotNull().and(occurred.equalTo(0));
      if (label.left().get() == Leaving.EXCLUDE) {
        known = known.where(unseen.equalTo(false));
      } else {
        outcome = when(unseen, label.left().get() == Leaving.POSITIVE ? 1 : 0).otherwise(outcome);
      }
    }
    List<Column> result = new ArrayList<>();
    FeaturesTable.key(problem).forEach(name -> result.add(col(name)));
    result.add(outcome.as(LabelsTable.LABEL));
    result.add(
        Intervals.later(
                Intervals.later(col(FeaturesTable.AS_OF).cast("timestamp"), label.gap()),
                label.horizon())
            .cast("date")
            .as(LabelsTable.MATURE_ON));
    return known.select(result.toArray(Column[]::new));
  }

  // The keys of rows whose event happened in their horizon.
  private Dataset<Row> hit(Dataset<Row> rows) {
    Dataset<Row> happened = events.datedBy(label.source(), label.time(), label.where());
    Column from = Intervals.later(rows.col(FeaturesTable.OBSERVED_AT), label.gap());
    Column until = Intervals.later(from, label.horizon());
    // An event is not its own outcome: without a gap the moment itself does not count. Moments of
    // entities are midnights, at which their day, and the horizon, begins.
    Column time = happened.col(Events.TIME);
    boolean ofEvents = problem.spine() instanceof Spine.OfEvents;
    Column same =
        (ofEvents && label.gap().isZero() ? time.gt(from) : time.geq(from)).and(time.lt(until));
    for (String column : label.match()) {
      same = same.and(rows.col(column).equalTo(happened.col(column)));
    }
    return rows.join(happened, same, "left_semi").select(key(rows, HIT));
  }

  // The keys of rows whose entity has left the population when their horizon ends.
  private Dataset<Row> gone(Dataset<Row> rows) {
    Spine.Departure departure = ((Spine.OfEntities) problem.spine()).left().orElseThrow();
    Dataset<Row> left = events.happened(departure.source(), departure.where());
    Column until =
        Intervals.later(
            Intervals.later(rows.col(FeaturesTable.OBSERVED_AT), label.gap()), label.horizon());
    Column same = left.col(Events.TIME).lt(until);
    for (String column : problem.entity()) {
      same = same.and(rows.col(column).equalTo(left.col(column)));
    }
    return rows.join(left, same, "left_semi").select(key(rows, GONE));
  }

  // Both sides come from the same rows: only other names tell their keys apart.
  private Dataset<Row> marked(Dataset<Row> identified, Dataset<Row> some, String mark) {
    Column sameRow = lit(true);
    for (String name : FeaturesTable.key(problem)) {
      sameRow = sameRow.and(col(name).eqNullSafe(col(mark + name)));
    }
    return identified.join(some.withColumn(mark, lit(1)), sameRow, "left");
  }

  private Column[] key(Dataset<Row> rows, String prefix) {
    return FeaturesTable.key(problem).stream()
        .map(name -> rows.col(name).as(prefix + name))
        .toArray(Column[]::new);
  }
}
