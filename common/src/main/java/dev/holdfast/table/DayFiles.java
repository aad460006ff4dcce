package dev.holdfast.table;

import java.util.Optional;

/**
 * The files that a table has of one day.
 *
 * @param bytes their size
 * @param rows how many rows they have; empty if whoever wrote one of them did not count
 */
public record DayFiles(long bytes, Optional<Long> rows) {
  /** Of none. */
  public static final DayFiles NONE = new DayFiles(0, Optional.of(0L));

  /** These files and others. */
  public DayFiles and(DayFiles others) {
    return new DayFiles(
        bytes + others.bytes, rows.flatMap(mine -> others.rows.map(more -> mine + more)));
  }
}
