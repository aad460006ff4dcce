package dev.holdfast.reasons;

import dev.holdfast.model.TreeEnsemble.Tree;
import dev.holdfast.reasons.TreeTable.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What one leaf gives to the columns of its path, for each set of them that a row agrees with. */
final class LeafTable {
  private final List<Integer> columns = new ArrayList<>();
  private final List<Step> steps;
  private final double[] shares;
  private final Tree tree;
  private final double[][] byAgreement;

  LeafTable(Tree tree, List<Step> steps, Quadrature quadrature) {
    this.tree = tree;
    this.steps = steps;
    steps.stream().map(step -> tree.column(step.node())).distinct().forEach(columns::add);
    this.shares = new double[columns.size()];
    Arrays.fill(shares, 1);
    for (Step step : steps) {
      int child = step.left() ? tree.left(step.node()) : tree.right(step.node());
      shares[columns.indexOf(tree.column(step.node()))] *= tree.share(step.node(), child);
    }
    this.byAgreement = new double[1 << columns.size()][];
    for (int agreement = 0; agreement < byAgreement.length; agreement++) {
      byAgreement[agreement] = values(agreement, quadrature);
    }
  }

  private double[] values(int agreement, Quadrature quadrature) {
    double[] values = new double[shares.length];
    for (int k = 0; k < quadrature.count(); k++) {
      double product = quadrature.weight(k);
      for (int column = 0; column < shares.length; column++) {
        product *= factor(agreement, column, quadrature.point(k));
      }
      for (int column = 0; column < shares.length; column++) {
        double agrees = agreement >> column & 1;
        values[column] +=
            (agrees - shares[column]) * product / factor(agreement, column, quadrature.point(k));
      }
    }
    return values;
  }

  private double factor(int agreement, int column, double point) {
    return (agreement >> column & 1) * point + shares[column] * (1 - point);
  }

  void add(float value, Map<Integer, Integer> bits, int[] into, double[] entries) {
    int[] targets = new int[columns.size()];
    for (int column = 0; column < targets.length; column++) {
      targets[column] = indexOf(into, columns.get(column));
    }
    int count = entries.length / Math.max(1, into.length);
    for (int entry = 0; entry < count; entry++) {
      double[] values = byAgreement[agreement(entry, bits)];
      for (int column = 0; column < targets.length; column++) {
        entries[entry * into.length + targets[column]] += value * values[column];
      }
    }
  }

  // The first split found is the highest bit; a bit is 1 where the row goes left.
  private int agreement(int entry, Map<Integer, Integer> bits) {
    int agreement = (1 << columns.size()) - 1;
    for (Step step : steps) {
      boolean left = (entry >> (bits.size() - 1 - bits.get(step.node())) & 1) == 1;
      if (left != step.left()) {
        agreement &= ~(1 << columns.indexOf(tree.column(step.node())));
      }
    }
    return agreement;
  }

  private static int indexOf(int[] columns, int wanted) {
    for (int index = 0; index < columns.length; index++) {
      if (columns[index] == wanted) {
        return index;
      }
    }
    throw new IllegalStateException("No column " + wanted);
  }
}
