package dev.holdfast.model;

import java.util.List;

/**
 * Several models in one: the weighted sum of their log odds, and an intercept, are its own log
 * odds.
 *
 * @param weights one for each member, none below 0
 */
public record BlendedModel(double intercept, List<Double> weights, List<ScoringModel> members)
    implements ScoringModel {

  public BlendedModel {
    weights = List.copyOf(weights);
    members = List.copyOf(members);
    if (weights.size() != members.size()) {
      throw new IllegalArgumentException(
          "%d weights for %d members".formatted(weights.size(), members.size()));
    }
  }

  @Override
  public float[] probabilities(float[] matrix, int rows) {
    double[] margins = new double[rows];
    for (int member = 0; member < members.size(); member++) {
      double weight = weights.get(member);
      if (weight > 0) {
        float[] probabilities = members.get(member).probabilities(matrix, rows);
        for (int row = 0; row < rows; row++) {
          margins[row] += weight * LogOdds.of(probabilities[row]);
        }
      }
    }
    float[] blended = new float[rows];
    for (int row = 0; row < rows; row++) {
      blended[row] = (float) LogOdds.probability(margins[row] + intercept);
    }
    return blended;
  }
}
