package dev.holdfast.benchmark;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The fits that no search can do without, and nothing else: for each fold, and for each depth and
 * learning rate, one fit of one thread up to the most rounds. The matrices are sliced, built and
 * binned before. As many fits run at a time as Spark runs tasks: two that share a memory bus cost
 * more CPU than two in turn.
 */
final class SearchBareFits implements AutoCloseable {
  private static final Candidate.Boosted STUMP =
      new Candidate.Boosted("stump", 1, 1, 1, 1, 1, 1, 1);

  private final List<DMatrix> folds = new ArrayList<>();
  private final ExecutorService threads;

  SearchBareFits(RowBlock rows, int parallelism) {
    this.threads = Executors.newFixedThreadPool(parallelism);
    for (int fold = 0; fold < SearchRows.FOLDS; fold++) {
      folds.add(binned(rows.slice(fold, false)));
    }
  }

  /** A matrix whose bins are made. */
  static DMatrix binned(RowBlock rows) {
    try {
      DMatrix matrix = SearchRebuildSide.matrix(rows);
      SearchRebuildSide.fitted(matrix, STUMP).dispose();
      return matrix;
    } catch (XGBoostError failed) {
      throw new IllegalStateException("Cannot bin the rows: " + failed.getMessage(), failed);
    }
  }

  /** One fit. */
  static void fit(DMatrix matrix, Candidate.Boosted candidate) {
    try {
      SearchRebuildSide.fitted(matrix, candidate).dispose();
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot fit %s: %s".formatted(candidate.name(), failed.getMessage()), failed);
    }
  }

  /** Fits all; of candidates that differ in their rounds alone, the longest. */
  void run(List<Candidate.Boosted> candidates) {
    int most = candidates.stream().mapToInt(Candidate.Boosted::rounds).max().orElseThrow();
    List<Candidate.Boosted> distinct =
        candidates.stream()
            .map(candidate -> candidate.withRounds(most))
            .distinct()
            .sorted(Comparator.comparingInt(Candidate.Boosted::depth).reversed())
            .toList();
    List<Future<?>> fits = new ArrayList<>();
    for (Candidate.Boosted candidate : distinct) {
      folds.forEach(matrix -> fits.add(threads.submit(() -> fit(matrix, candidate))));
    }
    for (Future<?> fit : fits) {
      try {
        fit.get();
      } catch (ExecutionException failed) {
        throw new IllegalStateException(failed.getCause());
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopped);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    folds.forEach(DMatrix::dispose);
  }
}
