package dev.holdfast.ingestion;

import dev.holdfast.table.Commit;
import dev.holdfast.table.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Appends to the tables that all sources of a run share, one at a time: appends do not disturb each
 * other, but the first one makes the table, and two firsts would.
 */
final class SharedAppend {
  synchronized void once(Dataset<Row> rows, Table table, String writer, long batch) {
    Commit.appendOnce(rows, table, writer, batch);
  }
}
