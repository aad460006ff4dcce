package dev.holdfast.deploy.cluster;

import dev.holdfast.deploy.cluster.ClusterWeek.Mishap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The benchmark {@code s3}: whether two drivers lose each other's commits, and whether a week on a
 * cluster over S3, with a process killed in every job, ends as the same week in one process.
 */
public final class S3Benchmark {
  private static final int COMMITS = 100;
  private static final int WORKERS = 2;

  private S3Benchmark() {}

  /** Runs it; ends with its figures, a line each. */
  public static int run(Path home) {
    Installation installation = new Installation(home.toAbsolutePath().normalize());
    try {
      Path folder = Files.createTempDirectory("holdfast-s3");
      try {
        measure(installation, folder);
      } finally {
        PrivateFiles.delete(folder);
      }
      return 0;
    } catch (IOException | RuntimeException failed) {
      System.err.printf("holdfast: Cannot run the benchmark: %s%n", failed.getMessage());
      return 1;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void measure(Installation installation, Path folder)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    SmallWeek week = SmallWeek.inOneProcess(folder);
    double local = seconds(started);
    LocalCluster cluster =
        new ClusterStart(installation, folder.resolve("cluster"), WORKERS, "3g").up();
    try {
      started = System.nanoTime();
      List<String> undisturbed = week(installation, cluster, week, folder, "undisturbed");
      double onCluster = seconds(started);
      List<String> disturbed = week(installation, cluster, week, folder, "disturbed");
      CommitRace race = new CommitRace(installation, cluster.endpoint(), cluster.credentials());
      CommitRace.Result ours = race(race, CommitRace.Log.OURS, folder);
      CommitRace.Result deltas = race(race, CommitRace.Log.DELTAS, folder);
      System.out.printf(
          "tables that differ: %s undisturbed, %s with an executor killed in every job and one driver%n",
          undisturbed, disturbed);
      boolean equal = undisturbed.isEmpty() && disturbed.isEmpty();
      figure("lost_commits", (double) ours.lost());
      figure("lost_commits_of_deltas_own_log_store", (double) deltas.lost());
      figure("cluster_equals_local", equal ? 1 : 0);
      figure("local_seconds", local);
      figure("cluster_seconds", onCluster);
    } finally {
      cluster.down();
    }
  }

  private static List<String> week(
      Installation installation, LocalCluster cluster, SmallWeek week, Path folder, String name)
      throws IOException, InterruptedException {
    Path logs = Files.createDirectory(folder.resolve(name));
    String tables = LocalCluster.TABLES + "/" + name;
    ClusterWeek jobs = new ClusterWeek(installation, cluster, logs);
    for (String job : ClusterWeek.JOBS) {
      if (name.equals("disturbed") && job.equals("features")) {
        run(jobs, job, Mishap.DRIVER_KILLED, week.arguments(tables), logs);
      } else {
        Mishap mishap = name.equals("disturbed") ? Mishap.EXECUTOR_KILLED : Mishap.NONE;
        run(jobs, job, mishap, week.arguments(tables), logs);
      }
    }
    return week.differences(cluster, tables);
  }

  private static void run(
      ClusterWeek jobs, String job, Mishap mishap, List<String> arguments, Path logs)
      throws IOException, InterruptedException {
    int exitCode = jobs.run(job, Submission.Mode.CLIENT, mishap, arguments);
    if (exitCode != 0) {
      throw new IllegalStateException(
          "%s ended with exit code %d:%n%s".formatted(job, exitCode, SmallWeek.printed(logs)));
    }
  }

  private static CommitRace.Result race(CommitRace race, CommitRace.Log log, Path folder)
      throws IOException, InterruptedException {
    String table = "s3a://" + LocalStore.BUCKET + "/race-" + log.name().toLowerCase(Locale.ROOT);
    return race.run(table, COMMITS, log, folder);
  }

  private static void figure(String key, double value) {
    System.out.printf(
        Locale.ROOT,
        value == Math.rint(value) ? "figure s3.%s %.0f%n" : "figure s3.%s %.1f%n",
        key,
        value);
  }

  private static double seconds(long startedNanos) {
    return (System.nanoTime() - startedNanos) / 1e9;
  }
}
