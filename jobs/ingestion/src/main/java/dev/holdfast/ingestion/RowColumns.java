package dev.holdfast.ingestion;

/**
 * Names of the columns that go with a row on its way; a source's own never begin with {@code _}.
 */
final class RowColumns {
  /** The row as it landed: its line, or for columnar formats its columns as JSON. */
  static final String RAW = "__raw";

  /** The file that it was read from. */
  static final String FILE = "__file";

  /**
   * Tells the rows of a batch apart: the same for the same row whenever the same files are read
   * with the same settings.
   */
  static final String ID = "__id";

  /**
   * What stood in each landed column before it was typed, as a struct; null if it cannot be told.
   */
  static final String STOOD = "__stood";

  /** Whether the row could not be read as its source declares it. */
  static final String MALFORMED = "__malformed";

  /** Whether the row is well-formed and keeps every rule. */
  static final String CLEAN = "__clean";

  /** One of {@link Copy}'s values (INT). */
  static final String COPY = "__copy";

  /** Whether the row passes the filter that comes next. */
  static final String KEPT = "__kept";

  /** Names of the rules that the row breaks. */
  static final String BROKEN = "__broken";

  private RowColumns() {}

  /** The values of {@link #COPY}. */
  static final class Copy {
    /** No other row is a copy of it. */
    static final int ONLY = 0;

    /** The one that counts among several copies. */
    static final int FIRST = 1;

    /** A duplicate. */
    static final int FURTHER = 2;

    private Copy() {}
  }
}
