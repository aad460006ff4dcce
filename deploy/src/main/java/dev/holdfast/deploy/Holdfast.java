package dev.holdfast.deploy;

import dev.holdfast.benchmark.Benchmarks;
import dev.holdfast.card.CardJob;
import dev.holdfast.deploy.cluster.ClusterCommand;
import dev.holdfast.deploy.cluster.ExecutorsBenchmark;
import dev.holdfast.deploy.cluster.S3Benchmark;
import dev.holdfast.features.FeaturesJob;
import dev.holdfast.ingestion.IngestionJob;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.monitoring.MonitoringJob;
import dev.holdfast.samples.TelecomSampleMain;
import dev.holdfast.scoring.AlertsJob;
import dev.holdfast.scoring.RollbackJob;
import dev.holdfast.scoring.ScoringJob;
import dev.holdfast.training.TrainingJob;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The command behind {@code deploy/holdfast}: one JVM, one session, any job. */
public final class Holdfast {

  private static final String S3 = "s3";
  private static final String EXECUTORS = "executors";

  // What a week is made of, in this order.
  private static final List<Job> WEEK =
      List.of(
          new IngestionJob(),
          new FeaturesJob(),
          new TrainingJob(),
          new ScoringJob(),
          new MonitoringJob(),
          new CardJob(),
          new AlertsJob());

  private static final List<Job> JOBS =
      Stream.concat(WEEK.stream(), Stream.of(new RollbackJob())).toList();

  private Holdfast() {}

  public static void main(String[] line) {
    System.exit(run(line));
  }

  /** Runs a command in this process, and returns its exit code. */
  public static int run(String... line) {
    String command = line.length == 0 ? "--help" : line[0];
    String[] rest = line.length == 0 ? line : Arrays.copyOfRange(line, 1, line.length);
    Optional<Job> job = JOBS.stream().filter(known -> known.name().equals(command)).findFirst();
    if (job.isPresent()) {
      return JobLauncher.launch(job.get(), LocalDeployment.unlessNamed(home(), rest)).code();
    }
    return switch (command) {
      case "weekly" -> new WeeklyRun(home(), WEEK).launch(rest).code();
      case "sample" -> TelecomSampleMain.run(rest);
      case "cluster" -> new ClusterCommand(home()).run(rest);
      case "bench" -> bench(rest);
      // Not for people: Spark starts the pods of the container image with these.
      case "driver" -> PodRole.driver(System.getenv(), rest).run();
      case "executor" -> PodRole.executor(System.getenv()).run();
      case "--help", "-h", "help" -> {
        System.out.print(help());
        yield ExitCode.DONE.code();
      }
      default -> {
        System.err.printf(
            "holdfast: Cannot run %s: there is no such command. See deploy/holdfast --help.%n",
            command);
        yield ExitCode.CONFIGURATION.code();
      }
    };
  }

  // The benchmarks that need a cluster are here, all others are a module of their own.
  private static int bench(String... line) {
    return switch (line.length == 0 ? "" : line[0]) {
      case S3 -> S3Benchmark.run(home());
      case EXECUTORS -> ExecutorsBenchmark.run(home());
      default -> Benchmarks.run(line);
    };
  }

  private static Path home() {
    return Path.of(System.getProperty("holdfast.home", "."));
  }

  private static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: deploy/holdfast COMMAND [ARGUMENT ...]\n\n");
    command(text, "weekly", "The whole week, all jobs; without --problem, on the telecom sample.");
    JOBS.forEach(job -> command(text, job.name(), job.purpose()));
    command(text, "serve", "Answers for the scored week over HTTP, in a process without Spark.");
    command(
        text, "cluster", "Spark and an S3 store as processes of this machine: up, submit, down.");
    command(text, "sample", "Generates telecom landing data of any size.");
    command(
        text,
        "bench",
        "Runs a benchmark: "
            + String.join(", ", Benchmarks.names())
            + ", "
            + EXECUTORS
            + ", "
            + S3
            + ".");
    command(text, "shell", "Opens a Java shell on the tables; see README, Notebooks.");
    command(text, "notebooks", "Starts Jupyter on the tables, or checks the project's notebooks.");
    command(text, "image", "Builds the container image that runs any job.");
    text.append("\nEach takes --help.\n");
    return text.toString();
  }

  private static void command(StringBuilder text, String name, String meaning) {
    text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, meaning));
  }
}
