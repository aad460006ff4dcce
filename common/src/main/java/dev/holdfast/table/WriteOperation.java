package dev.holdfast.table;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import scala.Option;

/** What the history of a table says of a commit that was made by a transaction of ours. */
final class WriteOperation {
  private WriteOperation() {}

  /**
   * As of Delta's own writer.
   *
   * @param where the SQL condition that the replaced rows meet
   */
  static DeltaOperations.Write of(SaveMode mode, Option<String> where) {
    return new DeltaOperations.Write(
        mode,
        Option.empty(),
        where,
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }
}
