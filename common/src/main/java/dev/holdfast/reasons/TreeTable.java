package dev.holdfast.reasons;

import dev.holdfast.model.SplitKeys;
import dev.holdfast.model.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One tree's tables.
 *
 * <p>A subtree has a table if the splits on the way to it and those within it are few, and those of
 * its parent's are not: a bit for each split, in the order in which they are found, number its
 * entries. The splits above all subtrees hand the bits so far down to their children.
 */
final class TreeTable {
  /** Splits that a table may have; a leaf at this depth is a table of its own. */
  static final int MOST_BITS = 9;

  private static final int BITS = 7;

  private final int width;
  // The splits above all subtrees: where the bits so far are found, and where they are put.
  private final List<int[]> upper = new ArrayList<>();
  private final List<Subtree> subtrees = new ArrayList<>();
  private int slots = 1;

  private TreeTable(int width) {
    this.width = width;
  }

  static TreeTable of(Tree tree, int width, Quadrature quadrature) {
    TreeTable table = new TreeTable(width);
    table.cut(tree, 0, List.of(), 0, quadrature);
    return table;
  }

  /** Numbers in the tables of a tree. */
  static long cells(Tree tree) {
    return cells(tree, 0, 0);
  }

  private static long cells(Tree tree, int node, int depth) {
    int bits = depth + splits(tree, node);
    if (bits <= Math.max(BITS, depth)) {
      return (long) bits << bits;
    }
    return cells(tree, tree.left(node), depth + 1) + cells(tree, tree.right(node), depth + 1);
  }

  /** Numbers that a row needs for the bits of the upper splits. */
  int slots() {
    return slots;
  }

  private static int splits(Tree tree, int node) {
    return tree.isLeaf(node)
        ? 0
        : 1 + splits(tree, tree.left(node)) + splits(tree, tree.right(node));
  }

  /** A split on the way to a node: which child was taken. */
  record Step(int node, boolean left) {}

  private void cut(Tree tree, int node, List<Step> path, int slot, Quadrature quadrature) {
    if (path.size() + splits(tree, node) <= Math.max(BITS, path.size())) {
      subtrees.add(subtree(tree, node, path, slot, quadrature));
      return;
    }
    int below = slots++;
    upper.add(new int[] {slot, place(tree, node), SplitKeys.of(tree.threshold(node)), below});
    cut(tree, tree.left(node), with(path, node, true), below, quadrature);
    cut(tree, tree.right(node), with(path, node, false), below, quadrature);
  }

  private int place(Tree tree, int node) {
    return SplitKeys.place(tree.column(node), tree.missingLeft(node), width);
  }

  private static List<Step> with(List<Step> path, int node, boolean left) {
    List<Step> longer = new ArrayList<>(path);
    longer.add(new Step(node, left));
    return longer;
  }

  private Subtree subtree(Tree tree, int node, List<Step> path, int slot, Quadrature quadrature) {
    List<Integer> own = new ArrayList<>();
    Map<Integer, List<Step>> leaves = new LinkedHashMap<>();
    walk(tree, node, path, own, leaves);
    Map<Integer, Integer> bits = new LinkedHashMap<>();
    path.forEach(step -> bits.put(step.node(), bits.size()));
    own.forEach(split -> bits.put(split, bits.size()));
    int[] columns = bits.keySet().stream().mapToInt(tree::column).distinct().toArray();
    double[] entries = new double[columns.length << bits.size()];
    leaves.forEach(
        (leaf, steps) ->
            new LeafTable(tree, steps, quadrature).add(tree.value(leaf), bits, columns, entries));
    return new Subtree(
        slot,
        own.stream().mapToInt(split -> place(tree, split)).toArray(),
        own.stream().mapToInt(split -> SplitKeys.of(tree.threshold(split))).toArray(),
        columns,
        entries);
  }

  private static void walk(
      Tree tree, int node, List<Step> path, List<Integer> own, Map<Integer, List<Step>> leaves) {
    if (tree.isLeaf(node)) {
      leaves.put(node, path);
      return;
    }
    own.add(node);
    walk(tree, tree.left(node), with(path, node, true), own, leaves);
    walk(tree, tree.right(node), with(path, node, false), own, leaves);
  }

  /**
   * Adds what this tree contributes to some rows.
   *
   * @param keys of {@link SplitKeys#fill}
   * @param prefixes room for {@link #slots} numbers a row; {@code numbers} for one
   * @param into contributions, those of the first row from {@code offset} on
   */
  void explain(int[] keys, int rows, int[] prefixes, int[] numbers, double[] into, int offset) {
    int stride = 2 * width;
    Arrays.fill(prefixes, 0, rows, 0);
    for (int[] split : upper) {
      int from = split[0] * rows;
      int to = split[3] * rows;
      int place = split[1];
      int threshold = split[2];
      for (int row = 0; row < rows; row++) {
        prefixes[to + row] =
            2 * prefixes[from + row] + SplitKeys.below(keys[row * stride + place], threshold);
      }
    }
    for (Subtree subtree : subtrees) {
      number(subtree, keys, rows, prefixes, numbers);
      add(subtree, rows, numbers, into, offset);
    }
  }

  private void number(Subtree subtree, int[] keys, int rows, int[] prefixes, int[] numbers) {
    System.arraycopy(prefixes, subtree.slot * rows, numbers, 0, rows);
    for (int split = 0; split < subtree.places.length; split++) {
      int place = subtree.places[split];
      int threshold = subtree.thresholds[split];
      for (int row = 0; row < rows; row++) {
        numbers[row] = 2 * numbers[row] + SplitKeys.below(keys[row * 2 * width + place], threshold);
      }
    }
  }

  private void add(Subtree subtree, int rows, int[] numbers, double[] into, int offset) {
    int[] columns = subtree.columns;
    double[] entries = subtree.entries;
    for (int row = 0; row < rows; row++) {
      int entry = numbers[row] * columns.length;
      int start = offset + row * width;
      for (int column = 0; column < columns.length; column++) {
        into[start + columns[column]] += entries[entry + column];
      }
    }
  }

  /** A subtree's table. */
  private static final class Subtree {
    // Where the bits of the splits on the way to it are found.
    private final int slot;
    // Where each of its own splits finds its value, and what it compares it with.
    private final int[] places;
    private final int[] thresholds;
    // The encoded columns that an entry speaks of, and 2^bits entries.
    private final int[] columns;
    private final double[] entries;

    Subtree(int slot, int[] places, int[] thresholds, int[] columns, double[] entries) {
      this.slot = slot;
      this.places = places;
      this.thresholds = thresholds;
      this.columns = columns;
      this.entries = entries;
    }
  }
}
