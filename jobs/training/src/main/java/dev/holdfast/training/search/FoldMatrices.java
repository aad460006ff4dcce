package dev.holdfast.training.search;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.BoostedFit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The rows of one fold's training and validation, sliced once in each executor and shared by all
 * trials of the fold, which only read them.
 *
 * <p>Trials run as Spark tasks; what the tasks of one executor share can only be found in a static
 * place. It holds the matrices of one search at a time, and {@link #release} empties it.
 */
final class FoldMatrices {
  private static final Map<Integer, FoldMatrices> SHARED = new HashMap<>();
  private static String sharedBy = "";

  private final RowBlock training;
  private final RowBlock validation;
  // Native memory may not be freed while a task reads it, even one whose search has failed.
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean disposed;
  private DMatrix trainingMatrix;
  private DMatrix validationMatrix;

  private FoldMatrices(RowBlock all, int fold) {
    this.training = all.slice(fold, false);
    this.validation = all.slice(fold, true);
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
      return SHARED.computeIfAbsent(fold, each -> new FoldMatrices(all.get(), each));
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

  RowBlock training() {
    return training;
  }

  RowBlock validation() {
    return validation;
  }

  synchronized DMatrix trainingMatrix() throws XGBoostError {
    if (trainingMatrix == null) {
      trainingMatrix = BoostedFit.matrix(training);
      BoostedFit.bin(trainingMatrix);
    }
    return trainingMatrix;
  }

  synchronized DMatrix validationMatrix() throws XGBoostError {
    if (validationMatrix == null) {
      validationMatrix = BoostedFit.matrix(validation);
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
  }
}
