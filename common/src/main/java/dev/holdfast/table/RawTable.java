package dev.holdfast.table;

/** What {@code raw.<source>} holds beside the source's own columns. */
public final class RawTable {
  /** The batch of the source that the row came in with, from 0 (BIGINT). */
  public static final String BATCH = "_batch";

  /** The landed file that the row was read from (STRING). */
  public static final String FILE = "_file";

  /** With {@link #HASH_LOW} 128 bits of hash over the row as it landed (BIGINT). */
  public static final String HASH_HIGH = "_hash_high";

  public static final String HASH_LOW = "_hash_low";

  private RawTable() {}
}
