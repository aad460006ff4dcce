package dev.holdfast.job;

import dev.holdfast.problem.InvalidProblemException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** Turns whatever stopped a job into the error that its user reads. */
final class Failures {

  private Failures() {}

  static JobException explain(String job, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException known) {
        return known;
      }
      if (cause instanceof InvalidProblemException invalid) {
        return new JobException(ExitCode.CONFIGURATION, invalid.getMessage(), invalid);
      }
      if (cause instanceof org.apache.spark.sql.delta.DeltaConcurrentModificationException
          || cause instanceof io.delta.exceptions.DeltaConcurrentModificationException
          || isMadeByAnother(cause)) {
        return new JobException(
            ExitCode.CONFLICT,
            ("Cannot finish %s: another run wrote the same table meanwhile (%s). Nothing of this"
                    + " run's last step was written; start it again when the other has ended.")
                .formatted(job, firstLine(cause)),
            thrown);
      }
    }
    return new JobException(
        ExitCode.UNEXPECTED,
        ("Cannot finish %s: %s. This was not foreseen; --verbose shows where it happened. A run"
                + " may be repeated safely.")
            .formatted(job, firstLine(rootOf(thrown))),
        thrown);
  }

  // A table that was not there when the run looked, and was when it wanted to make it.
  private static boolean isMadeByAnother(Throwable cause) {
    return cause instanceof AnalysisException analysis
        && "DELTA_PATH_EXISTS".equals(analysis.getCondition());
  }

  // Spark's own errors say more than what they were caused by.
  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null
        && !(root instanceof AnalysisException && !(root instanceof StreamingQueryException))) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage()).strip();
    int end = message.indexOf('\n');
    return thrown.getClass().getSimpleName()
        + ": "
        + (end < 0 ? message : message.substring(0, end));
  }
}
