package dev.holdfast.training.search;

import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** Tries every candidate on every fold, trials as Spark tasks of one thread each. */
public final class GridSearch {
  private final String id;
  private final int folds;
  private final double positiveWeight;
  private final long seed;

  /**
   * @param id tells one search's shared memory from another's
   * @param positiveWeight weight of a positive row where a negative has 1
   */
  public GridSearch(String id, int folds, double positiveWeight, long seed) {
    this.id = id;
    this.folds = folds;
    this.positiveWeight = positiveWeight;
    this.seed = seed;
  }

  /** All trials, by candidate and fold. */
  public List<Trial> run(SparkSession spark, RowBlock rows, List<Candidate> candidates) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<RowBlock> shared = context.broadcast(rows);
    List<Unit> units = Unit.of(candidates, folds);
    String search = id;
    double weight = positiveWeight;
    long seeded = seed;
    try {
      return context
          .parallelize(units, units.size())
          .flatMap(
              unit ->
                  unit.run(FoldMatrices.of(search, unit.fold(), shared::value), weight, seeded)
                      .iterator())
          .collect()
          .stream()
          .sorted(Comparator.comparingInt(Trial::candidate).thenComparingInt(Trial::fold))
          .toList();
    } finally {
      int slots = context.defaultParallelism();
      context
          .parallelize(IntStream.range(0, slots).boxed().toList(), slots)
          .foreach(slot -> FoldMatrices.release(search));
      FoldMatrices.release(search);
      shared.destroy();
    }
  }

  /** The candidates' numbers, the best first; of equals the one that was declared first. */
  public static List<Ranked> rank(List<Trial> trials, Metric metric) {
    Map<Integer, Double> means =
        trials.stream()
            .collect(
                Collectors.groupingBy(Trial::candidate, Collectors.averagingDouble(of(metric))));
    Comparator<Ranked> better = Comparator.comparingDouble(Ranked::value);
    List<Ranked> ranked = new ArrayList<>();
    means.forEach((candidate, value) -> ranked.add(new Ranked(candidate, value)));
    ranked.sort(
        (metric == Metric.LOG_LOSS ? better : better.reversed())
            .thenComparingInt(Ranked::candidate));
    return ranked;
  }

  private static ToDoubleFunction<Trial> of(Metric metric) {
    return switch (metric) {
      case AUC -> Trial::auc;
      case AVERAGE_PRECISION -> Trial::averagePrecision;
      case LOG_LOSS -> Trial::logLoss;
    };
  }

  /** A candidate and the mean of its metric over the folds. */
  public record Ranked(int candidate, double value) {}
}
