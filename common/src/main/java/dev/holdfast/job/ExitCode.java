package dev.holdfast.job;

/** How a job ended, as the process that ran it reports it. */
public enum ExitCode {
  /** Done, or there was nothing to do. */
  DONE(0),
  /** Anything that no other code names. */
  UNEXPECTED(1),
  /** Bad arguments, a bad problem file, or data that is not where it was said to be. */
  CONFIGURATION(2),
  /** A data quality gate closed; nothing of the refused data was written. */
  QUALITY_GATE(3),
  /** A newly trained model was refused promotion; the champion stays. */
  PROMOTION_REFUSED(4),
  /** Somebody else wrote the same table at the same time; nothing of this run was written to it. */
  CONFLICT(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process exit code. */
  public int code() {
    return code;
  }
}
