package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Arrival;
import dev.holdfast.problem.Source;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DateType;

/**
 * The accepted rows of sources, each with the moment from which it is known: that at which it
 * happened, or later where its source declares an {@link Arrival}.
 */
public final class Events {
  /** The moment from which a row is known (TIMESTAMP); null where its source is not dated. */
  public static final String TIME = "_time";

  /** The day of that moment (DATE). */
  public static final String DAY = "_day";

  // The session's days are those of UTC. Spark's own cast asks a calendar for every row, which
  // takes
  // longer than to read the row.
  private static final String DAY_OF_TIME =
      "date_from_unix_date(int((unix_micros(%1$s) - pmod(unix_micros(%1$s), %2$d)) div %2$d))"
          .formatted(TIME, ChronoUnit.DAYS.getDuration().toNanos() / 1000);

  private final JobContext context;

  public Events(JobContext context) {
    this.context = context;
  }

  /** The rows of a source for which a condition holds. */
  public Dataset<Row> of(String sourceName, Optional<String> where) {
    Source source = context.problem().source(sourceName);
    return dated(rows(source, where, table -> table.readAll(context.spark())), source);
  }

  /**
   * The rows of a source that are known from one of some days on, and for which a condition holds.
   *
   * @param first the first of the days
   * @param end the day after the last
   */
  public Dataset<Row> of(
      String sourceName, Optional<String> where, LocalDate first, LocalDate end) {
    Source source = context.problem().source(sourceName);
    Optional<String> happened = source.arrival().isEmpty() ? source.eventTime() : Optional.empty();
    Dataset<Row> rows =
        rows(
            source,
            where,
            table ->
                happened
                    .map(time -> table.readAround(context.spark(), time, first, end))
                    .orElseGet(() -> table.readAll(context.spark())));
    return dated(rows, source).where(between(first, end));
  }

  /** The rows of a source, dated by when they happened, whenever they came to be known. */
  Dataset<Row> happened(String sourceName, Optional<String> where) {
    return datedBy(
        sourceName, context.problem().source(sourceName).eventTime().orElseThrow(), where);
  }

  /** The rows of a source, dated by a column of the caller's choice. */
  Dataset<Row> datedBy(String sourceName, String time, Optional<String> where) {
    Source source = context.problem().source(sourceName);
    return dated(
        rows(source, where, table -> table.readAll(context.spark())), Optional.of(col(time)));
  }

  private Dataset<Row> rows(
      Source source, Optional<String> where, Function<Table, Dataset<Row>> read) {
    Table table = context.tables().raw(source.name());
    if (!table.exists(context.spark())) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot build features: source %s has no table at %s. Run the ingestion job first."
              .formatted(source.name(), table.path()));
    }
    context.record().read(table.name(), table.version(context.spark()));
    Dataset<Row> rows = read.apply(table).drop(RawTable.FILE);
    for (String condition : where.stream().toList()) {
      rows = rows.where(condition);
    }
    return rows;
  }

  /** Rows of a source with the moment and day of each beside them. */
  static Dataset<Row> dated(Dataset<Row> rows, Source source) {
    return dated(rows, source.eventTime().map(time -> known(time, source)));
  }

  private static Dataset<Row> dated(Dataset<Row> rows, Optional<Column> moment) {
    if (moment.isEmpty()) {
      return rows.withColumn(TIME, expr("timestamp(null)")).withColumn(DAY, expr("date(null)"));
    }
    Column column = moment.get();
    boolean ofDays = rows.select(column).schema().fields()[0].dataType() instanceof DateType;
    return rows.withColumn(TIME, column.cast("timestamp"))
        .withColumn(DAY, ofDays ? column : expr(DAY_OF_TIME));
  }

  // Said of the moment itself, so that parts of files without such rows are not read.
  private static Column between(LocalDate first, LocalDate end) {
    return col(TIME)
        .geq(lit(first.atStartOfDay(ZoneOffset.UTC).toInstant()))
        .and(col(TIME).lt(lit(end.atStartOfDay(ZoneOffset.UTC).toInstant())));
  }

  private static Column known(String time, Source source) {
    if (source.arrival().isEmpty()) {
      return col(time);
    }
    Column happened = moment(time);
    Column known =
        source.arrival().get() instanceof Arrival.Delay delay
            ? Intervals.later(happened, Period.ofDays(delay.days()))
            : greatest(happened, moment(((Arrival.Column) source.arrival().get()).name()));
    // Nobody says when a row happened: greatest passes over nulls, and would date it by its
    // arrival.
    return when(happened.isNotNull(), known);
  }

  private static Column moment(String column) {
    return col(column).cast("timestamp");
  }
}
