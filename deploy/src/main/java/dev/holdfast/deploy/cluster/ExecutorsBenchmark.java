package dev.holdfast.deploy.cluster;

import dev.holdfast.benchmark.SearchScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The benchmark {@code executors}: how the wall time of one search shrinks with the executors of a
 * standalone cluster on this machine, each a process of one core.
 */
public final class ExecutorsBenchmark {
  private static final List<Integer> EXECUTORS = List.of(1, 2, 4);

  private ExecutorsBenchmark() {}

  /** Runs it; ends with its figures, a line each. */
  public static int run(Path home) {
    Installation installation = new Installation(home.toAbsolutePath().normalize());
    Map<Integer, Double> seconds = new TreeMap<>();
    try {
      for (int executors : EXECUTORS) {
        Path folder = Files.createTempDirectory("holdfast-executors");
        try {
          seconds.put(executors, seconds(installation, folder, executors));
        } finally {
          PrivateFiles.delete(folder);
        }
      }
    } catch (IOException | RuntimeException failed) {
      System.err.printf("holdfast: Cannot run the benchmark: %s%n", failed.getMessage());
      return 1;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
    // More executors than the machine has cores share them.
    int cores = Runtime.getRuntime().availableProcessors();
    double one = seconds.get(1);
    for (int executors : EXECUTORS.subList(1, EXECUTORS.size())) {
      System.out.printf(
          Locale.ROOT,
          "figure executors.efficiency_1_to_%d %.3f%n",
          executors,
          one / seconds.get(executors) / Math.min(executors, cores));
    }
    return 0;
  }

  private static double seconds(Installation installation, Path folder, int executors)
      throws IOException, InterruptedException {
    LocalCluster cluster =
        new ClusterStart(installation, folder.resolve("cluster"), executors, "3g").up();
    try {
      return SearchScaling.seconds(
          Map.of(
              "spark.master", cluster.master(),
              "spark.driver.host", "127.0.0.1",
              "spark.executor.cores", "1",
              "spark.executor.memory", "1g",
              "spark.executor.memoryOverhead", "1g",
              "spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE",
              "spark.cores.max", Integer.toString(executors),
              "spark.jars",
                  installation.platformJars().stream()
                      .map(Path::toString)
                      .collect(Collectors.joining(","))),
          executors);
    } finally {
      cluster.down();
    }
  }
}
