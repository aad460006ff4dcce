package dev.holdfast.training.fit;

import dev.holdfast.model.BlendedModel;
import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.NaiveBayesModel;
import dev.holdfast.model.NearestNeighboursModel;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A candidate that is fitted on rows of which some negatives were left out: the log odds that it
 * learns there are lowered to those of all rows (King and Zeng, Logistic Regression in Rare Events
 * Data, 2001, prior correction).
 *
 * @param shift by how much leaving negatives out raised the log odds
 */
public record DownSampled(Candidate whole, double shift) implements Candidate {
  @Override
  public String grid() {
    return whole.grid();
  }

  @Override
  public String kind() {
    return whole.kind();
  }

  @Override
  public Map<String, String> parameters() {
    return whole.parameters();
  }

  @Override
  public int effort() {
    return whole.effort();
  }

  @Override
  public String key() {
    return whole.key();
  }

  @Override
  public boolean isParted() {
    return whole.isParted();
  }

  @Override
  public ScoringModel fit(RowBlock rows, Fitting fitting) {
    ScoringModel model = whole.fit(rows, fitting);
    if (model instanceof BoostedTrees trees) {
      return new BoostedTrees(trees.ubj(), trees.shift() + shift);
    }
    if (model instanceof LinearModel linear) {
      return new LinearModel(
          linear.intercept() - shift, linear.coefficients(), linear.whenMissing());
    }
    if (model instanceof NaiveBayesModel bayes) {
      return new NaiveBayesModel(bayes.priorLogOdds() - shift, bayes.columns());
    }
    if (model instanceof BlendedModel blend) {
      return new BlendedModel(blend.intercept() - shift, blend.weights(), blend.members());
    }
    if (model instanceof NearestNeighboursModel) {
      throw new IllegalStateException("Neighbours are counted, not shifted: " + name());
    }
    throw new IllegalStateException("No correction for " + model);
  }

  @Override
  public void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge)
      throws XGBoostError {
    Map<Integer, Candidate> unwrapped = new LinkedHashMap<>();
    sharing.forEach((number, each) -> unwrapped.put(number, ((DownSampled) each).whole()));
    whole.onFold(
        fold,
        unwrapped,
        fitting,
        (number, onTraining, onValidation) ->
            judge.judge(number, corrected(onTraining), corrected(onValidation)));
  }

  private float[] corrected(float[] probabilities) {
    float[] corrected = new float[probabilities.length];
    for (int row = 0; row < corrected.length; row++) {
      corrected[row] = BoostedTrees.shifted(probabilities[row], shift);
    }
    return corrected;
  }
}
