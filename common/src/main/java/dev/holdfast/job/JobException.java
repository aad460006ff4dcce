package dev.holdfast.job;

/**
 * A job cannot go on for a reason that its user can understand and act on. The message is one
 * paragraph: "Cannot do this: why, with values. What to do."
 */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public JobException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public JobException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process reports to whoever started it. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
