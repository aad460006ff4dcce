package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/**
 * The outbox: one row for everybody who is to be acted on and was not the scored day before.
 * Partitioned by {@link #AS_OF}.
 */
public final class AlertsTable {
  /**
   * The same whenever the alert is told again, so that a receiver may know it: hex SHA-256 of the
   * problem and the score's key.
   */
  public static final String ALERT_KEY = "alert_key";

  /** The scored day (DATE). */
  public static final String AS_OF = "as_of";

  /** As in {@link ScoresTable#RANK}; the first are told first. */
  public static final String RANK = "rank";

  /** What is told, as JSON. */
  public static final String PAYLOAD = "payload";

  /** {@link #PENDING} or {@link #DELIVERED}. */
  public static final String STATE = "state";

  /** How often it was tried so far, over all runs. */
  public static final String ATTEMPTS = "attempts";

  public static final String CREATED_AT = "created_at";
  public static final String DELIVERED_AT = "delivered_at";

  /** What the last attempt met with, where it failed. */
  public static final String FAILURE = "failure";

  public static final String PENDING = "pending";
  public static final String DELIVERED = "delivered";

  public static final StructType SCHEMA =
      StructType.fromDDL(
          "alert_key STRING NOT NULL, as_of DATE NOT NULL, rank INT NOT NULL,"
              + " payload STRING NOT NULL, state STRING NOT NULL, attempts INT NOT NULL,"
              + " created_at TIMESTAMP NOT NULL, delivered_at TIMESTAMP, failure STRING");

  private AlertsTable() {}
}
