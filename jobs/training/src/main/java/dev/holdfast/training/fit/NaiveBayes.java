package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Naive Bayes; weighted positives change nothing, for the weight would be taken back. */
record NaiveBayes(String grid, double smoothing, double varianceSmoothing) implements Candidate {
  @Override
  public String kind() {
    return "naive-bayes";
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("smoothing", Double.toString(smoothing));
    parameters.put("variance-smoothing", Double.toString(varianceSmoothing));
    return parameters;
  }

  @Override
  public int effort() {
    return 1;
  }

  @Override
  public ScoringModel fit(RowBlock rows, Fitting fitting) {
    return NaiveBayesFit.model(rows, this);
  }
}
