package dev.holdfast.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.holdfast.problem.AsOfCalendar;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;
import dev.holdfast.problem.Spine.Population;
import dev.holdfast.table.FeaturesTable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The rows of the spine for some days, with the moment of each. */
final class SpineRows {
  /** The day of a row's moment: what happened on it or later is unknown to the row. */
  static final String OBSERVED_DAY = "_observed_day";

  private static final String DAY_BEFORE = "_day_before";
  private static final String LEFT_ON = "_left_on";
  private static final String DAYS_SEEN = "_days_seen";

  private final SparkSession spark;
  private final Problem problem;
  private final Events events;

  SpineRows(SparkSession spark, Problem problem, Events events) {
    this.spark = spark;
    this.problem = problem;
    this.events = events;
  }

  /**
   * The columns of {@link FeaturesTable#identity}, {@link #OBSERVED_DAY}, and what an event
   * carries.
   */
  Dataset<Row> of(List<LocalDate> days) {
    if (problem.spine() instanceof Spine.OfEvents spine) {
      return ofEvents(spine, days);
    }
    return ofEntities((Spine.OfEntities) problem.spine(), days);
  }

  private Dataset<Row> ofEntities(Spine.OfEntities spine, List<LocalDate> days) {
    Dataset<Row> asOf = days(spine.calendar(), days);
    Dataset<Row> active = active(spine.active(), asOf, days);
    if (spine.left().isPresent()) {
      Spine.Departure left = spine.left().get();
      Dataset<Row> gone =
          events.of(left.source(), left.where()).groupBy(entity()).agg(min(Events.DAY).as(LEFT_ON));
      active =
          active
              .join(gone, names(problem.entity()), "left")
              .where(col(LEFT_ON).isNull().or(col(LEFT_ON).geq(col(FeaturesTable.AS_OF))))
              .drop(LEFT_ON);
    }
    return active
        .withColumn(FeaturesTable.OBSERVED_AT, col(FeaturesTable.AS_OF).cast("timestamp"))
        .withColumn(OBSERVED_DAY, col(FeaturesTable.AS_OF));
  }

  private Dataset<Row> active(Population population, Dataset<Row> asOf, List<LocalDate> days) {
    List<Column> row = new ArrayList<>(List.of(entity()));
    row.add(col(FeaturesTable.AS_OF));
    Column day = col(FeaturesTable.AS_OF);
    Dataset<Row> matched;
    if (population instanceof Population.Within within) {
      return within(within, days);
    } else {
      Population.Between between = (Population.Between) population;
      Column begun = col(between.from()).cast("timestamp").lt(day.cast("timestamp"));
      Column lasts =
          between
              .until()
              .map(
                  until ->
                      coalesce(col(until).cast("timestamp").geq(day.cast("timestamp")), lit(true)))
              .orElse(lit(true));
      matched =
          events.of(between.source(), between.where()).join(broadcast(asOf), begun.and(lasts));
    }
    return matched.select(row.toArray(Column[]::new)).distinct();
  }

  // An entity's days in one row, and the days of the calendar picked beside them: joined, each day
  // of an entity would stand beside every week that it counts for.
  private Dataset<Row> within(Population.Within within, List<LocalDate> days) {
    Column[] calendar = days.stream().map(day -> lit(Date.valueOf(day))).toArray(Column[]::new);
    LocalDate oldest = days.get(0).minusDays(within.days());
    LocalDate latest = days.get(days.size() - 1);
    List<Column> row = new ArrayList<>(List.of(entity()));
    row.add(
        explode(
                filter(
                    array(calendar),
                    asOf ->
                        exists(
                            col(DAYS_SEEN),
                            day -> day.lt(asOf).and(day.geq(date_sub(asOf, lit(within.days())))))))
            .as(FeaturesTable.AS_OF));
    Dataset<Row> seen = events.of(within.source(), within.where());
    for (String name : problem.entity()) {
      seen = seen.where(col(name).isNotNull());
    }
    return seen.where(
            col(Events.DAY).geq(Date.valueOf(oldest)).and(col(Events.DAY).lt(Date.valueOf(latest))))
        .groupBy(entity())
        .agg(collect_set(col(Events.DAY)).as(DAYS_SEEN))
        .select(row.toArray(Column[]::new));
  }

  private Dataset<Row> ofEvents(Spine.OfEvents spine, List<LocalDate> days) {
    List<Column> columns = new ArrayList<>(List.of(entity()));
    columns.add(col(FeaturesTable.AS_OF));
    spine.key().forEach(name -> columns.add(col(name)));
    columns.add(col(Events.TIME).as(FeaturesTable.OBSERVED_AT));
    columns.add(col(Events.DAY).as(OBSERVED_DAY));
    spine.carry().stream()
        .filter(name -> !spine.key().contains(name))
        .forEach(name -> columns.add(col(name)));
    return events
        .of(spine.source(), spine.where())
        .join(
            broadcast(days(spine.calendar(), days)),
            col(Events.DAY).geq(col(DAY_BEFORE)).and(col(Events.DAY).lt(col(FeaturesTable.AS_OF))))
        .select(columns.toArray(Column[]::new))
        // Rows that agree in all of this are one: nothing could tell them apart later.
        .distinct();
  }

  private Dataset<Row> days(AsOfCalendar calendar, List<LocalDate> days) {
    StructType schema = StructType.fromDDL(FeaturesTable.AS_OF + " DATE, " + DAY_BEFORE + " DATE");
    List<Row> rows =
        days.stream()
            .map(day -> RowFactory.create(Date.valueOf(day), Date.valueOf(calendar.before(day))))
            .toList();
    return spark.createDataFrame(rows, schema);
  }

  private Column[] entity() {
    return problem.entity().stream().map(name -> col(name)).toArray(Column[]::new);
  }

  private static String[] names(List<String> columns) {
    return columns.toArray(String[]::new);
  }
}
