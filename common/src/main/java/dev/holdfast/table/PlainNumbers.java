package dev.holdfast.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;

/**
 * Writes fractions without a dictionary. Parquet would enter every value into a hash table first,
 * only to find that nearly all differ: that took more time than all the rest of the writing.
 */
final class PlainNumbers {
  private static final String DICTIONARY = "parquet.enable.dictionary#";
  private static final String ELEMENTS = ".list.element";

  private PlainNumbers() {}

  /** Writes with these settings in the session, and takes them back afterwards. */
  static void during(Dataset<Row> rows, Runnable write) {
    RuntimeConfig settings = rows.sparkSession().conf();
    List<String> keys = keys(rows);
    keys.forEach(key -> settings.set(key, "false"));
    try {
      write.run();
    } finally {
      keys.forEach(settings::unset);
    }
  }

  private static List<String> keys(Dataset<Row> rows) {
    List<String> keys = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (isFraction(field.dataType())) {
        keys.add(DICTIONARY + field.name());
      } else if (field.dataType() instanceof ArrayType array && isFraction(array.elementType())) {
        keys.add(DICTIONARY + field.name() + ELEMENTS);
      }
    }
    return keys;
  }

  private static boolean isFraction(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType;
  }
}
