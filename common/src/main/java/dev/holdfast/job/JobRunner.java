package dev.holdfast.job;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job in a session that is there, and enters it in the ledger, however it ends. */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private JobRunner() {}

  /** An identity for a new run. */
  public static String newRunId(Job job, java.time.LocalDate asOf) {
    return "%s-%s-%s"
        .formatted(
            job.name(),
            asOf,
            UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT));
  }

  /**
   * Runs the job.
   *
   * @throws JobException however it failed, after the ledger has its row
   */
  public static void run(Job job, JobContext context) {
    Instant started = Instant.now();
    try {
      job.run(context);
    } catch (Exception | Error thrown) {
      // Exception, not RuntimeException: Spark's Scala throws checked ones undeclared.
      JobException failure = Failures.explain(job.name(), thrown);
      enterFailure(job, context, failure, started);
      throw failure;
    }
    RunLedger.write(context, job, ExitCode.DONE, null, started);
  }

  // A run that failed before any table was there leaves none behind.
  private static void enterFailure(
      Job job, JobContext context, JobException failure, Instant started) {
    try {
      if (context.tables().begun(context.spark())) {
        RunLedger.write(context, job, failure.exitCode(), failure.getMessage(), started);
      }
    } catch (Exception ledger) {
      LOG.warn("The failed run could not be entered in the ledger", ledger);
    }
  }
}
