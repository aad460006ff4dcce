package dev.holdfast.training.search;

import dev.holdfast.training.fit.BoostedFit;
import dev.holdfast.training.fit.Judge;
import dev.holdfast.training.fit.Levels;
import java.util.function.BooleanSupplier;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * One matrix of all rows for all folds. Rows that judge a fold weigh nothing in its fits, and what
 * boosting knows of them anyway judges it. The weights are the matrix's own, so trials of one fold
 * at a time run on it; those of another wait.
 */
final class SharedMatrix {
  private static final int NONE = -1;

  private final Levels levels;
  private final int[] order;
  private DMatrix matrix;
  private int current = NONE;
  private int running;

  /**
   * @param order all rows, in the order in which the matrix has them
   */
  SharedMatrix(Levels levels, int[] order) {
    this.levels = levels;
    this.order = order;
  }

  /**
   * The matrix as a fold sees it.
   *
   * @param trainingRows in the order of the matrix, as {@code validationRows} are
   */
  Matrices of(int fold, int[] trainingRows, int[] validationRows) {
    return new OfFold(this, fold, trainingRows, validationRows);
  }

  private synchronized void enter(int fold, boolean[] trains) throws XGBoostError {
    await(() -> running == 0 || current == fold);
    if (current != fold) {
      weigh(trains);
      current = fold;
    }
    running++;
  }

  // A task cannot be taken out of native code: whoever asks it to stop is heard when it waits no
  // longer.
  private synchronized void await(BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException askedToStop) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void weigh(boolean[] trains) throws XGBoostError {
    if (matrix == null) {
      matrix = levels.binned(order);
    }
    float[] weights = new float[order.length];
    for (int at = 0; at < order.length; at++) {
      weights[at] = trains[order[at]] ? 1 : 0;
    }
    matrix.setWeight(weights);
  }

  private synchronized void leave() {
    running--;
    notifyAll();
  }

  // Trials of other folds may still read what this fold no longer needs.
  private synchronized void dispose() {
    await(() -> running == 0);
    if (matrix != null) {
      matrix.dispose();
      matrix = null;
      current = NONE;
    }
  }

  /** What the trials of one fold see of the matrix. */
  static final class OfFold implements Matrices {
    private final SharedMatrix shared;
    private final int fold;
    private final boolean[] trains;
    private final boolean[] judges;
    private final int trainingRows;
    private final int validationRows;

    private OfFold(SharedMatrix shared, int fold, int[] trainingRows, int[] validationRows) {
      this.shared = shared;
      this.fold = fold;
      this.trains = marked(trainingRows, shared.order.length);
      this.judges = marked(validationRows, shared.order.length);
      this.trainingRows = trainingRows.length;
      this.validationRows = validationRows.length;
    }

    private static boolean[] marked(int[] some, int all) {
      boolean[] marked = new boolean[all];
      for (int row : some) {
        marked[row] = true;
      }
      return marked;
    }

    @Override
    public void enter() throws XGBoostError {
      shared.enter(fold, trains);
    }

    @Override
    public void leave() {
      shared.leave();
    }

    @Override
    public DMatrix training() {
      return shared.matrix;
    }

    @Override
    public void judge(int candidate, Booster booster, double shift, Judge judge)
        throws XGBoostError {
      float[] all = BoostedFit.shifted(booster.predict(shared.matrix), shift);
      judge.judge(candidate, of(all, trains, trainingRows), of(all, judges, validationRows));
    }

    private float[] of(float[] all, boolean[] wanted, int count) {
      float[] some = new float[count];
      int to = 0;
      for (int at = 0; at < all.length; at++) {
        if (wanted[shared.order[at]]) {
          some[to++] = all[at];
        }
      }
      return some;
    }

    @Override
    public void dispose() {
      shared.dispose();
    }
  }
}
