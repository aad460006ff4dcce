package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The accepted rows of sources, each with the moment at which it happened. */
public final class Events {
  /** The moment of a row (TIMESTAMP); null where its source is not dated. */
  public static final String TIME = "_time";

  /** The day of that moment (DATE). */
  public static final String DAY = "_day";

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
    return rows.withColumn(
            TIME, time.map(column -> col(column).cast("timestamp")).orElse(expr("timestamp(null)")))
        .withColumn(DAY, col(TIME).cast("date"));
  }
}
