package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** One tree, or a forest of them. */
record Forest(
    String grid,
    String kind,
    int depth,
    int trees,
    double minChildWeight,
    double subsample,
    double columnSample)
    implements Candidate {
  static final String FOREST = "random-forest";
  static final String TREE = "decision-tree";

  /** A single tree, which sees all rows and columns. */
  static Forest tree(String grid, int depth, double minChildWeight) {
    return new Forest(grid, TREE, depth, 1, minChildWeight, 1, 1);
  }

  /** Trees on samples. */
  static Forest forest(
      String grid,
      int depth,
      int trees,
      double minChildWeight,
      double subsample,
      double columnSample) {
    return new Forest(grid, FOREST, depth, trees, minChildWeight, subsample, columnSample);
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("depth", Integer.toString(depth));
    parameters.put("min-child-weight", Double.toString(minChildWeight));
    if (kind.equals(FOREST)) {
      parameters.put("trees", Integer.toString(trees));
      parameters.put("subsample", Double.toString(subsample));
      parameters.put("column-sample", Double.toString(columnSample));
    }
    return parameters;
  }

  @Override
  public int effort() {
    return trees * depth;
  }

  @Override
  public boolean isParted() {
    return true;
  }

  @Override
  public ScoringModel fit(RowBlock rows, Fitting fitting) {
    return ForestFit.model(rows, this, fitting);
  }

  @Override
  public void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge)
      throws XGBoostError {
    for (Map.Entry<Integer, Candidate> each : sharing.entrySet()) {
      ForestFit.onFold(fold, (Forest) each.getValue(), each.getKey(), fitting, judge);
    }
  }
}
