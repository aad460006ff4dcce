package dev.holdfast.ingestion;

import dev.holdfast.ingestion.BatchIngestion.Step;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress;
import dev.holdfast.problem.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/** Takes all new files of one source. */
final class SourceIngestion {
  private final JobContext context;
  private final Source source;
  private final SourceTables tables;
  private final SharedAppend shared;
  private final Consumer<Step> after;
  private volatile boolean taken;

  SourceIngestion(JobContext context, Source source, SharedAppend shared, Consumer<Step> after) {
    this.context = context;
    this.source = source;
    this.tables = SourceTables.of(source, context.tables());
    this.shared = shared;
    this.after = after;
  }

  /**
   * Ends the run if the source cannot be ingested.
   *
   * @return what an accepted row is made of
   */
  StructType check() {
    SparkSession spark = context.spark();
    LandingFolder folder = new LandingFolder(source);
    Checkpoint checkpoint = checkpoint(spark);
    StructType columns = new RowRules(source).columns(spark);
    folder.checkExists(spark);
    new Continuity(source, context.tables(), checkpoint).check(spark);
    if (checkpoint.lastPlanned().isEmpty()) {
      folder.checkNotBare(spark);
    }
    tables.checkRaw(spark, columns);
    return columns;
  }

  /** Takes the new files, in a session of its own whose settings it may change. */
  void run(StructType columns) {
    SparkSession spark = OwnSession.of(context.spark());
    try {
      StreamingQuery query =
          new LandingFolder(source)
              .stream(spark)
                  .writeStream()
                  .queryName("ingestion of " + source.name())
                  .option("checkpointLocation", checkpoint(spark).path())
                  .trigger(Trigger.AvailableNow())
                  .foreachBatch((Dataset<Row> names, Long batch) -> take(columns, names, batch))
                  .start();
      query.awaitTermination();
      if (!taken) {
        context.progress().line(source.name(), "nothing new");
      }
    } catch (StreamingQueryException | TimeoutException | IllegalStateException failed) {
      throw explained(failed);
    }
  }

  private void take(StructType columns, Dataset<Row> names, long batch) {
    taken = true;
    // The stream's session, a copy that only this batch sees.
    SparkSession spark = names.sparkSession();
    Checkpoint checkpoint = checkpoint(spark);
    List<String> given = checkpoint.files(OptionalLong.of(batch));
    List<LandedFile> files = LandingFolder.files(names, given);
    if (given.size() > files.size()) {
      context
          .progress()
          .line(
              source.name(),
              "%d files of batch %d are gone since they were first seen"
                  .formatted(given.size() - files.size(), batch));
    }
    String writer = Continuity.writer(source, checkpoint.identity().orElseThrow());
    BatchIngestion ingestion =
        new BatchIngestion(context, spark, tables, shared, writer, columns, after);
    context
        .progress()
        .step(
            "%s batch %d, %s files".formatted(source.name(), batch, Progress.count(files.size())),
            () -> {
              Tally.Counts counts = ingestion.take(files, batch);
              return new Progress.Outcome<>(counts, counts.words());
            });
  }

  /** What a run would do. */
  List<String> plan() {
    SparkSession spark = context.spark();
    LandingFolder folder = new LandingFolder(source);
    folder.checkExists(spark);
    List<String> files = new ArrayList<>(folder.files(spark));
    files.removeAll(new java.util.HashSet<>(checkpoint(spark).files(OptionalLong.empty())));
    return List.of(
        "read %s: %s new files of %s in %s%s"
            .formatted(
                source.name(),
                Progress.count(files.size()),
                source.files(),
                source.path(),
                files.isEmpty() ? "" : ": " + Gate.someOf(files)),
        "write %s, %s, %s"
            .formatted(tables.raw().path(), tables.quarantine().path(), tables.batches().path()));
  }

  private Checkpoint checkpoint(SparkSession spark) {
    return new Checkpoint(spark, context.tables().checkpoint(source.name()));
  }

  private RuntimeException explained(Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException known) {
        return known;
      }
      if (isConflict(cause)) {
        return new JobException(
            ExitCode.CONFLICT,
            "Cannot ingest source %s: another run is ingesting it at the same time. Wait until it has ended and run again."
                .formatted(source.name()),
            failed);
      }
    }
    return new IllegalStateException(failed);
  }

  private static boolean isConflict(Throwable thrown) {
    if (thrown instanceof SparkThrowable spark) {
      String condition = String.valueOf(spark.getCondition());
      return condition.startsWith("CONCURRENT_") || condition.startsWith("DELTA_CONCURRENT_");
    }
    // In one process Spark says it without a condition.
    return thrown instanceof IllegalStateException
        && String.valueOf(thrown.getMessage()).contains("already active");
  }
}
