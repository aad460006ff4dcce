package dev.holdfast.reasons;

import dev.holdfast.model.BlendedModel;
import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.ScoringModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contributions of a blend: its log odds are a weighted sum of its members', and so are,
 * Shapley values being linear in the model, its columns' contributions.
 */
final class BlendedTerms implements Contributions {
  private final double intercept;
  private final List<Double> weights;
  private final List<Contributions> members;

  private BlendedTerms(double intercept, List<Double> weights, List<Contributions> members) {
    this.intercept = intercept;
    this.weights = List.copyOf(weights);
    this.members = List.copyOf(members);
  }

  /** Those of a blend of which every member that weighs something adds up in log odds. */
  static Optional<Contributions> of(BlendedModel blend) {
    List<Double> weights = new ArrayList<>();
    List<Contributions> members = new ArrayList<>();
    for (int at = 0; at < blend.members().size(); at++) {
      if (blend.weights().get(at) > 0) {
        Optional<Contributions> member =
            Optional.of(blend.members().get(at))
                .filter(BlendedTerms::addsUpInLogOdds)
                .flatMap(Contributions::of);
        if (member.isEmpty()) {
          return Optional.empty();
        }
        weights.add(blend.weights().get(at));
        members.add(member.get());
      }
    }
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(new BlendedTerms(blend.intercept(), weights, members));
  }

  // A forest's trees add up to the probability itself.
  private static boolean addsUpInLogOdds(ScoringModel member) {
    return !(member instanceof BoostedTrees trees) || trees.ensemble().logistic();
  }

  @Override
  public double base() {
    double base = intercept;
    for (int member = 0; member < members.size(); member++) {
      base += weights.get(member) * members.get(member).base();
    }
    return base;
  }

  @Override
  public int width() {
    return members.get(0).width();
  }

  @Override
  public void explain(float[] matrix, int rows, double[] into) {
    double[] own = new double[rows * width()];
    java.util.Arrays.fill(into, 0, own.length, 0);
    for (int member = 0; member < members.size(); member++) {
      double weight = weights.get(member);
      members.get(member).explain(matrix, rows, own);
      for (int at = 0; at < own.length; at++) {
        into[at] += weight * own[at];
      }
    }
  }
}
