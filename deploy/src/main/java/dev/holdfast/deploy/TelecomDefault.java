package dev.holdfast.deploy;

import dev.holdfast.job.Arguments;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.samples.Settings;
import dev.holdfast.samples.TelecomSample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What the weekly run works on when no problem is named: the telecom problem, on the files that
 * {@code HOLDFAST_LANDING} names; without it on a sample that is generated where it is not there
 * yet, as of the last Monday that the sample reaches.
 */
final class TelecomDefault {
  private static final String LANDING = "landing";
  private static final String VARIABLE = "HOLDFAST_LANDING";

  private final Path problem;
  private final String landing;
  private final Settings settings = Settings.standard();
  private final boolean used;
  private final Optional<String> ownFiles;

  TelecomDefault(Path home, Map<String, String> environment, String... line) {
    List<String> words = List.of(line);
    this.problem = home.resolve("conf/telecom-churn.conf");
    this.landing = home.resolve(".holdfast/landing/telecom").toString();
    this.used = !words.contains("--problem");
    this.ownFiles =
        setsLanding(words) ? Optional.empty() : Optional.ofNullable(environment.get(VARIABLE));
  }

  /** The words of a command, with what they leave open. */
  String[] complete(String... line) {
    List<String> words = new ArrayList<>(List.of(line));
    if (used) {
      words.addAll(List.of("--problem", problem.toString()));
    }
    if (onSample()) {
      if (!words.contains("--as-of")) {
        words.addAll(List.of("--as-of", settings.first().plusWeeks(settings.weeks()).toString()));
      }
      if (!setsLanding(words)) {
        words.addAll(List.of("--set", LANDING + "=" + landing));
      }
    }
    return words.toArray(String[]::new);
  }

  /**
   * Generates the sample if the command works on it and it is not there.
   *
   * @throws JobException if something else is there
   */
  void generate(SparkSession spark, Arguments arguments, Progress progress) {
    if (used) {
      ownFiles.ifPresent(
          files ->
              progress.line(
                  "no sample is generated",
                  "%s says that files are in %s".formatted(VARIABLE, files)));
    }
    if (!onSample()) {
      return;
    }
    String out = arguments.setting(LANDING).orElse(landing);
    TelecomSample sample = new TelecomSample(settings);
    if (sample.exists(spark, out)) {
      return;
    }
    if (!sample.mayWrite(spark, out)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot generate the sample in %s: the folder holds other files. Name an empty one with --set %s=FOLDER, or leave them there and work on them: set %s to the folder, or name a problem with --problem."
              .formatted(out, LANDING, VARIABLE));
    }
    progress.step(
        "generate the sample",
        () -> {
          sample.write(spark, out);
          return new Outcome<>(
              out,
              "%s customers, %d weeks, in %s"
                  .formatted(Progress.count(settings.customers()), settings.weeks(), out));
        });
  }

  private boolean onSample() {
    return used && ownFiles.isEmpty();
  }

  private static boolean setsLanding(List<String> words) {
    return words.stream().anyMatch(word -> word.startsWith(LANDING + "="));
  }
}
