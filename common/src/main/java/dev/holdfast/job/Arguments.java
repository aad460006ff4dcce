package dev.holdfast.job;

import com.typesafe.config.Config;
import dev.holdfast.problem.Overrides;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The command line of a job.
 *
 * @param settings paths and values of {@code --set}, which win over the files
 * @param options the options of this one job
 */
public record Arguments(
    Path problem,
    Optional<Path> deployment,
    Optional<LocalDate> asOf,
    Map<String, String> settings,
    boolean dryRun,
    boolean verbose,
    boolean help,
    JobOptions options) {

  private static final String DEPLOYMENT_PREFIX = "deployment.";

  public Arguments {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads a command line, every mistake of it reported at once.
   *
   * @param offered the options that the job takes beside the common ones
   * @throws JobException with {@link ExitCode#CONFIGURATION}
   */
  public static Arguments parse(String job, List<Job.Option> offered, String... line) {
    Map<String, Job.Option> own = new HashMap<>();
    offered.forEach(option -> own.put(option.name(), option));
    List<String> mistakes = new ArrayList<>();
    Map<String, String> given = new TreeMap<>();
    Map<String, String> settings = new TreeMap<>();
    Map<String, String> options = new TreeMap<>();

    Iterator<String> words = List.of(line).iterator();
    while (words.hasNext()) {
      String word = words.next();
      Job.Option option = own.get(word);
      switch (word) {
        case "--dry-run", "--verbose", "--help" -> given.put(word, "");
        case "--problem", "--deployment", "--as-of" ->
            value(word, words, mistakes).ifPresent(value -> given.put(word, value));
        case "--set" ->
            value(word, words, mistakes).ifPresent(value -> setting(value, settings, mistakes));
        default -> {
          if (option == null) {
            mistakes.add("unknown argument " + word);
          } else if (option.isSwitch()) {
            options.put(word, "");
          } else {
            value(word, words, mistakes).ifPresent(value -> options.put(word, value));
          }
        }
      }
    }
    boolean help = given.containsKey("--help");
    Optional<LocalDate> asOf = asOf(given.get("--as-of"), mistakes);
    if (!help && !given.containsKey("--problem")) {
      mistakes.add("--problem FILE is missing");
    }
    if (!help && !mistakes.isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot run %s: %s. See %s --help.".formatted(job, String.join("; ", mistakes), job));
    }
    return new Arguments(
        Path.of(given.getOrDefault("--problem", "")),
        Optional.ofNullable(given.get("--deployment")).map(Path::of),
        asOf,
        settings,
        given.containsKey("--dry-run"),
        given.containsKey("--verbose"),
        help,
        new JobOptions(options));
  }

  /** The text that a path was set to on the command line. */
  public Optional<String> setting(String path) {
    Config all = Overrides.of(settings);
    return all.hasPath(path) ? Optional.of(all.getString(path)) : Optional.empty();
  }

  /** The settings that concern the deployment, not the problem. */
  public Map<String, String> deploymentSettings() {
    Map<String, String> deploymentOnly = new TreeMap<>(settings);
    deploymentOnly.keySet().removeIf(path -> !path.startsWith(DEPLOYMENT_PREFIX));
    return deploymentOnly;
  }

  /** The settings that concern the problem. */
  public Map<String, String> problemSettings() {
    Map<String, String> problemOnly = new TreeMap<>(settings);
    problemOnly.keySet().removeIf(path -> path.startsWith(DEPLOYMENT_PREFIX));
    return problemOnly;
  }

  private static Optional<String> value(
      String option, Iterator<String> words, List<String> mistakes) {
    if (words.hasNext()) {
      return Optional.of(words.next());
    }
    mistakes.add(option + " needs a value");
    return Optional.empty();
  }

  private static void setting(String text, Map<String, String> settings, List<String> mistakes) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      mistakes.add("--set " + text + " is not of the form path=value");
    } else {
      Optional<String> flaw = Overrides.flaw(text.substring(equals + 1));
      flaw.ifPresent(why -> mistakes.add("--set " + text + ": " + why));
      settings.put(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  private static Optional<LocalDate> asOf(String text, List<String> mistakes) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notADate) {
      mistakes.add("--as-of " + text + " is not a date such as 2024-04-01");
      return Optional.empty();
    }
  }
}
