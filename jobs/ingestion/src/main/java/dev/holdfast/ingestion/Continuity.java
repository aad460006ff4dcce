package dev.holdfast.ingestion;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import dev.holdfast.table.Tables;
import dev.holdfast.table.Writers;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * Whether the checkpoint of a source and its tables tell one story. A checkpoint without its tables
 * would skip every file that it knows; tables without their checkpoint would take every file again.
 */
final class Continuity {
  private final Source source;
  private final Tables tables;
  private final Checkpoint checkpoint;

  Continuity(Source source, Tables tables, Checkpoint checkpoint) {
    this.source = source;
    this.tables = tables;
    this.checkpoint = checkpoint;
  }

  /** Under what name the batches of a source are committed, as long as its checkpoint lives. */
  static String writer(Source source, String checkpointIdentity) {
    return prefix(source) + checkpointIdentity;
  }

  private static String prefix(Source source) {
    return "ingestion/" + source.name() + "/";
  }

  /** Ends the run if they do not. */
  void check(SparkSession spark) {
    Map<String, Long> writers = Writers.of(spark, tables.batches());
    Optional<String> own = checkpoint.identity().map(id -> writer(source, id));
    Optional<Long> written = own.map(writers::get);
    OptionalLong done = checkpoint.lastDone();
    long planned = checkpoint.lastPlanned().orElse(-1);

    Optional<String> stranger =
        writers.keySet().stream()
            .filter(writer -> writer.startsWith(prefix(source)))
            .filter(writer -> !own.equals(Optional.of(writer)))
            .findFirst();
    if (stranger.isPresent()) {
      throw broken(
          "its tables hold %d batches that the checkpoint %s knows nothing of, so every file would be taken again. Put the old checkpoint back"
              .formatted(writers.get(stranger.get()) + 1, checkpoint.path()));
    }
    if (done.isPresent()
        && (written.isEmpty()
            || written.get() < done.getAsLong()
            || !tables.raw(source.name()).exists(spark))) {
      throw broken(
          "its checkpoint %s has %d batches, but the tables hold %s, so the files of the others would be skipped. Put the tables back"
              .formatted(
                  checkpoint.path(),
                  done.getAsLong() + 1,
                  tables.raw(source.name()).exists(spark)
                      ? String.valueOf(written.map(last -> last + 1).orElse(0L))
                      : "no " + tables.raw(source.name()).name()));
    }
    if (written.isPresent() && written.get() > planned) {
      throw broken(
          "its tables hold %d batches, but the checkpoint %s only %d: it is an old copy. Put the latest one back"
              .formatted(written.get() + 1, checkpoint.path(), planned + 1));
    }
  }

  private JobException broken(String why) {
    return new JobException(
        ExitCode.CONFIGURATION,
        "Cannot ingest source %s: %s; or, to take all files once more, delete the folder %s/%s."
            .formatted(source.name(), why, tables.root(), tables.problem()));
  }
}
