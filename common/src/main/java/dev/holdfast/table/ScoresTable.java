package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/**
 * One row per scored row of the spine: the columns of {@link FeaturesTable#identity}, then these.
 * Partitioned by {@link FeaturesTable#AS_OF}.
 */
public final class ScoresTable {
  /** Calibrated probability of a positive outcome, from 0 to 1 (DOUBLE). */
  public static final String PROBABILITY = "probability";

  /**
   * 1 for the highest score of the day; equal scores are ranked by their key (INT). A row that came
   * after its day was scored has the rank that it would have had.
   */
  public static final String RANK = "rank";

  /** 1 for the highest tenth of the day, to 10 (INT). */
  public static final String DECILE = "decile";

  /**
   * What acting on the row is expected to bring, less its cost, in the currency of the declared
   * economics; null where a capacity decides (DOUBLE).
   */
  public static final String EXPECTED_VALUE = "expected_value";

  /** Whether the declared decision is to act (BOOLEAN). */
  public static final String ACT = "act";

  /** The model that made the score (INT). */
  public static final String MODEL_VERSION = "model_version";

  /** {@code xxhash64} of the values that the model read, in its order (BIGINT). */
  public static final String FEATURES_DIGEST = "features_digest";

  /**
   * What is unlike the training rows, of which fewer than one in a hundred were so (ARRAY of
   * STRING): {@code missing:<feature>}, {@code unseen:<feature>} for a category's value; and {@link
   * #LATE}.
   */
  public static final String FLAGS = "flags";

  /** The flag of a row that came after its day was scored. */
  public static final String LATE = "late";

  /**
   * The features that raise the score most, the most first; null where reasons are not asked for or
   * the kind of model has none. A contribution is on the model's own scale before calibration: log
   * odds, or for forests probability.
   */
  public static final String REASONS = "reasons";

  public static final String FEATURE = "feature";
  public static final String VALUE = "value";
  public static final String CONTRIBUTION = "contribution";
  public static final String SENTENCE = "sentence";

  /** Of one element of {@link #REASONS}. */
  public static final StructType REASON =
      new StructType()
          .add(FEATURE, "string", false)
          .add(VALUE, "string", true)
          .add(CONTRIBUTION, "double", false)
          .add(SENTENCE, "string", false);

  private ScoresTable() {}
}
