package dev.holdfast.job;

import java.util.List;

/** One job of the platform; {@link JobLauncher} runs it as a process of its own. */
public interface Job {

  /** The job's name on the command line and in the run ledger. */
  String name();

  /** One sentence for {@code --help}. */
  String purpose();

  /** Options that only this job takes, beside those of every job. */
  default List<Option> options() {
    return List.of();
  }

  /** What a run would read, compute and write, a line each, for {@code --dry-run}. */
  List<String> plan(JobContext context);

  /**
   * Does the work. What it read, wrote and counted goes to {@link JobContext#record()}.
   *
   * @throws JobException where its user can do something about it
   */
  void run(JobContext context);

  /**
   * An option of one job.
   *
   * @param name with its dashes, for example {@code --replace}
   * @param value what stands for the value in {@code --help}; empty for a switch
   */
  record Option(String name, String value, String meaning) {
    public boolean isSwitch() {
      return value.isEmpty();
    }
  }
}
