package dev.holdfast.benchmark;

import dev.holdfast.job.JobException;
import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.problem.Search;
import dev.holdfast.problem.Space;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Space.Setting;
import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.RankMetrics;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.GridSearch;
import dev.holdfast.training.search.GridSearch.Ranked;
import dev.holdfast.training.search.SpaceSearch;
import dev.holdfast.training.search.TrialLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The adaptive searches against random draws, on the features that the telecom sample (or another
 * problem) has, at one budget, over many seeds: what each found, cross-validated and on the
 * held-out days, which no search sees.
 *
 * <p>Searches of one seed begin with the same draws. A candidate that was tried on a fold is not
 * fitted again: that is the benchmark's own thrift, every search pays for all that it tries.
 */
public final class SearchesBenchmark {
  private static final double EQUAL_WEIGHT = 1;
  // With few rows and deep trees, most of a fit's time goes into looking at each bin of each node.
  private static final int BINS = 63;
  private static final List<Space> FAMILIES =
      List.of(
          new Space(
              "linear",
              Kind.LOGISTIC_REGRESSION,
              List.of(
                  new Setting.Range("regularization", 1e-5, 1, false, true),
                  new Setting.Range("elastic-net", 0, 1, false, false),
                  new Setting.Listed("max-iterations", List.of(50.0)))),
          new Space(
              "boosted",
              Kind.GRADIENT_BOOSTING,
              List.of(
                  new Setting.Range("depth", 1, 8, true, false),
                  new Setting.Range("rounds", 10, 200, true, true),
                  new Setting.Range("learning-rate", 0.01, 0.5, false, true),
                  new Setting.Range("min-child-weight", 0.5, 100, false, true),
                  new Setting.Range("subsample", 0.4, 1, false, false),
                  new Setting.Range("column-sample", 0.2, 1, false, false),
                  new Setting.Range("l2", 0.1, 100, false, true))));

  private final SparkSession spark;
  private final SearchesOptions options;
  private final SearchesRows rows;
  private final Map<String, Double> known = new HashMap<>();

  private SearchesBenchmark(SparkSession spark, SearchesOptions options, SearchesRows rows) {
    this.spark = spark;
    this.options = options;
    this.rows = rows;
  }

