package dev.holdfast.training.search;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.AlikeOrder;
import dev.holdfast.training.fit.Levels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
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

  private final Levels levels;
  private final int[] trainingRows;
  private final int[] validationRows;
  // Native memory may not be freed while a task reads it, even one whose search has failed.
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean disposed;
  private RowBlock training;
  private RowBlock validation;
  private DMatrix trainingMatrix;
  private DMatrix validationMatrix;

  /** All rows, and the order in which each fold has its own. */
  private static final class Levelled {
    private final Levels levels;
    private final int[] order;

    Levelled(RowBlock rows) {
      this.levels = Levels.of(rows);
      this.order = AlikeOrder.of(levels);
    }
  }

  private FoldMatrices(Levelled all, int fold) {
    this.levels = all.levels;
    this.trainingRows = levels.rows().rowsOf(fold, false, all.order);
    this.validationRows = levels.rows().rowsOf(fold, true, all.order);
  }

  /** Works with the matrices of a fold, made by the first who asks. */
  static <T> T with(
      String search, int fold, Supplier<RowBlock> all, Function<FoldMatrices, T> work) {
    while (true) {
      FoldMatrices matrices = of(search, fold, all);
      matrices.use.readLock().lock();
      try {
        if (!matrices.disposed) {
          return work.apply(matrices);
        }
      } finally {
        matrices.use.readLock().unlock();
      }
    }
  }

  private static FoldMatrices of(String search, int fold, Supplier<RowBlock> all) {
    synchronized (SHARED) {
      if (!sharedBy.equals(search)) {
        disposeAll();
        sharedBy = search;
      }
      Levelled rows = levelled.orElseGet(() -> new Levelled(all.get()));
      levelled = Optional.of(rows);
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
      training = levels.rows().select(trainingRows);
    }
    return training;
  }

  /** The values of the validation rows as they are. */
  synchronized RowBlock validation() {
    if (validation == null) {
      validation = levels.rows().select(validationRows);
    }
    return validation;
  }

  byte[] trainingLabels() {
    return labels(trainingRows);
  }

  byte[] validationLabels() {
    return labels(validationRows);
  }

  private byte[] labels(int[] rows) {
    byte[] labels = new byte[rows.length];
    for (int at = 0; at < rows.length; at++) {
      labels[at] = levels.rows().labels()[rows[at]];
    }
    return labels;
  }

  synchronized DMatrix trainingMatrix() throws XGBoostError {
    if (trainingMatrix == null) {
      trainingMatrix = levels.binned(trainingRows);
    }
    return trainingMatrix;
  }

  synchronized DMatrix validationMatrix() throws XGBoostError {
    if (validationMatrix == null) {
      validationMatrix = levels.matrix(validationRows);
    }
    return validationMatrix;
  }

  private void dispose() {
    use.writeLock().lock();
    try {
      disposed = true;
      if (trainingMatrix != null) {
        trainingMatrix.dispose();
      }
      if (validationMatrix != null) {
        validationMatrix.dispose();
      }
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
