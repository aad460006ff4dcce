package dev.holdfast.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;

import dev.holdfast.problem.AsOfCalendar;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;
import dev.holdfast.problem.Spine.Population;
import dev.holdfast.table.FeaturesTable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
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

  /** The days of the calendar on which an entity is active (ARRAY of DATE). */
  static final String DAYS = "_days";

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
   * The days of the calendar on which each entity is active: its columns, and {@link #DAYS}.
   *
   * <p>An entity stands in one row with all of its days. Were it a row for each, every later step
   * would move as many rows as there are weeks.
   */
  Dataset<Row> ofEntities(Spine.OfEntities spine, List<LocalDate> days) {
    Dataset<Row> active =
        spine.active() instanceof Population.Within within
            ? within(within, days)
            : between((Population.Between) spine.active(), days);
    if (spine.left().isPresent()) {
      Spine.Departure left = spine.left().get();
      Dataset<Row> gone =
          events.of(left.source(), left.where()).groupBy(entity()).agg(min(Events.DAY).as(LEFT_ON));
      active =
          active
              .join(gone, names(problem.entity()), "left")
              .withColumn(
                  DAYS, filter(col(DAYS), asOf -> col(LEFT_ON).isNull().or(col(LEFT_ON).geq(asOf))))
              .drop(LEFT_ON);
    }
    return active.where(size(col(DAYS)).gt(0));
  }

  private Dataset<Row> within(Population.Within within, List<LocalDate> days) {
    LocalDate oldest = days.get(0).minusDays(within.days());
    LocalDate latest = days.get(days.size() - 1);
    return perEntity(
        events.of(within.source(), within.where(), oldest, latest),
        col(Events.DAY),
        days,
        (day, asOf) -> day.lt(asOf).and(day.geq(date_sub(asOf, lit(within.days())))));
  }

  private Dataset<Row> between(Population.Between between, List<LocalDate> days) {
    Column from = col(between.from()).cast("timestamp");
    Column until =
        between
            .until()
            .map(name -> col(name).cast("timestamp"))
            .orElse(lit(null).cast("timestamp"));
    return perEntity(
        events.of(between.source(), between.where()).where(from.isNotNull()),
        struct(from.as("begun"), until.as("ended"), known(between.source()).as("known")),
        days,
        (interval, asOf) -> {
          Column moment = asOf.cast("timestamp");
          return interval
              .getField("begun")
              .lt(moment)
              .and(coalesce(interval.getField("ended").geq(moment), lit(true)))
              .and(coalesce(interval.getField("known").lt(moment), lit(true)));
        });
  }

  // An interval says when it begins: only of rows that arrive late is more to be asked.
  private Column known(String source) {
    return problem.source(source).arrival().isPresent()
        ? col(Events.TIME)
        : lit(null).cast("timestamp");
  }

  private Dataset<Row> perEntity(
      Dataset<Row> rows,
      Column seen,
      List<LocalDate> days,
      BiFunction<Column, Column, Column> active) {
    Column[] calendar = days.stream().map(day -> lit(Date.valueOf(day))).toArray(Column[]::new);
    Dataset<Row> known = rows;
    for (String name : problem.entity()) {
      known = known.where(col(name).isNotNull());
    }
    List<Column> row = new ArrayList<>(List.of(entity()));
    row.add(
        filter(array(calendar), asOf -> exists(col(DAYS_SEEN), each -> active.apply(each, asOf)))
            .as(DAYS));
    return known
        .groupBy(entity())
        .agg(collect_set(seen).as(DAYS_SEEN))
        .select(row.toArray(Column[]::new));
  }

  /**
   * A row for each event: the columns of {@link FeaturesTable#identity}, {@link #OBSERVED_DAY}, and
   * what the event carries.
   */
  Dataset<Row> ofEvents(Spine.OfEvents spine, List<LocalDate> days) {
    List<Column> columns = new ArrayList<>(List.of(entity()));
    columns.add(col(FeaturesTable.AS_OF));
    spine.key().forEach(name -> columns.add(col(name)));
    columns.add(col(Events.TIME).as(FeaturesTable.OBSERVED_AT));
    columns.add(col(Events.DAY).as(OBSERVED_DAY));
    spine.carry().stream()
        .filter(name -> !spine.key().contains(name))
        .forEach(name -> columns.add(col(name)));
    return events
        .happened(spine.source(), spine.where())
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
