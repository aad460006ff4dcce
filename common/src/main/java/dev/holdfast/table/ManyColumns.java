package dev.holdfast.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;

/**
 * How a large table of many columns is written to a folder a day.
 *
 * <p>Without a dictionary where nearly all values differ: Parquet would enter each into a hash
 * table first, only to find that out, and that took more time than all the rest of the writing.
 * With a file for every day open at once, so that a task need not sort its rows by day before it
 * writes the first; what it holds until a file is closed is what it would have held to sort. Rows
 * of more days than that are sorted.
 */
final class ManyColumns {
  private static final String DICTIONARY = "parquet.enable.dictionary#";
  private static final String OPEN_FILES = "spark.sql.maxConcurrentOutputFileWriters";
  private static final int MOST_OPEN_FILES = 64;
  // Each holds some ten kilobytes before it holds a value.
  private static final int MOST_OPEN_COLUMNS = 4096;
  private static final String ROW_GROUP = "parquet.block.size";
  private static final String ROW_GROUP_BYTES = String.valueOf(8 << 20);

  // Of the lengths of values, which no reader of such a table asks for.
  private static final String LENGTHS = "parquet.size.statistics.enabled";

  private ManyColumns() {}

  /** Writes with these settings in the session, and puts back those before. */
  static void during(Dataset<Row> rows, Collection<String> key, Runnable write) {
    RuntimeConfig settings = rows.sparkSession().conf();
    Map<String, Optional<String>> before = new LinkedHashMap<>();
    settings(rows, key)
        .forEach(
            (name, value) -> {
              scala.Option<String> present = settings.getOption(name);
              before.put(name, present.isDefined() ? Optional.of(present.get()) : Optional.empty());
              settings.set(name, value);
            });
    try {
      write.run();
    } finally {
      before.forEach(
          (name, value) ->
              value.ifPresentOrElse(was -> settings.set(name, was), () -> settings.unset(name)));
    }
  }

  private static Map<String, String> settings(Dataset<Row> rows, Collection<String> key) {
    Map<String, String> settings = new LinkedHashMap<>();
    int files = Math.min(MOST_OPEN_FILES, MOST_OPEN_COLUMNS / rows.columns().length);
    settings.put(OPEN_FILES, String.valueOf(files));
    settings.put(ROW_GROUP, ROW_GROUP_BYTES);
    settings.put(LENGTHS, "false");
    for (StructField field : rows.schema().fields()) {
      if (key.contains(field.name()) || differ(field.dataType())) {
        settings.put(DICTIONARY + field.name(), "false");
      }
    }
    return settings;
  }

  private static boolean differ(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType || type instanceof BinaryType;
  }
}
