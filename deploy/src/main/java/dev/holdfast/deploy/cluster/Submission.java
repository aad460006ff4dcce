package dev.holdfast.deploy.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts a job, or the weekly run, on a {@link LocalCluster} as spark-submit does. */
public final class Submission {
  private static final int CLIENT_MEGABYTES = 1536;
  private static final Map<String, Program> PROGRAMS =
      Map.of(
          "ingestion", new Program("ingestion", "IngestionJob"),
          "features", new Program("features", "FeaturesJob"),
          "training", new Program("training", "TrainingJob"),
          "scoring", new Program("scoring", "ScoringJob"),
          "alerts", new Program("scoring", "AlertsJob"),
          "rollback", new Program("scoring", "RollbackJob"),
          "monitoring", new Program("monitoring", "MonitoringJob"),
          "card", new Program("card", "CardJob"));

  /** The module whose jar has a job, and its class there. */
  private record Program(String module, String simpleName) {
    String mainClass() {
      return "dev.holdfast." + module + "." + simpleName;
    }
  }

  /** Where the driver runs. */
  public enum Mode {
    /** In the process that submits. */
    CLIENT,
    /** On a worker. */
    CLUSTER
  }

  private final Installation installation;
  private final LocalCluster cluster;
  private final Mode mode;

  public Submission(Installation installation, LocalCluster cluster, Mode mode) {
    this.installation = installation;
    this.cluster = cluster;
    this.mode = mode;
  }

  /** The class whose {@code main} is a job. */
  static String mainClass(String job) {
    return PROGRAMS.get(job).mainClass();
  }

  /** The names of the jobs that {@link #start} knows, as a person reads them. */
  static String jobs() {
    return PROGRAMS.keySet().stream().sorted().collect(Collectors.joining(", "));
  }

  /** Whether {@link #start} knows a command of this name. */
  public static boolean knows(String command) {
    return command.equals("weekly") || PROGRAMS.containsKey(command);
  }

  /**
   * The process of spark-submit, started with the streams that {@code redirected} says.
   *
   * @param command a job's name or {@code weekly}
   * @param arguments of the job
   */
  public Process start(String command, List<String> arguments, ProcessBuilder redirected)
      throws IOException {
    List<String> words = new ArrayList<>(installation.java(CLIENT_MEGABYTES));
    words.addAll(List.of("-cp", cluster.folder().resolve("spark/jars") + "/*"));
    words.add("org.apache.spark.deploy.SparkSubmit");
    words.addAll(List.of("--master", cluster.master()));
    words.addAll(List.of("--deploy-mode", mode == Mode.CLIENT ? "client" : "cluster"));
    if (mode == Mode.CLUSTER) {
      // Without it the submission counts as done when the driver has begun.
      words.addAll(List.of("--conf", "spark.standalone.submit.waitAppCompletion=true"));
      // Executors get these by themselves, a driver on a worker does not.
      words.addAll(List.of("--driver-java-options", installation.moduleOptions()));
      words.addAll(List.of("--driver-memory", "1g"));
    }
    words.addAll(program(command));
    words.addAll(arguments);
    if (!arguments.contains("--deployment")) {
      words.add("--deployment");
      words.add(installation.home().resolve("conf/standalone.conf").toString());
    }
    redirected.command(words);
    redirected.environment().putAll(cluster.environment());
    return redirected.start();
  }

  private List<String> program(String command) {
    if (command.equals("weekly")) {
      String jars =
          installation.platformJars().stream().map(Path::toString).collect(Collectors.joining(","));
      return List.of(
          "--jars",
          jars,
          "--class",
          "dev.holdfast.deploy.Holdfast",
          installation.launcherJar().toString(),
          command);
    }
    Program program = PROGRAMS.get(command);
    return List.of(
        "--class", program.mainClass(), installation.jobJar(program.module()).toString());
  }
}
