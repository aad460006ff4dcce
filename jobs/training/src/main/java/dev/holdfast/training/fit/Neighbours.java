package dev.holdfast.training.fit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.model.NearestNeighboursModel;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Nearest neighbours; weighted positives change nothing, for the weight would be taken back. */
record Neighbours(String grid, int k, int maxRows) implements Candidate {
  @Override
  public String kind() {
    return "k-nearest-neighbours";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("k", Integer.toString(k));
  }

  @Override
  public int effort() {
    return 10_000;
  }

  @Override
  public ScoringModel fit(RowBlock rows, Fitting fitting) {
    refuseOver(rows.rows());
    Standardised data = new Standardised(rows);
    return new NearestNeighboursModel(k, data.scaling(), data.values(), rows.labels());
  }

  @Override
  public void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge)
      throws XGBoostError {
    // The winner is fitted on both, so both are counted.
    refuseOver(fold.training().rows() + fold.validation().rows());
    Candidate.super.onFold(fold, sharing, fitting, judge);
  }

  private void refuseOver(int rows) {
    if (rows > maxRows) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot try %s: there are %,d labelled training rows, and k-nearest-neighbours takes at most max-rows = %,d, for each score looks at all of them. Remove candidates.%s, or raise its max-rows."
              .formatted(name(), rows, maxRows, grid));
    }
  }
}
