package dev.holdfast.job;

import dev.holdfast.problem.Problem;
import dev.holdfast.table.Commit;
import dev.holdfast.table.RunsTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes the row that each run leaves in {@link RunsTable}. */
final class RunLedger {

  private RunLedger() {}

  static void write(
      JobContext context, Job job, ExitCode exitCode, String message, Instant started) {
    Problem problem = context.problem();
    RunRecord record = context.record();
    Row row =
        RowFactory.create(
            record.runId(),
            job.name(),
            Date.valueOf(context.asOf()),
            exitCode.code(),
            message,
            Timestamp.from(started),
            Timestamp.from(Instant.now()),
            problem.digest(),
            context.codeVersion(),
            record.versionsRead(),
            record.versionsWritten(),
            record.counts());
    // Every run has an id of its own. To carry it as a writer's would cost each run a look through
    // the whole log, and fill it with writers.
    Commit.append(
        context.spark().createDataFrame(List.of(row), RunsTable.SCHEMA).coalesce(1),
        context.tables().runs());
  }
}
