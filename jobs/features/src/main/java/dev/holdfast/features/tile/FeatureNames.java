package dev.holdfast.features.tile;

/** What columns of features are called. */
public final class FeatureNames {

  private FeatureNames() {}

  /** An aggregate over a window of some days, for example {@code calls_28d}. */
  public static String of(String aggregate, int days) {
    return aggregate + "_" + days + "d";
  }
}
