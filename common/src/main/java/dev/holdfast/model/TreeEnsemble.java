package dev.holdfast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The trees of a model of XGBoost, read from the bytes that it saves. A row's margin is {@code
 * base} and one leaf's value of each tree.
 *
 * @param base what every row's margin begins with
 * @param logistic whether the margin is log odds; else it is the probability itself
 * @param width encoded columns that a row has
 */
public record TreeEnsemble(List<Tree> trees, float base, boolean logistic, int width) {
  private static final String LOGISTIC = "binary:logistic";
  private static final String SQUARED = "reg:squarederror";

  public TreeEnsemble {
    trees = List.copyOf(trees);
  }

  /**
   * One tree, its nodes by number; node 0 is the root. A row goes left where its value is below the
   * threshold.
   */
  public static final class Tree {
    private final int[] left;
    private final int[] right;
    private final int[] column;
    private final float[] number;
    private final boolean[] missingLeft;
    private final float[] cover;

    /**
     * @param left each node's left child, -1 for a leaf; {@code right} the other one
     * @param column the encoded column that a node splits by
     * @param number a node's threshold, or a leaf's value
     * @param missingLeft whether a missing value goes left
     * @param cover how much of the training rows went through a node
     */
    public Tree(
        int[] left,
        int[] right,
        int[] column,
        float[] number,
        boolean[] missingLeft,
        float[] cover) {
      this.left = left.clone();
      this.right = right.clone();
      this.column = column.clone();
      this.number = number.clone();
      this.missingLeft = missingLeft.clone();
      this.cover = cover.clone();
    }

    public boolean isLeaf(int node) {
      return left[node] < 0;
    }

    public int left(int node) {
      return left[node];
    }

    public int right(int node) {
      return right[node];
    }

    public int column(int node) {
      return column[node];
    }

    public float threshold(int node) {
      return number[node];
    }

    public float value(int leaf) {
      return number[leaf];
    }

    public boolean missingLeft(int node) {
      return missingLeft[node];
    }

    /** The share of a node's training rows that went on to one of its children. */
    public double share(int node, int child) {
      return (double) cover[child] / cover[node];
    }

    public int nodes() {
      return left.length;
    }

    /** Steps from a node to the deepest leaf below it. */
    public int depth(int node) {
      return isLeaf(node) ? 0 : 1 + Math.max(depth(left[node]), depth(right[node]));
    }

    /** The mean of the leaves below a node, weighted by the training rows that went there. */
    public double mean(int node) {
      return isLeaf(node)
          ? number[node]
          : share(node, left[node]) * mean(left[node])
              + share(node, right[node]) * mean(right[node]);
    }
  }

  /** The margin that a row has on average over the training rows. */
  public double meanMargin() {
    return base + trees.stream().mapToDouble(tree -> tree.mean(0)).sum();
  }

  /** Steps from a root to the deepest leaf. */
  public int depth() {
    return trees.stream().mapToInt(tree -> tree.depth(0)).max().orElse(0);
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if these bytes are not what XGBoost saves, or the model is of
   *     a kind that this platform does not fit
   */
  public static TreeEnsemble read(byte[] ubj) {
    Map<?, ?> learner = member(UbJson.read(ubj), "learner");
    Map<?, ?> parameters = member(learner, "learner_model_param");
    Map<?, ?> booster = member(learner, "gradient_booster");
    String objective = String.valueOf(member(learner, "objective").get("name"));
    if (!objective.equals(LOGISTIC) && !objective.equals(SQUARED)) {
      throw new IllegalArgumentException("Trees of the unknown objective " + objective);
    }
    boolean logistic = objective.equals(LOGISTIC);
    float stated =
        Float.parseFloat(String.valueOf(parameters.get("base_score")).replaceAll("[\\[\\]]", ""));
    float base = logistic ? (float) -Math.log(1 / (double) stated - 1) : stated;
    List<Tree> trees = new ArrayList<>();
    for (Object each : (List<?>) member(booster, "model").get("trees")) {
      trees.add(tree((Map<?, ?>) each));
    }
    return new TreeEnsemble(
        trees, base, logistic, Integer.parseInt(String.valueOf(parameters.get("num_feature"))));
  }

  private static Tree tree(Map<?, ?> stated) {
    byte[] types = (byte[]) stated.get("split_type");
    for (byte type : types) {
      if (type != 0) {
        throw new IllegalArgumentException("Trees that split by category are not read");
      }
    }
    byte[] defaults = (byte[]) stated.get("default_left");
    boolean[] missingLeft = new boolean[defaults.length];
    for (int node = 0; node < defaults.length; node++) {
      missingLeft[node] = defaults[node] != 0;
    }
    int[] left = (int[]) stated.get("left_children");
    int[] right = (int[]) stated.get("right_children");
    Tree tree =
        new Tree(
            left,
            right,
            (int[]) stated.get("split_indices"),
            (float[]) stated.get("split_conditions"),
            missingLeft,
            (float[]) stated.get("sum_hessian"));
    if (Arrays.stream(left).anyMatch(child -> child >= left.length)) {
      throw new IllegalArgumentException("The trees' bytes are damaged: a child without a node");
    }
    return tree;
  }

  private static Map<?, ?> member(Object value, String name) {
    if (value instanceof Map<?, ?> outer && outer.get(name) instanceof Map<?, ?> inner) {
      return inner;
    }
    throw new IllegalArgumentException("The bytes are no trees of XGBoost: there is no " + name);
  }
}
