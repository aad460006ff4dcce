package dev.holdfast.job;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one run read, wrote and counted; it becomes the run's row in the ledger.
 *
 * <p>Safe for use by several threads.
 */
public final class RunRecord {
  private final String runId;
  private final Map<String, Long> read = new TreeMap<>();
  private final Map<String, Long> written = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  public RunRecord(String runId) {
    this.runId = runId;
  }

  /** Identifies the run in every table that it writes. */
  public String runId() {
    return runId;
  }

  /** The run read this table at this version. */
  public synchronized void read(String table, long version) {
    read.put(table, version);
  }

  /** The run's commit to this table has this version. */
  public synchronized void wrote(String table, long version) {
    written.put(table, version);
  }

  /** The run counted {@code count} of {@code what}; counts of one name add up. */
  public synchronized void count(String what, long count) {
    counts.merge(what, count, Long::sum);
  }

  public synchronized Map<String, Long> versionsRead() {
    return Map.copyOf(read);
  }

  public synchronized Map<String, Long> versionsWritten() {
    return Map.copyOf(written);
  }

  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
