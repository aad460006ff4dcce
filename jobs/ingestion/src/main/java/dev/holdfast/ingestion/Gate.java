package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress;
import dev.holdfast.problem.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Refuses a whole batch before any of it is seen, and says what to do about it. */
record Gate(Source source) {
  private static final int SHOWN = 3;
  private static final int SHOWN_CHARACTERS = 120;

  /** Ends the run if a file cannot be what the source declares. */
  void checkFiles(List<FileHeads.Flaw> flaws, int files) {
    if (!flaws.isEmpty()) {
      throw refused(
          "%d of its %d new files cannot be read: %s%s. Mend them or take them out of %s, and run again"
              .formatted(
                  flaws.size(),
                  files,
                  flaws.stream()
                      .limit(SHOWN)
                      .map(flaw -> flaw.path() + " " + flaw.what())
                      .collect(Collectors.joining("; ")),
                  flaws.size() > SHOWN ? "; …" : "",
                  source.path()));
    }
  }

  /** Whether so many rows may be quarantined. */
  boolean passes(Tally.Counts counts) {
    return counts.quarantined() <= source.maxQuarantined() * (counts.read() - counts.duplicate());
  }

  /** The refusal of a batch of which too many rows break a rule. */
  JobException tooManyBroken(Tally.Counts counts, Refusals refusals, List<LandedFile> files) {
    Row sample =
        refusals
            .rows()
            .where(col(RowColumns.COPY).lt(RowColumns.Copy.FURTHER))
            .select(
                col(RowColumns.FILE), col(RowColumns.RAW), concat_ws(", ", col(RowColumns.BROKEN)))
            .head();
    return refused(
        "%s of %s rows break a rule (%.1f %%, at most %.1f %% may): %s. For example %s in %s breaks %s. The %d files are %s. Mend or remove the bad ones and run again, correct the rule, or raise sources.%s.max-quarantined"
            .formatted(
                Progress.count(counts.quarantined()),
                Progress.count(counts.read() - counts.duplicate()),
                100.0 * counts.quarantined() / (counts.read() - counts.duplicate()),
                100 * source.maxQuarantined(),
                mostFrequent(refusals.broken()),
                "\"" + shortened(String.valueOf(sample.get(1))) + "\"",
                sample.getString(0),
                sample.getString(2),
                files.size(),
                someOf(LandedFile.paths(files)),
                source.name()));
  }

  /** The batch changed under the run's hands. */
  JobException unsteady(String what) {
    return refused(
        what
            + ": a file was written to meanwhile. Let files land by renaming them into the folder, and run again");
  }

  private JobException refused(String why) {
    return new JobException(
        ExitCode.QUALITY_GATE,
        "Cannot ingest source %s: %s. Nothing of the batch was written."
            .formatted(source.name(), why));
  }

  private static String mostFrequent(Map<String, Long> broken) {
    return broken.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(each -> each.getKey() + " " + Progress.count(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  static String someOf(List<String> paths) {
    return String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())))
        + (paths.size() > SHOWN ? ", …" : "");
  }

  /** A text that fits into a message. */
  static String shortened(String text) {
    String printable =
        text.codePoints()
            .limit(SHOWN_CHARACTERS)
            .collect(StringBuilder::new, Gate::append, StringBuilder::append)
            .toString();
    return printable.length() < text.length() ? printable + "…" : printable;
  }

  private static void append(StringBuilder text, int codePoint) {
    text.appendCodePoint(Character.isISOControl(codePoint) ? ' ' : codePoint);
  }
}
