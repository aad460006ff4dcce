package dev.holdfast.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.problem.Label;
import dev.holdfast.problem.Label.Outcome;
import dev.holdfast.problem.Problem;
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

  private final Problem problem;
  private final Events events;

  LabelRows(Problem problem, Events events) {
    this.problem = problem;
    this.events = events;
  }

  /**
   * Labels rows whose horizon has passed.
   *
   * @param rows rows of the features table
   */
  Dataset<Row> of(Dataset<Row> rows) {
    Label label = problem.label();
    Dataset<Row> happened = events.datedBy(label.source(), label.time(), label.where());
    Column from = Intervals.later(rows.col(FeaturesTable.OBSERVED_AT), label.gap());
    Column until = Intervals.later(from, label.horizon());
    // An event is not its own outcome: without a gap the moment itself does not count. Moments of
    // entities are midnights, at which their day, and the horizon, begins.
    Column time = happened.col(Events.TIME);
    boolean ofEvents = problem.spine() instanceof dev.holdfast.problem.Spine.OfEvents;
    Column inHorizon =
        (ofEvents && label.gap().isZero() ? time.gt(from) : time.geq(from)).and(time.lt(until));
    Column same = inHorizon;
    for (String column : label.match()) {
      same = same.and(rows.col(column).equalTo(happened.col(column)));
    }
    // The two sides of the last join come from the same rows: only other names tell them apart.
    List<Column> key = new ArrayList<>();
    List<Column> hitKey = new ArrayList<>();
    Column sameRow = lit(true);
    for (String name : FeaturesTable.key(problem)) {
      key.add(rows.col(name));
      hitKey.add(rows.col(name).as(HIT + name));
      sameRow = sameRow.and(col(name).eqNullSafe(col(HIT + name)));
    }
    Dataset<Row> hit =
        rows.join(happened, same, "left_semi")
            .select(hitKey.toArray(Column[]::new))
            .withColumn(HIT, lit(1));
    Column occurred = coalesce(col(HIT), lit(0));
    Dataset<Row> identified = rows.select(key.toArray(Column[]::new));
    List<Column> result = new ArrayList<>();
    FeaturesTable.key(problem).forEach(name -> result.add(col(name)));
    result.add(
        (label.positive() == Outcome.OCCURS ? occurred : lit(1).minus(occurred))
            .as(LabelsTable.LABEL));
    result.add(
        Intervals.later(
                Intervals.later(col(FeaturesTable.AS_OF).cast("timestamp"), label.gap()),
                label.horizon())
            .cast("date")
            .as(LabelsTable.MATURE_ON));
    return identified.join(hit, sameRow, "left").select(result.toArray(Column[]::new));
  }
}