  /** Takes what {@link SearchesOptions#of} reads. */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(System.getProperty("holdfast.home", "."));
    SearchesOptions options = SearchesOptions.of(Arrays.asList(args), home);
    Problem problem = ProblemReader.read(options.problem(), Map.of(), System.getenv());
    try (SparkSession spark =
        Sessions.open(
            "searches benchmark",
            Map.of(
                "spark.master", System.getProperty("spark.master", "local[2]"),
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "4"))) {
      spark.sparkContext().setLogLevel("ERROR");
      new SearchesBenchmark(spark, options, rows(spark, problem, options)).run();
    }
  }

  private static SearchesRows rows(SparkSession spark, Problem problem, SearchesOptions options) {
    try {
      return SearchesRows.read(spark, problem, options);
    } catch (JobException missing) {
      throw new IllegalArgumentException(
          "%s The benchmark takes the features that a week has left: run deploy/holdfast weekly first, or give --problem, --tables and --as-of."
              .formatted(missing.getMessage()),
          missing);
    }
  }

  /** What a search of one seed came to. */
  private record Result(double validated, double heldOut, double spent, String best) {}

  private void run() {
    System.out.printf(
        Locale.ROOT,
        "%,d training rows of %,d entities, %,d positive, %d columns, %s; %d candidates a search, %d seeds%n",
        rows.training().rows(),
        Arrays.stream(rows.training().entities()).distinct().count(),
        rows.training().positives(),
        rows.training().width(),
        rows.folds().words(),
        options.candidates(),
        options.seeds());
    Map<String, List<Result>> results = new LinkedHashMap<>();
    long started = System.nanoTime();
    for (int seed = 1; seed <= options.seeds(); seed++) {
      for (Map.Entry<String, Search> method : methods(seed).entrySet()) {
        Result result = search(method.getValue());
        results.computeIfAbsent(method.getKey(), each -> new ArrayList<>()).add(result);
        System.out.printf(
            Locale.ROOT,
            "seed %2d  %-9s %.5f cross-validated, %.5f held out, %.1f candidates' worth: %s%n",
            seed,
            method.getKey(),
            result.validated(),
            result.heldOut(),
            result.spent(),
            result.best());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d trials, each candidate on each fold once, in %.0f s%n",
        known.size(),
        (System.nanoTime() - started) / 1e9);
    figures(results);
  }

  private Map<String, Search> methods(int seed) {
    int budget = options.candidates();
    Map<String, Search> methods = new LinkedHashMap<>();
    methods.put("random", new Search.AtRandom(budget, seed));
    methods.put("halving", new Search.Halving(budget, 2, 3, seed));
    methods.put("bayesian", new Search.Bayesian(budget, 4, seed));
    return methods;
  }

  private Result search(Search method) {
    SpaceSearch.Found found =
        new SpaceSearch(FAMILIES, method, Metric.AUC, rows.folds().count()).run(this::tried);
    Ranked first = found.ranked().get(0);
    Candidate best = found.candidates().get(first.candidate());
    RowBlock heldOut = rows.heldOut();
    float[] scores =
        best.fit(rows.training(), fitting()).probabilities(heldOut.values(), heldOut.rows());
    return new Result(
        first.value(), new RankMetrics(scores, heldOut.labels()).auc(), found.spent(), best.name());
  }

  private Fitting fitting() {
    int threads = spark.sparkContext().defaultParallelism();
    return new Fitting(EQUAL_WEIGHT, SearchRows.SEED, threads, BINS);
  }

  private List<Ranked> tried(List<Candidate> candidates, List<Integer> folds) {
    for (int fold : folds) {
      List<Candidate> fresh =
          candidates.stream().filter(each -> !known.containsKey(key(each, fold))).toList();
      if (!fresh.isEmpty()) {
        new GridSearch("searches", rows.folds().count(), Metric.AUC, fitting())
            .run(
                spark,
                rows.training(),
                fresh,
                List.of(fold),
                TrialLog.none(),
                Training.Budget.unlimited(),
                state -> {})
            .ranked()
            .forEach(each -> known.put(key(fresh.get(each.candidate()), fold), each.value()));
      }
    }
    List<Ranked> ranked = new ArrayList<>();
    for (int number = 0; number < candidates.size(); number++) {
      Candidate candidate = candidates.get(number);
      double mean =
          folds.stream()
              .mapToDouble(fold -> known.get(key(candidate, fold)))
              .average()
              .orElseThrow();
      ranked.add(new Ranked(number, mean));
    }
    return ranked;
  }

  private static String key(Candidate candidate, int fold) {
    return candidate.name() + " on " + fold;
  }

  private static void figures(Map<String, List<Result>> results) {
    List<Result> random = results.get("random");
    StringBuilder figures = new StringBuilder();
    results.forEach(
        (method, all) -> {
          figure(figures, method + "_auc", mean(all.stream().map(Result::validated).toList()));
          figure(figures, method + "_heldout", mean(all.stream().map(Result::heldOut).toList()));
          figure(figures, method + "_spent", mean(all.stream().map(Result::spent).toList()));
          if (all != random) {
            List<Double> gains = new ArrayList<>();
            for (int seed = 0; seed < all.size(); seed++) {
              gains.add(all.get(seed).validated() - random.get(seed).validated());
            }
            SignTest test = SignTest.of(gains);
            System.out.printf(
                Locale.ROOT,
                "%s against random: %d wins, %d losses in %d seeds, p = %.4f, on average %+.5f%n",
                method,
                test.wins(),
                test.losses(),
                all.size(),
                test.p(),
                mean(gains));
            figure(figures, method + "_wins", test.wins());
            figure(figures, method + "_losses", test.losses());
            figure(figures, method + "_p", test.p());
          }
        });
    System.out.print(figures);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static void figure(StringBuilder figures, String key, double value) {
    figures.append(String.format(Locale.ROOT, "figure searches.%s %.5f%n", key, value));
  }
}
