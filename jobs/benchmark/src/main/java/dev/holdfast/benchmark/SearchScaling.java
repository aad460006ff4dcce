package dev.holdfast.benchmark;

import dev.holdfast.benchmark.SearchEngineSide.Run;
import dev.holdfast.job.Sessions;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How the wall time of a search shrinks with the cores that Spark is given: a session of its own
 * for each number of cores, one after the other, since a session cannot change its own. Compilation
 * and garbage collection take part in other threads, whatever Spark is given.
 */
public final class SearchScaling {
  private static final int WARM_UP = 4;
  private static final int MOST_CORES = 2;

  private final SearchOptions options;
  private final List<Candidate.Boosted> candidates;
  private final Meter meter = new Meter();

  SearchScaling(SearchOptions options, List<Candidate.Boosted> candidates) {
    this.options = options;
    this.candidates = candidates;
  }

  /** Adds the lines, and the share of a second core's time that the search makes use of. */
  void run(SearchReport report) throws IOException {
    double one = wall(1, report);
    double most = wall(MOST_CORES, report);
    report.figure("scaling_1_to_2_cores", List.of(one / most / MOST_CORES));
  }

  private double wall(int cores, SearchReport report) throws IOException {
    return wall(
        session("local[%d]".formatted(cores), Map.of()), "%d cores".formatted(cores), report);
  }

  /**
   * The wall time of the benchmark's search on a cluster that is there.
   *
   * @param settings of Spark, its master among them
   * @param executors the line's first word
   * @return seconds, of a second run after a first that warms the executors up
   */
  public static double seconds(Map<String, String> settings, int executors) throws IOException {
    return new SearchScaling(SearchOptions.of(List.of()), SearchBenchmark.CANDIDATES)
        .wall(
            session(settings.get("spark.master"), settings),
            "%d executors".formatted(executors),
            new SearchReport());
  }

  private double wall(SparkSession session, String what, SearchReport report) throws IOException {
    try (SparkSession spark = session) {
      Dataset<Row> few = SearchRows.cached(spark, options.rows() / WARM_UP);
      SearchEngineSide warm = new SearchEngineSide(spark, few);
      RowBlock block = warm.handOver();
      warm.search(block, candidates);
      few.unpersist(true);
      Dataset<Row> rows = SearchRows.cached(spark, options.rows());
      Run run = new SearchEngineSide(spark, rows).run(meter, candidates, false);
      report.line("%s, %,d rows".formatted(what, options.rows()), run);
      return run.cost().wall();
    }
  }

  /** A session for a benchmark of searches. */
  static SparkSession session(String master, Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("spark.master", master);
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.sql.shuffle.partitions", "4");
    SparkSession spark = Sessions.open("search benchmark", settings);
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
