package dev.holdfast.deploy.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jobs of a week, one after the other on a {@link LocalCluster}, with or without mishaps. */
public final class ClusterWeek {
  /** The jobs, in their order. */
  public static final List<String> JOBS =
      List.of("ingestion", "features", "training", "scoring", "monitoring");

  private static final long PAUSE_MILLIS = 20;

  /** What befalls a job while it runs, once it has done its first step. */
  public enum Mishap {
    /** Nothing. */
    NONE,
    /** One of its executors is killed. */
    EXECUTOR_KILLED,
    /** A worker is killed, with its executor, and does not come back. */
    WORKER_KILLED,
    /** Its driver is killed, and the job is started again. */
    DRIVER_KILLED
  }

  private final Installation installation;
  private final LocalCluster cluster;
  private final Path logs;

  /**
   * Weeks on a cluster.
   *
   * @param logs an existing folder for what the jobs print
   */
  public ClusterWeek(Installation installation, LocalCluster cluster, Path logs) {
    this.installation = installation;
    this.cluster = cluster;
    this.logs = logs;
  }

  /**
   * Runs one job.
   *
   * @return its exit code; of one that was started again, that of the second start
   * @throws IllegalStateException if the job ended before the mishap could befall it
   */
  public int run(String job, Submission.Mode mode, Mishap mishap, List<String> arguments)
      throws IOException, InterruptedException {
    Path log = logs.resolve(job + ".log");
    Process driver = start(job, mode, arguments, log);
    try {
      switch (mishap) {
        case NONE -> {}
        case EXECUTOR_KILLED -> {
          awaitFirstStep(job, driver, log);
          cluster.executors().findFirst().orElseThrow().destroyForcibly();
        }
        case WORKER_KILLED -> {
          awaitFirstStep(job, driver, log);
          cluster.workers().findFirst().orElseThrow().end();
        }
        case DRIVER_KILLED -> {
          awaitFirstStep(job, driver, log);
          driver.destroyForcibly().waitFor();
          driver = start(job, mode, arguments, logs.resolve(job + "-again.log"));
        }
      }
      return driver.waitFor();
    } finally {
      driver.destroyForcibly();
    }
  }

  private Process start(String job, Submission.Mode mode, List<String> arguments, Path log)
      throws IOException {
    return new Submission(installation, cluster, mode)
        .start(
            job,
            arguments,
            new ProcessBuilder().redirectErrorStream(true).redirectOutput(log.toFile()));
  }

  // A driver that runs here says so in its log; executors are there by then.
  private void awaitFirstStep(String job, Process driver, Path log)
      throws IOException, InterruptedException {
    while (cluster.executors().findFirst().isEmpty() || !hasDoneAStep(job, log)) {
      if (!driver.isAlive()) {
        throw new IllegalStateException(job + " ended before anything befell it; see " + log);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean hasDoneAStep(String job, Path log) throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1)
        .lines()
        .anyMatch(line -> line.matches(job + " +1 .*"));
  }
}
