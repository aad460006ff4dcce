package dev.holdfast.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** All benchmarks by name; each ends with lines {@code figure NAME.KEY VALUE}. */
public final class Benchmarks {
  private static final int BAD_ARGUMENTS = 2;
  private static final Map<String, Benchmark> ALL =
      Map.of(
          "api", ApiBenchmark::main,
          "features", FeaturesBenchmark::main,
          "ingestion", IngestionBenchmark::main,
          "reasons", ReasonsBenchmark::main,
          "scoring", ScoringBenchmark::main,
          "search", SearchBenchmark::main,
          "searches", SearchesBenchmark::main);

  private Benchmarks() {}

  /** What a benchmark is to those who start it. */
  @FunctionalInterface
  interface Benchmark {
    void run(String[] arguments) throws Exception;
  }

  public static List<String> names() {
    return ALL.keySet().stream().sorted().toList();
  }

  /**
   * Runs the benchmark that the first word names, with the other words as its arguments.
   *
   * @return the exit code of the process
   */
  public static int run(String... line) {
    Benchmark benchmark = line.length == 0 ? null : ALL.get(line[0]);
    if (benchmark == null) {
      System.err.printf(
          "holdfast: Cannot run a benchmark named %s. There are: %s.%n",
          line.length == 0 ? "(nothing)" : line[0], String.join(", ", names()));
      return BAD_ARGUMENTS;
    }
    try {
      benchmark.run(Arrays.copyOfRange(line, 1, line.length));
      return 0;
    } catch (IllegalArgumentException wrong) {
      System.err.printf("holdfast: Cannot run the benchmark: %s%n", wrong.getMessage());
      return BAD_ARGUMENTS;
    } catch (Exception failed) {
      throw new IllegalStateException("The benchmark failed: " + failed.getMessage(), failed);
    }
  }
}
