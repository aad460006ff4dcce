package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DateType;

/** The accepted rows of sources, each with the moment at which it happened. */
public final class Events {
  /** The moment of a row (TIMESTAMP); null where its source is not dated. */
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
    return of(source, source.eventTime(), where);
  }

  /** The rows of a source, dated by a column of the caller's choice. */
  Dataset<Row> datedBy(String sourceName, String time, Optional<String> where) {
    return of(context.problem().source(sourceName), Optional.of(time), where);
  }

  private Dataset<Row> of(Source source, Optional<String> time, Optional<String> where) {
    Table table = context.tables().raw(source.name());
    if (!table.exists(context.spark())) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot build features: source %s has no table at %s. Run the ingestion job first."
              .formatted(source.name(), table.path()));
    }
    context.record().read(table.name(), table.version(context.spark()));
    Dataset<Row> rows = table.read(context.spark()).drop(RawTable.FILE);
    for (String condition : where.stream().toList()) {
      rows = rows.where(condition);
    }
    return dated(rows, time);
  }

  /** Rows of a source with the moment and day of each beside them. */
  static Dataset<Row> dated(Dataset<Row> rows, Source source) {
    return dated(rows, source.eventTime());
  }

  private static Dataset<Row> dated(Dataset<Row> rows, Optional<String> time) {
    if (time.isEmpty()) {
      return rows.withColumn(TIME, expr("timestamp(null)")).withColumn(DAY, expr("date(null)"));
    }
    Column column = col(time.get());
    boolean ofDays = rows.select(column).schema().fields()[0].dataType() instanceof DateType;
    return rows.withColumn(TIME, column.cast("timestamp"))
        .withColumn(DAY, ofDays ? column : expr(DAY_OF_TIME));
  }

  /**
   * Whether a row happened on one of the days from one up to, and without, another. Said of the
   * moment itself, so that files and parts of files without such rows are not read.
   */
  public static Column between(LocalDate first, LocalDate end) {
    return col(TIME)
        .geq(lit(first.atStartOfDay(ZoneOffset.UTC).toInstant()))
        .and(col(TIME).lt(lit(end.atStartOfDay(ZoneOffset.UTC).toInstant())));
  }
}
