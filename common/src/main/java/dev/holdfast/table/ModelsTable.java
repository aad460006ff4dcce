package dev.holdfast.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** One row per model version, with its bytes and all that they came from. */
public final class ModelsTable {
  /** Counts from 1 (INT). */
  public static final String VERSION = "version";

  /** {@code champion}, {@code candidate} or {@code retired}; at most one row is the champion. */
  public static final String STATE = "state";

  public static final String TRAINING_ID = "training_id";

  /** The search that chose it: see {@link TrialsTable#SEARCH_ID}. */
  public static final String SEARCH_ID = "search_id";

  /** The day as of which it was trained (DATE). */
  public static final String AS_OF = "as_of";

  public static final String CANDIDATE = "candidate";
  public static final String KIND = "kind";
  public static final String PARAMETERS = "parameters";

  /** The features it asks for, in its order. */
  public static final String FEATURES = "features";

  /** What {@code dev.holdfast.model.ModelCodec} wrote. */
  public static final String ARTEFACT = "artefact";

  /** Hex SHA-256 of the artefact. */
  public static final String DIGEST = "digest";

  /**
   * Metrics by name, such as {@code holdout.auc}; their data is the days in the two lists below.
   */
  public static final String METRICS = "metrics";

  public static final String TRAINING_DAYS = "training_days";
  public static final String HOLDOUT_DAYS = "holdout_days";

  /** Versions of the tables that were read. */
  public static final String TABLE_VERSIONS = "table_versions";

  public static final String PROBLEM_DIGEST = "problem_digest";
  public static final String CODE_VERSION = "code_version";
  public static final String LIBRARIES = "libraries";
  public static final String SEED = "seed";
  public static final String RUN_ID = "run_id";
  public static final String CREATED_AT = "created_at";

  /**
   * The states that it had, in order: when it came to each, by which run, and why. Its latest is
   * {@link #STATE}.
   */
  public static final String HISTORY = "history";

  /**
   * What it was seen to do when it was trained (STRUCT, see {@link EvaluationColumns}); null for a
   * version that was registered before this was kept.
   */
  public static final String EVALUATION = "evaluation";

  public static final StructType SCHEMA =
      StructType.fromDDL(
              "version INT NOT NULL, state STRING NOT NULL, training_id STRING NOT NULL, search_id STRING NOT NULL,"
                  + " as_of DATE NOT NULL, candidate STRING NOT NULL, kind STRING NOT NULL,"
                  + " parameters MAP<STRING, STRING> NOT NULL, features ARRAY<STRING> NOT NULL,"
                  + " artefact BINARY NOT NULL, digest STRING NOT NULL,"
                  + " metrics MAP<STRING, DOUBLE> NOT NULL, training_days ARRAY<DATE> NOT NULL,"
                  + " holdout_days ARRAY<DATE> NOT NULL, table_versions MAP<STRING, BIGINT> NOT NULL,"
                  + " problem_digest STRING NOT NULL, code_version STRING NOT NULL,"
                  + " libraries MAP<STRING, STRING> NOT NULL, seed BIGINT NOT NULL,"
                  + " run_id STRING NOT NULL, created_at TIMESTAMP NOT NULL,"
                  + " history ARRAY<STRUCT<state: STRING, at: TIMESTAMP, run_id: STRING, why: STRING>>"
                  + " NOT NULL")
          .add(EVALUATION, EvaluationColumns.SCHEMA, true);

  private ModelsTable() {}

  /** An entry of {@link #HISTORY}. */
  public static Row change(State state, Instant at, String runId, String why) {
    return RowFactory.create(state.stored(), Timestamp.from(at), runId, why);
  }

  /** The values of {@link #STATE}. */
  public enum State {
    CANDIDATE,
    CHAMPION,
    RETIRED;

    /** As it stands in the table. */
    public String stored() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
