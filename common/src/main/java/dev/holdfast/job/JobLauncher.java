package dev.holdfast.job;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.Tables;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The entry point that every job's {@code main} calls: arguments in, exit code out. */
public final class JobLauncher {

  private JobLauncher() {}

  /** Runs the job and ends the process with its exit code. */
  public static void main(Job job, String... line) {
    System.exit(launch(job, line).code());
  }

  /** Runs the job as {@link #main} does, for a caller that goes on afterwards. */
  public static ExitCode launch(Job job, String... line) {
    boolean verbose = java.util.Arrays.asList(line).contains("--verbose");
    try {
      Arguments arguments = Arguments.parse(job.name(), job.options(), line);
      if (arguments.help()) {
        System.out.println(Help.of(job));
      } else {
        launch(job, arguments);
      }
      return ExitCode.DONE;
    } catch (Exception thrown) {
      return report(job.name(), thrown, verbose);
    }
  }

  /** Prints the error's paragraph to stderr, with its stack trace on request. */
  public static ExitCode report(String job, Throwable thrown, boolean verbose) {
    JobException failure = Failures.explain(job, thrown);
    PrintStream err = System.err;
    err.println("holdfast: " + failure.getMessage());
    if (verbose) {
      thrown.printStackTrace(err);
    }
    return failure.exitCode();
  }

  private static void launch(Job job, Arguments arguments) {
    Problem problem =
        ProblemReader.read(arguments.problem(), arguments.problemSettings(), System.getenv());
    Deployment deployment =
        Deployment.read(arguments.deployment(), arguments.deploymentSettings(), System.getenv());
    LocalDate asOf = asOf(problem, arguments);
    SparkSession spark = open(job.name() + " " + problem.name(), deployment);
    try {
      JobContext context =
          new JobContext(
              spark,
              problem,
              new Tables(deployment.tables(), problem.name()),
              asOf,
              arguments.options(),
              new RunRecord(JobRunner.newRunId(job, asOf)),
              new Progress(job.name(), System.err));
      if (arguments.dryRun()) {
        job.plan(context).forEach(System.out::println);
      } else {
        CommitSafety.check(spark, deployment.tables());
        JobRunner.run(job, context);
      }
    } finally {
      spark.stop();
    }
  }

  /** The session for a deployment; what this process was given by spark-submit wins. */
  public static SparkSession open(String name, Deployment deployment) {
    Map<String, String> settings = new TreeMap<>(deployment.spark());
    settings.keySet().removeIf(key -> System.getProperty(key) != null);
    if (System.getProperty("spark.master") == null && !settings.containsKey("spark.master")) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot open a Spark session: no master is set. Start the job by spark-submit, or name"
              + " one in the deployment file as conf/local.conf does.");
    }
    return Sessions.open(name, settings);
  }

  /**
   * The day to run for: what was asked, or the calendar's latest up to today.
   *
   * @throws JobException if what was asked is not a day of the problem's calendar
   */
  public static LocalDate asOf(Problem problem, Arguments arguments) {
    var calendar = problem.spine().calendar();
    LocalDate asked = arguments.asOf().orElse(LocalDate.now(ZoneOffset.UTC));
    LocalDate latest =
        calendar
            .latest(asked)
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.CONFIGURATION,
                        "Cannot run for %s: the calendar of problem %s begins on %s. Choose that day or a later one."
                            .formatted(asked, problem.name(), calendar.first())));
    if (arguments.asOf().isPresent() && !latest.equals(asked)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot run for %s: it is not a day of the calendar of problem %s (from %s, every %s). The day before it is %s."
              .formatted(asked, problem.name(), calendar.first(), calendar.step(), latest));
    }
    return latest;
  }
}
