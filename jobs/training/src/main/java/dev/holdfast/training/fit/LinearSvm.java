package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A linear support vector machine. */
record LinearSvm(String grid, double regularization, int maxIterations) implements Candidate {
  static final String KIND = "linear-svm";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("regularization", Double.toString(regularization));
    parameters.put("max-iterations", Integer.toString(maxIterations));
    return parameters;
  }

  @Override
  public int effort() {
    return 100;
  }

  @Override
  public String key() {
    return kind();
  }

  @Override
  public ScoringModel fit(RowBlock rows, Fitting fitting) {
    return new LinearSvmFit(rows, fitting.positiveWeight()).fit(this);
  }

  @Override
  public void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge) {
    LinearSvmFit path = new LinearSvmFit(fold.training(), fitting.positiveWeight());
    sharing.entrySet().stream()
        .map(each -> Map.entry(each.getKey(), (LinearSvm) each.getValue()))
        .sorted(Comparator.comparingDouble(each -> -each.getValue().regularization()))
        .forEach(each -> judge.judge(each.getKey(), path.fit(each.getValue()), fold));
  }
}
