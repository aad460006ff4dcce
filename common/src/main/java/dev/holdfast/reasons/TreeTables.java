package dev.holdfast.reasons;

import dev.holdfast.model.SplitKeys;
import dev.holdfast.model.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contributions looked up in tables. A tree is cut into small subtrees; the sides that a row takes
 * at the splits above and within one, a bit each, are the number of the entry that holds all that
 * the subtree's leaves add. A block of rows goes through one tree after the other, so that its
 * tables stay in the cache.
 */
final class TreeTables implements Contributions {
  private static final int BLOCK = 256;
  // Numbers in all tables: 128 MB.
  private static final long MOST_CELLS = 16L << 20;

  private final double base;
  private final int width;
  private final List<TreeTable> trees = new ArrayList<>();

  TreeTables(TreeEnsemble ensemble, double base) {
    this.base = base;
    this.width = ensemble.width();
    Quadrature quadrature = Quadrature.ofDegree(Math.max(0, ensemble.depth() - 1));
    for (TreeEnsemble.Tree tree : ensemble.trees()) {
      trees.add(TreeTable.of(tree, width, quadrature));
    }
  }

  /** Whether the tables of these trees are small enough to be worth it. */
  static boolean fit(TreeEnsemble ensemble) {
    return ensemble.depth() <= TreeTable.MOST_BITS
        && ensemble.trees().stream().mapToLong(TreeTable::cells).sum() <= MOST_CELLS;
  }

  @Override
  public double base() {
    return base;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void explain(float[] matrix, int rows, double[] into) {
    Arrays.fill(into, 0, rows * width, 0);
    int[] keys = new int[Math.min(BLOCK, rows) * 2 * width];
    int[] entries = new int[BLOCK];
    int most = trees.stream().mapToInt(TreeTable::slots).max().orElse(0);
    int[] prefixes = new int[most * BLOCK];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      SplitKeys.fill(matrix, from, count, width, keys);
      for (TreeTable tree : trees) {
        tree.explain(keys, count, prefixes, entries, into, from * width);
      }
    }
  }
}
