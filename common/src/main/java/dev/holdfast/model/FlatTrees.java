package dev.holdfast.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Margins of many rows from trees in flat arrays. A tree of little depth is filled up to a complete
 * one, whose children are found by their number alone, so that every row takes the same steps and a
 * processor works on several rows at a time; a deep one keeps its links. A block of rows goes
 * through one tree after the other, so that the tree stays in the nearest cache.
 */
final class FlatTrees {
  private static final int BLOCK = 128;
  // A complete tree of more levels would be mostly filling.
  private static final int MOST_LEVELS = 8;

  private final int width;
  private final float base;
  private final boolean logistic;
  private final List<Flat> trees = new ArrayList<>();

  FlatTrees(TreeEnsemble ensemble) {
    this.width = ensemble.width();
    this.base = ensemble.base();
    this.logistic = ensemble.logistic();
    for (TreeEnsemble.Tree tree : ensemble.trees()) {
      trees.add(tree.depth(0) <= MOST_LEVELS ? Levelled.of(tree, width) : Linked.of(tree, width));
    }
  }

  /** The margins of the rows of a matrix, row-major; NaN is missing. */
  float[] margins(float[] matrix, int rows) {
    float[] margins = new float[rows];
    int[] keys = new int[Math.min(BLOCK, rows) * 2 * width];
    float[] block = new float[Math.min(BLOCK, rows)];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      SplitKeys.fill(matrix, from, count, width, keys);
      java.util.Arrays.fill(block, 0, count, base);
      for (Flat tree : trees) {
        tree.add(keys, count, 2 * width, block);
      }
      System.arraycopy(block, 0, margins, from, count);
    }
    return margins;
  }

  /** The probability that a margin says. */
  float probability(float margin) {
    return logistic ? (float) (1 / (1 + Math.exp(-margin))) : margin;
  }

  private sealed interface Flat {
    /** Adds each row's leaf to its margin. */
    void add(int[] keys, int rows, int stride, float[] margins);
  }

  /**
   * Level by level: the children of node {@code n} are {@code 2n} and {@code 2n + 1}, the root 1.
   */
  private static final class Levelled implements Flat {
    private final int levels;
    private final int[] places;
    private final int[] thresholds;
    private final float[] leaves;

    private Levelled(int levels) {
      this.levels = levels;
      this.places = new int[1 << levels];
      this.thresholds = new int[1 << levels];
      this.leaves = new float[1 << levels];
    }

    static Levelled of(TreeEnsemble.Tree tree, int width) {
      Levelled flat = new Levelled(tree.depth(0));
      flat.fill(tree, 0, 1, width);
      return flat;
    }

    // Below a leaf, whichever way a row goes, it comes to that leaf's value.
    private void fill(TreeEnsemble.Tree tree, int node, int number, int width) {
      if (number >= leaves.length) {
        leaves[number - leaves.length] = tree.value(node);
      } else if (tree.isLeaf(node)) {
        fill(tree, node, 2 * number, width);
        fill(tree, node, 2 * number + 1, width);
      } else {
        places[number] = SplitKeys.place(tree.column(node), tree.missingLeft(node), width);
        thresholds[number] = SplitKeys.of(tree.threshold(node));
        // Below the threshold is 1, and the left child is put second.
        fill(tree, tree.right(node), 2 * number, width);
        fill(tree, tree.left(node), 2 * number + 1, width);
      }
    }

    @Override
    public void add(int[] keys, int rows, int stride, float[] margins) {
      int row = 0;
      for (; row + 4 <= rows; row += 4) {
        int first = row * stride;
        int second = first + stride;
        int third = second + stride;
        int fourth = third + stride;
        int a = 1;
        int b = 1;
        int c = 1;
        int d = 1;
        for (int level = 0; level < levels; level++) {
          a = 2 * a + SplitKeys.below(keys[first + places[a]], thresholds[a]);
          b = 2 * b + SplitKeys.below(keys[second + places[b]], thresholds[b]);
          c = 2 * c + SplitKeys.below(keys[third + places[c]], thresholds[c]);
          d = 2 * d + SplitKeys.below(keys[fourth + places[d]], thresholds[d]);
        }
        margins[row] += leaves[a - leaves.length];
        margins[row + 1] += leaves[b - leaves.length];
        margins[row + 2] += leaves[c - leaves.length];
        margins[row + 3] += leaves[d - leaves.length];
      }
      for (; row < rows; row++) {
        int node = 1;
        for (int level = 0; level < levels; level++) {
          node = 2 * node + SplitKeys.below(keys[row * stride + places[node]], thresholds[node]);
        }
        margins[row] += leaves[node - leaves.length];
      }
    }
  }

  /** By links: {@code children} holds the right and the left child of each node, leaves below 0. */
  private static final class Linked implements Flat {
    private final int[] places;
    private final int[] thresholds;
    private final int[] children;
    private final float[] values;

    private Linked(int nodes) {
      this.places = new int[nodes];
      this.thresholds = new int[nodes];
      this.children = new int[2 * nodes];
      this.values = new float[nodes];
    }

    static Linked of(TreeEnsemble.Tree tree, int width) {
      int nodes = tree.nodes();
      Linked flat = new Linked(nodes);
      for (int node = 0; node < nodes; node++) {
        if (tree.isLeaf(node)) {
          flat.values[node] = tree.value(node);
        } else {
          flat.places[node] = SplitKeys.place(tree.column(node), tree.missingLeft(node), width);
          flat.thresholds[node] = SplitKeys.of(tree.threshold(node));
          flat.children[2 * node] = end(tree, tree.right(node));
          flat.children[2 * node + 1] = end(tree, tree.left(node));
        }
      }
      return flat;
    }

    private static int end(TreeEnsemble.Tree tree, int child) {
      return tree.isLeaf(child) ? -child : child;
    }

    @Override
    public void add(int[] keys, int rows, int stride, float[] margins) {
      for (int row = 0; row < rows; row++) {
        int node = 0;
        do {
          int side = SplitKeys.below(keys[row * stride + places[node]], thresholds[node]);
          node = children[2 * node + side];
        } while (node > 0);
        margins[row] += values[-node];
      }
    }
  }
}
