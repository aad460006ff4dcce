package dev.holdfast.reasons;

import dev.holdfast.model.TreeEnsemble;
import dev.holdfast.model.TreeEnsemble.Tree;
import java.util.Arrays;

/**
 * Contributions by a pass over each tree for each row, whatever its depth: down with the product of
 * the path's factors at each point of the quadrature, up with the sums of what the leaves below
 * made of them. Time is nodes times half the depth (as in Bifet, Read, Xu, Linear TreeShap, 2022).
 */
final class TreePaths implements Contributions {
  private final TreeEnsemble trees;
  private final double base;
  private final Quadrature quadrature;

  TreePaths(TreeEnsemble trees, double base) {
    this.trees = trees;
    this.base = base;
    this.quadrature = Quadrature.ofDegree(Math.max(0, trees.depth() - 1));
  }

  @Override
  public double base() {
    return base;
  }

  @Override
  public int width() {
    return trees.width();
  }

  @Override
  public void explain(float[] matrix, int rows, double[] into) {
    int width = trees.width();
    Arrays.fill(into, 0, rows * width, 0);
    Pass pass = new Pass(matrix, into);
    for (int row = 0; row < rows; row++) {
      pass.offset = row * width;
      for (Tree tree : trees.trees()) {
        pass.tree = tree;
        Arrays.fill(pass.products[0], 1);
        pass.visit(0, 0);
      }
    }
  }

  /** One row's way through one tree. */
  private final class Pass {
    private final float[] matrix;
    private final double[] into;
    private final double[][] products;
    private final double[][] sums;
    // Of each column on the path so far: whether the row agrees with it, and the share that does.
    private final boolean[] split;
    private final double[] agrees;
    private final double[] shares;
    private Tree tree;
    private int offset;

    Pass(float[] matrix, double[] into) {
      this.matrix = matrix;
      this.into = into;
      int levels = trees.depth() + 2;
      this.products = new double[levels][quadrature.count()];
      this.sums = new double[levels][quadrature.count()];
      this.split = new boolean[trees.width()];
      this.agrees = new double[trees.width()];
      this.shares = new double[trees.width()];
    }

    // Leaves in sums[level] what the leaves below the node make of products[level].
    void visit(int node, int level) {
      double[] sum = sums[level];
      if (tree.isLeaf(node)) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] = tree.value(node) * products[level][k] * quadrature.weight(k);
        }
        return;
      }
      int column = tree.column(node);
      float value = matrix[offset + column];
      boolean left = value < tree.threshold(node) || (Float.isNaN(value) && tree.missingLeft(node));
      Arrays.fill(sum, 0);
      below(node, tree.left(node), left, column, level);
      below(node, tree.right(node), !left, column, level);
    }

    private void below(int node, int child, boolean taken, int column, int level) {
      boolean again = split[column];
      double agreed = again ? agrees[column] : 1;
      double shared = again ? shares[column] : 1;
      double agree = taken ? agreed : 0;
      double share = shared * tree.share(node, child);
      double[] above = products[level];
      double[] product = products[level + 1];
      for (int k = 0; k < product.length; k++) {
        double factor = factor(agree, share, k);
        product[k] = above[k] * (again ? factor / factor(agreed, shared, k) : factor);
      }
      split[column] = true;
      agrees[column] = agree;
      shares[column] = share;
      visit(child, level + 1);
      split[column] = again;
      agrees[column] = agreed;
      shares[column] = shared;

      double[] found = sums[level + 1];
      double[] sum = sums[level];
      double contribution = 0;
      for (int k = 0; k < found.length; k++) {
        sum[k] += found[k];
        contribution += (agree - share) * found[k] / factor(agree, share, k);
        // A column's last split on a path counts alone: what the one above it will add is taken.
        if (again) {
          contribution -= (agreed - shared) * found[k] / factor(agreed, shared, k);
        }
      }
      into[offset + column] += contribution;
    }

    private double factor(double agree, double share, int k) {
      double point = quadrature.point(k);
      return agree * point + share * (1 - point);
    }
  }
}
