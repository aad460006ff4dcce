package dev.holdfast.training.search;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.AlikeOrder;
import dev.holdfast.training.fit.Judge;
import dev.holdfast.training.fit.Levels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The rows of one fold's training and validation, made once in each executor and shared by all
 * trials of the fold, which only read them. All folds share the levels of the rows.
 *
 * <p>Trials run as Spark tasks; what the tasks of one executor share can only be found in a static
 * place. It holds the matrices of one search at a time, and {@link #release} empties it.
 */
final class FoldMatrices {
  private static final Map<Integer, FoldMatrices> SHARED = new HashMap<>();
  private static String sharedBy = "";

  private static Optional<Levelled> levelled = Optional.empty();

  private final RowBlock rows;
  private final int[] allTrainingRows;
  private final int[] trainingRows;
  private final int[] validationRows;
  private final Matrices matrices;
  // Native memory may not be freed while a task reads it, even one whose search has failed.
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean disposed;
  private RowBlock training;
  private RowBlock validation;

  /** All rows, and the order in which each fold has its own. */
  private static final class Levelled {
    private final SearchMode mode;
    private final Levels levels;
    private final int[] order;
    private final SharedMatrix matrix;

    Levelled(RowBlock rows, SearchMode mode, int bins) {
      this.mode = mode;
      this.levels = Levels.of(rows, bins);
      this.order = AlikeOrder.of(levels);
      this.matrix = new SharedMatrix(levels, order);
    }
  }

  private FoldMatrices(Levelled all, int fold) {
    this.rows = all.levels.rows();
    this.trainingRows = rows.rowsOf(fold, false, all.order);
    this.validationRows = rows.rowsOf(fold, true, all.order);
    this.matrices =
        switch (all.mode) {
          case MATRIX_PER_FOLD -> new OwnMatrices(all.levels, trainingRows, validationRows);
          case SHARED_MATRIX -> all.matrix.of(fold, trainingRows, validationRows);
          // Of those fits that need no matrix: it is made when asked for.
          case DATA_PARALLEL -> new OwnMatrices(all.levels, trainingRows, validationRows);
        };
    this.allTrainingRows = trainingRows;
  }

  /** Every so-manieth row of a fold. */
  private FoldMatrices(Levelled all, int fold, int part, int parts) {
    this.rows = all.levels.rows();
    this.allTrainingRows = rows.rowsOf(fold, false, all.order);
    this.trainingRows = every(allTrainingRows, part, parts);
    this.validationRows = every(rows.rowsOf(fold, true, all.order), part, parts);
    this.matrices = new OwnMatrices(all.levels, trainingRows, validationRows);
  }

  private static int[] every(int[] some, int part, int parts) {
    return IntStream.range(0, some.length)
        .filter(at -> at % parts == part)
        .map(at -> some[at])
        .toArray();
  }

  /** Works with the matrices of a part of a fold's rows, which nobody else uses. */
  static <T> T withPart(
      String search,
      int bins,
      int fold,
      int part,
      int parts,
      Supplier<RowBlock> all,
      Function<FoldMatrices, T> work) {
    FoldMatrices matrices =
        new FoldMatrices(levelled(search, SearchMode.DATA_PARALLEL, bins, all), fold, part, parts);
    try {
      return work.apply(matrices);
    } finally {
      matrices.dispose();
    }
  }

  private static Levelled levelled(
      String search, SearchMode mode, int bins, Supplier<RowBlock> all) {
    synchronized (SHARED) {
      if (!sharedBy.equals(search)) {
        disposeAll();
        sharedBy = search;
      }
      Levelled rows = levelled.orElseGet(() -> new Levelled(all.get(), mode, bins));
      levelled = Optional.of(rows);
      return rows;
    }
  }

  /** Works with the matrices of a fold, made by the first who asks. */
  static <T> T with(
      String search,
      SearchMode mode,
      int bins,
      int fold,
      Supplier<RowBlock> all,
      Function<FoldMatrices, T> work) {
    while (true) {
      FoldMatrices matrices = of(search, mode, bins, fold, all);
      matrices.use.readLock().lock();
      try {
        if (!matrices.disposed) {
          return matrices.entered(work);
        }
      } finally {
        matrices.use.readLock().unlock();
      }
    }
  }

  /**
   * Works with the matrices of each fold in turn, for one who has the rows and the threads to
   * himself: nothing is shared, and no more than one fold's matrices are in memory.
   */
  static void inTurn(RowBlock rows, int folds, int bins, BiConsumer<Integer, FoldMatrices> work) {
    Levelled all = new Levelled(rows, SearchMode.MATRIX_PER_FOLD, bins);
    for (int fold = 0; fold < folds; fold++) {
      int number = fold;
      FoldMatrices matrices = new FoldMatrices(all, fold);
      try {
        matrices.entered(
            own -> {
              work.accept(number, own);
              return own;
            });
      } finally {
        matrices.dispose();
      }
    }
  }

  private <T> T entered(Function<FoldMatrices, T> work) {
    try {
      matrices.enter();
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot make the matrix of a fold: " + failed.getMessage(), failed);
    }
    try {
      return work.apply(this);
    } finally {
      matrices.leave();
    }
  }

  private static FoldMatrices of(
      String search, SearchMode mode, int bins, int fold, Supplier<RowBlock> all) {
    synchronized (SHARED) {
      Levelled rows = levelled(search, mode, bins, all);
      return SHARED.computeIfAbsent(fold, each -> new FoldMatrices(rows, each));
    }
  }

  /** Frees the memory of a search in this executor. */
  static void release(String search) {
    synchronized (SHARED) {
      if (sharedBy.equals(search)) {
        disposeAll();
      }
    }
  }

  /** The values of the training rows as they are, for what does not work on levels. */
  synchronized RowBlock training() {
    if (training == null) {
      training = rows.select(trainingRows);
    }
    return training;
  }

  /** The values of the validation rows as they are. */
  synchronized RowBlock validation() {
    if (validation == null) {
      validation = rows.select(validationRows);
    }
    return validation;
  }

  /** Where the validation rows stand among all rows, in the order in which they are judged by. */
  int[] validationRows() {
    return validationRows;
  }

  byte[] trainingLabels() {
    return labels(trainingRows);
  }

  /** Those of the whole fold, of which these rows may be a part. */
  byte[] allTrainingLabels() {
    return labels(allTrainingRows);
  }

  byte[] validationLabels() {
    return labels(validationRows);
  }

  private byte[] labels(int[] some) {
    byte[] labels = new byte[some.length];
    for (int at = 0; at < some.length; at++) {
      labels[at] = rows.labels()[some[at]];
    }
    return labels;
  }

  DMatrix trainingMatrix() throws XGBoostError {
    return matrices.training();
  }

  void judge(int candidate, Booster booster, double shift, Judge judge) throws XGBoostError {
    matrices.judge(candidate, booster, shift, judge);
  }

  private void dispose() {
    use.writeLock().lock();
    try {
      disposed = true;
      matrices.dispose();
    } finally {
      use.writeLock().unlock();
    }
  }

  private static void disposeAll() {
    SHARED.values().forEach(FoldMatrices::dispose);
    SHARED.clear();
    levelled = Optional.empty();
  }
}
