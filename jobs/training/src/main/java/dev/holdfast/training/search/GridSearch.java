package dev.holdfast.training.search;

import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Tries every candidate on every fold, trials as Spark tasks of one thread each, and keeps each
 * finished one at once: a search that is killed loses only what was under way.
 */
public final class GridSearch {
  /** Commits take at most one part in so many of the search's time. */
  private static final int COMMIT_SHARE = 10;

  private final String id;
  private final int folds;
  private final Metric metric;
  private final Fitting fitting;

  /**
   * @param id tells one search's shared memory from another's
   * @param fitting of which each trial has one thread
   */
  public GridSearch(String id, int folds, Metric metric, Fitting fitting) {
    this.id = id;
    this.folds = folds;
    this.metric = metric;
    this.fitting = fitting;
  }

  /**
   * What a search found.
   *
   * @param trials of the candidates that were tried on every fold wanted, by candidate and fold
   * @param ranked those candidates, the best first
   * @param resumed trials that an earlier run had finished
   */
  public record Found(List<Trial> trials, List<Ranked> ranked, int resumed) {
    public Found {
      trials = List.copyOf(trials);
      ranked = List.copyOf(ranked);
    }
  }

  /** Tries all candidates and keeps nothing. */
  public Found run(SparkSession spark, RowBlock rows, List<Candidate> candidates) {
    return run(spark, rows, candidates, TrialLog.none(), Training.Budget.unlimited(), state -> {});
  }

  /** Tries all candidates on all folds, but for what {@code log} has. */
  public Found run(
      SparkSession spark,
      RowBlock rows,
      List<Candidate> candidates,
      TrialLog log,
      Training.Budget stated,
      Consumer<SearchState> watcher) {
    List<Integer> all = IntStream.range(0, folds).boxed().toList();
    return run(spark, rows, candidates, all, log, stated, watcher);
  }

  /**
   * Tries what {@code log} does not have yet, as far as the budget goes.
   *
   * @param wanted the folds to try them on
   * @param watcher is told after every commit how far the search is
   */
  public Found run(
      SparkSession spark,
      RowBlock rows,
      List<Candidate> candidates,
      List<Integer> wanted,
      TrialLog log,
      Training.Budget stated,
      Consumer<SearchState> watcher) {
    Budget budget = Budget.from(stated);
    List<Trial> trials =
        new ArrayList<>(
            log.finished().stream().filter(trial -> wanted.contains(trial.fold())).toList());
    int resumed = trials.size();
    SearchMode mode = choice(spark, rows).mode();
    List<Unit> units = Unit.of(candidates, wanted);
    List<Unit> open =
        open(
            switch (mode) {
              case MATRIX_PER_FOLD -> units;
              case SHARED_MATRIX -> Unit.byFold(units);
              case DATA_PARALLEL -> units;
            },
            trials);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<RowBlock> shared = context.broadcast(rows);
    AtomicInteger begun = new AtomicInteger(resumed);
    int all = candidates.size() * wanted.size();
    long started = System.nanoTime();
    try (Lanes<Unit, List<Trial>> lanes =
        new Lanes<>(
            // A unit that all executors work at leaves no room for another.
            mode == SearchMode.DATA_PARALLEL ? 1 : Math.max(2, context.defaultParallelism()),
            open,
            unit ->
                budget.allows(begun.getAndAdd(unit.candidates().size()))
                    ? tried(context, mode, shared, unit)
                    : List.of())) {
      long patience = 0;
      for (List<List<Trial>> ended = lanes.next(0);
          !ended.isEmpty();
          ended = lanes.next(patience)) {
        List<Trial> fresh = ended.stream().flatMap(List::stream).toList();
        if (!fresh.isEmpty()) {
          long before = System.nanoTime();
          log.append(fresh);
          patience = (System.nanoTime() - before) * (COMMIT_SHARE - 1);
          trials.addAll(fresh);
          watcher.accept(state(trials, wanted.size(), resumed, all, started));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The search was interrupted", interrupted);
    } finally {
      release(context);
      shared.destroy();
    }
    List<Trial> complete = complete(trials, wanted.size());
    return new Found(complete, rank(complete, metric), resumed);
  }

  /** How the trials on some rows will share an executor's memory, and why. */
  public SizeRule.Choice choice(SparkSession spark, RowBlock rows) {
    SparkConf conf = spark.sparkContext().getConf();
    return new SizeRule(
            rows.rows(), rows.width(), folds, ExecutorMemory.outsideHeap(conf), executors(spark))
        .choose(spark.conf().get(SizeRule.SETTING, SizeRule.BY_SIZE));
  }

  // The driver counts as one of them.
  private static int executors(SparkSession spark) {
    return Math.max(1, spark.sparkContext().statusTracker().getExecutorInfos().length - 1);
  }

  private List<Trial> tried(
      JavaSparkContext context, SearchMode mode, Broadcast<RowBlock> shared, Unit unit) {
    String search = id;
    Fitting same = fitting;
    if (mode == SearchMode.DATA_PARALLEL && unit.isParted()) {
      return new DataParallel(context, search, same).tried(shared, unit);
    }
    return context
        .parallelize(List.of(unit), 1)
        .flatMap(
            each ->
                FoldMatrices.with(
                        search,
                        mode,
                        same.bins(),
                        each.fold(),
                        shared::value,
                        matrices -> each.run(matrices, same))
                    .iterator())
        .collect();
  }

  // The memory of a search lies in every executor, whichever of its tasks ran there.
  private void release(JavaSparkContext context) {
    String search = id;
    int slots = context.defaultParallelism();
    context
        .parallelize(IntStream.range(0, slots).boxed().toList(), slots)
        .foreach(slot -> FoldMatrices.release(search));
    FoldMatrices.release(search);
  }

  private SearchState state(List<Trial> trials, int wanted, int resumed, int all, long started) {
    List<Ranked> ranked = rank(complete(trials, wanted), metric);
    int fresh = trials.size() - resumed;
    long nanos = System.nanoTime() - started;
    return new SearchState(
        trials.size(),
        all,
        ranked.stream().findFirst(),
        fresh == 0
            ? Optional.empty()
            : Optional.of(
                Duration.ofNanos((long) ((double) nanos / fresh * (all - trials.size())))));
  }

  // Of candidates that share a fit some may be known: the fit is made again for the others alone.
  private static List<Unit> open(List<Unit> units, List<Trial> finished) {
    Set<List<Integer>> known = new HashSet<>();
    finished.forEach(trial -> known.add(List.of(trial.candidate(), trial.fold())));
    return units.stream()
        .map(unit -> unit.without(candidate -> known.contains(List.of(candidate, unit.fold()))))
        .filter(unit -> !unit.candidates().isEmpty())
        .toList();
  }

  /** The trials of those candidates that were tried on so many folds, by candidate and fold. */
  static List<Trial> complete(List<Trial> trials, int folds) {
    Map<Integer, Long> counts =
        trials.stream().collect(Collectors.groupingBy(Trial::candidate, Collectors.counting()));
    return trials.stream()
        .filter(trial -> counts.get(trial.candidate()) == folds)
        .sorted(Comparator.comparingInt(Trial::candidate).thenComparingInt(Trial::fold))
        .toList();
  }

  /** The candidates' numbers, the best first; of equals the one that was declared first. */
  static List<Ranked> rank(List<Trial> trials, Metric metric) {
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
