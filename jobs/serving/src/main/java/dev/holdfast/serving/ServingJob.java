package dev.holdfast.serving;

import dev.holdfast.job.Arguments;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress;
import dev.holdfast.problem.InvalidProblemException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers for the scored week over HTTP, until it is told to end. It runs without Spark, in a
 * process of its own.
 */
public final class ServingJob {
  private static final String NAME = "serve";

  private ServingJob() {}

  /** Serves, and ends the process with the exit code that every job has. */
  public static void main(String[] line) throws InterruptedException {
    try {
      Optional<Serving> serving = start(System.out, System.getenv(), line);
      if (serving.isPresent()) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(serving.get()), "end"));
        serving.get().join();
      }
    } catch (RuntimeException thrown) {
      System.exit(report(thrown, Arrays.asList(line).contains("--verbose"), System.err).code());
    }
  }

  // A process that is told to end ends well, which a virtual machine by itself does not say.
  private static void end(Serving serving) {
    serving.close();
    Runtime.getRuntime().halt(ExitCode.DONE.code());
  }

  /**
   * Begins to serve.
   *
   * @param out is told where
   * @return nothing if only words were asked for
   * @throws JobException with what is wrong and what to do
   */
  static Optional<Serving> start(PrintStream out, Map<String, String> environment, String... line) {
    Arguments arguments = Arguments.parse(NAME, ServingOptions.OWN, line);
    if (arguments.help()) {
      out.print(help());
      return Optional.empty();
    }
    ServingOptions options = ServingOptions.of(arguments, environment);
    if (arguments.dryRun()) {
      options.plan().forEach(out::println);
      return Optional.empty();
    }
    Serving serving = Serving.start(options, new Progress(NAME, System.err));
    out.printf(
        "%s is served on http://%s:%d%n",
        options.places().problem(), options.address().host(), serving.port());
    out.flush();
    return Optional.of(serving);
  }

  static ExitCode report(RuntimeException thrown, boolean verbose, PrintStream err) {
    ExitCode code = ExitCode.UNEXPECTED;
    String message =
        "Cannot serve: %s. This was not foreseen; --verbose shows where it happened."
            .formatted(thrown);
    if (thrown instanceof JobException known) {
      code = known.exitCode();
      message = known.getMessage();
    } else if (thrown instanceof InvalidProblemException invalid) {
      code = ExitCode.CONFIGURATION;
      message = invalid.getMessage();
    }
    err.println("holdfast: " + message);
    if (verbose) {
      thrown.printStackTrace(err);
    }
    return code;
  }

  private static String help() {
    StringBuilder text = new StringBuilder();
    text.append(NAME).append(": Answers for the scored week over HTTP, without Spark.\n\n");
    option(text, "--problem FILE", "the problem file (required)");
    option(text, "--deployment FILE", "where tables lie; see conf/local.conf");
    option(text, "--set PATH=VALUE", "overrides a value of either file; may be repeated");
    ServingOptions.OWN.forEach(
        own -> option(text, (own.name() + " " + own.value()).strip(), own.meaning()));
    option(text, "--dry-run", "says what would be read and where it would listen, and stops");
    option(text, "--verbose", "prints the stack trace of an error");
    option(text, "--help", "prints this");
    text.append("\nThe environment variable ")
        .append(ServingOptions.TOKEN)
        .append(" sets the token that every request must bring.\n")
        .append("Exit codes: 0 ended as it was told, 1 unexpected, 2 configuration.\n");
    return text.toString();
  }

  private static void option(StringBuilder text, String name, String meaning) {
    text.append(String.format(Locale.ROOT, "  %-20s %s%n", name, meaning));
  }
}
