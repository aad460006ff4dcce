package dev.holdfast.training.search;

import java.io.Serializable;

/** How the trials of one executor share its memory. */
public enum SearchMode implements Serializable {
  /** A matrix a fold, and one for the rows that judge it: trials of all folds run side by side. */
  MATRIX_PER_FOLD("matrix-per-fold"),
  /**
   * One matrix of all rows, of which those that judge weigh nothing in the fits: trials of one fold
   * at a time in each executor.
   */
  SHARED_MATRIX("shared-matrix"),
  /**
   * A part of the rows in each task: trials of trees are made one after the other, each by all
   * executors at once. What is fitted without a matrix is fitted as ever.
   */
  DATA_PARALLEL("data-parallel");

  private final String written;

  SearchMode(String written) {
    this.written = written;
  }

  /** As settings and messages write it. */
  public String written() {
    return written;
  }
}
