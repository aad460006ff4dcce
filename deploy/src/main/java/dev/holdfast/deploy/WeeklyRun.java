package dev.holdfast.deploy;

import dev.holdfast.job.Arguments;
import dev.holdfast.job.CommitSafety;
import dev.holdfast.job.Deployment;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.JobRunner;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.storage.Lease;
import dev.holdfast.table.Tables;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The whole week in one session: every job in turn, training only when the champion is missing or
 * old, then a summary.
 */
final class WeeklyRun {
  private static final String NAME = "weekly";

  private final Path home;
  private final List<Job> jobs;

  WeeklyRun(Path home, List<Job> jobs) {
    this.home = home;
    this.jobs = List.copyOf(jobs);
  }

  ExitCode launch(String... line) {
    boolean verbose = List.of(line).contains("--verbose");
    try {
      if (List.of(line).contains("--help")) {
        System.out.print(help());
      } else {
        run(line);
      }
      return ExitCode.DONE;
    } catch (Exception thrown) {
      return JobLauncher.report(NAME, thrown, verbose);
    }
  }

  private void run(String... line) {
    TelecomDefault sample = new TelecomDefault(home, System.getenv(), line);
    String[] words = sample.complete(LocalDeployment.unlessNamed(home, line));
    Arguments arguments = Arguments.parse(NAME, List.of(), words);
    Problem problem =
        ProblemReader.read(arguments.problem(), arguments.problemSettings(), System.getenv());
    Deployment deployment =
        Deployment.read(arguments.deployment(), arguments.deploymentSettings(), System.getenv());
    LocalDate asOf = JobLauncher.asOf(problem, arguments);
    Tables tables = new Tables(deployment.tables(), problem.name());
    Progress progress = new Progress(NAME, System.err);
    long started = System.nanoTime();
    SparkSession spark = JobLauncher.open(NAME + " " + problem.name(), deployment);
    try {
      CatchUp catchUp = new CatchUp(problem, tables);
      if (arguments.dryRun()) {
        catchUp.due(spark, asOf).forEach(day -> plan(spark, problem, tables, day));
        return;
      }
      CommitSafety.check(spark, deployment.tables());
      Lease alone = alone(spark, problem, tables, asOf);
      try {
        sample.generate(spark, arguments, progress);
        List<LocalDate> due = catchUp.due(spark, asOf);
        for (LocalDate day : due) {
          if (due.size() > 1) {
            progress.line(day.toString(), "%d of %d".formatted(due.indexOf(day) + 1, due.size()));
          }
          week(spark, problem, tables, day, progress);
        }
      } finally {
        alone.close();
      }
      new WeekSummary(spark, problem, tables, asOf).print(System.out);
      System.out.printf("  took         %.0f s%n", (System.nanoTime() - started) / 1e9);
    } finally {
      spark.stop();
    }
  }

  private static Lease alone(SparkSession spark, Problem problem, Tables tables, LocalDate asOf) {
    try {
      return Lease.take(spark, tables.weeklyLease(), "the weekly run for " + asOf);
    } catch (Lease.HeldException held) {
      throw new JobException(
          ExitCode.CONFLICT,
          "Cannot start the weekly run of %s: another is under way (%s). Nothing was begun; start it again when the other has ended, if it is still needed then."
              .formatted(problem.name(), held.getMessage()),
          held);
    }
  }

  private void plan(SparkSession spark, Problem problem, Tables tables, LocalDate asOf) {
    for (Job job : jobsOf(problem)) {
      job.plan(context(spark, problem, tables, asOf, job))
          .forEach(planned -> System.out.println(job.name() + ": " + planned));
    }
  }

  private void week(
      SparkSession spark, Problem problem, Tables tables, LocalDate asOf, Progress progress) {
    for (Job job : jobsOf(problem)) {
      if (job.name().equals("training") && !trainingIsDue(spark, tables, problem, asOf)) {
        progress.line("training", "not due: the champion is recent enough");
      } else {
        runOne(job, context(spark, problem, tables, asOf, job), progress);
      }
    }
  }

  // Whoever declares no receiver has nobody to tell.
  private List<Job> jobsOf(Problem problem) {
    return jobs.stream()
        .filter(job -> !job.name().equals("alerts") || problem.alerts().isPresent())
        .toList();
  }

  // A refused challenger is no reason to leave the week unscored: the champion stands.
  private static void runOne(Job job, JobContext context, Progress progress) {
    try {
      JobRunner.run(job, context);
    } catch (JobException failure) {
      if (failure.exitCode() != ExitCode.PROMOTION_REFUSED) {
        throw failure;
      }
      progress.line(job.name(), failure.getMessage());
    }
  }

  private static boolean trainingIsDue(
      SparkSession spark, Tables tables, Problem problem, LocalDate asOf) {
    Optional<LocalDate> trained =
        new ModelRegistry(tables).champion(spark).map(champion -> champion.asOf());
    return trained
        .map(day -> !day.plus(problem.schedule().retrainAfter()).isAfter(asOf))
        .orElse(true);
  }

  private static JobContext context(
      SparkSession spark, Problem problem, Tables tables, LocalDate asOf, Job job) {
    return new JobContext(
        spark,
        problem,
        tables,
        asOf,
        JobOptions.none(),
        new RunRecord(JobRunner.newRunId(job, asOf)),
        new Progress(job.name(), System.err));
  }

  private static String help() {
    return """
        weekly: runs ingestion, features, training (when due), scoring, monitoring, card and, where the
        problem declares a receiver, alerts in one session.

          --problem FILE       the problem file; default: the telecom problem, on the files in
                               HOLDFAST_LANDING, or without it on a sample, generated if absent
          --deployment FILE    where tables lie and how Spark is set; default: conf/local.conf
          --as-of DATE         the day that the run is for; default: the calendar's latest
          --set PATH=VALUE     overrides a value of either file; may be repeated
          --dry-run            says what each job would do, and stops
          --verbose            prints the stack trace of an error
        """;
  }
}
