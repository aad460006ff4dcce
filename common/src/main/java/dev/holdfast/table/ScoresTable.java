package dev.holdfast.table;

/**
 * One row per scored row of the spine: the columns of {@link FeaturesTable#identity}, then these.
 * Partitioned by {@link FeaturesTable#AS_OF}.
 */
public final class ScoresTable {
  /** Probability of a positive outcome, from 0 to 1 (DOUBLE). */
  public static final String PROBABILITY = "probability";

  /** 1 for the highest score of the day; equal scores are ranked by their key (INT). */
  public static final String RANK = "rank";

  /** 1 for the highest tenth of the day, to 10 (INT). */
  public static final String DECILE = "decile";

  /** Whether the declared decision is to act (BOOLEAN). */
  public static final String ACT = "act";

  /** The model that made the score (INT). */
  public static final String MODEL_VERSION = "model_version";

  private ScoresTable() {}
}
