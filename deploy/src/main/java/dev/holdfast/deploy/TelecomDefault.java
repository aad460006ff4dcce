package dev.holdfast.deploy;

import dev.holdfast.job.Arguments;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.samples.Settings;
import dev.holdfast.samples.TelecomSample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What the weekly run works on when no problem is named: the telecom problem, on a sample that is
 * generated where it is not there yet, as of the last Monday that the sample reaches.
 */
final class TelecomDefault {
  private static final String LANDING = "landing";

  private final Path problem;
  private final String landing;
  private final Settings settings = Settings.standard();
  private final boolean used;

  TelecomDefault(Path home, String... line) {
    this.problem = home.resolve("conf/telecom-churn.conf");
    this.landing = home.resolve(".holdfast/landing/telecom").toString();
    this.used = !List.of(line).contains("--problem");
  }

  /** The words of a command, with what they leave open. */
  String[] complete(String... line) {
    List<String> words = new ArrayList<>(List.of(line));
    if (used) {
      words.addAll(List.of("--problem", problem.toString()));
      if (!words.contains("--as-of")) {
        words.addAll(List.of("--as-of", settings.first().plusWeeks(settings.weeks()).toString()));
      }
      if (words.stream().noneMatch(word -> word.startsWith(LANDING + "="))) {
        words.addAll(List.of("--set", LANDING + "=" + landing));
      }
    }
    return words.toArray(String[]::new);
  }

  /** Generates the sample if the command works on it and it is not there. */
  void generate(SparkSession spark, Arguments arguments, Progress progress) {
    if (!used) {
      return;
    }
    String out = arguments.settings().get(LANDING);
    TelecomSample sample = new TelecomSample(settings);
    if (!sample.exists(spark, out)) {
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
  }
}
