package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/** The run ledger: one row per run of a job that got as far as a session, however it ended. */
public final class RunsTable {
  public static final String RUN_ID = "run_id";
  public static final String JOB = "job";
  public static final String AS_OF = "as_of";
  public static final String EXIT_CODE = "exit_code";

  /** The error's paragraph; null for a run that succeeded. */
  public static final String MESSAGE = "message";

  public static final String STARTED_AT = "started_at";
  public static final String ENDED_AT = "ended_at";
  public static final String PROBLEM_DIGEST = "problem_digest";
  public static final String CODE_VERSION = "code_version";
  public static final String VERSIONS_READ = "versions_read";
  public static final String VERSIONS_WRITTEN = "versions_written";
  public static final String COUNTS = "counts";

  public static final StructType SCHEMA =
      StructType.fromDDL(
          "run_id STRING NOT NULL, job STRING NOT NULL, as_of DATE NOT NULL,"
              + " exit_code INT NOT NULL, message STRING, started_at TIMESTAMP NOT NULL,"
              + " ended_at TIMESTAMP NOT NULL, problem_digest STRING NOT NULL,"
              + " code_version STRING NOT NULL, versions_read MAP<STRING, BIGINT> NOT NULL,"
              + " versions_written MAP<STRING, BIGINT> NOT NULL,"
              + " counts MAP<STRING, BIGINT> NOT NULL");

  private RunsTable() {}
}
