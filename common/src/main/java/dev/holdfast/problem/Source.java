package dev.holdfast.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * A landing folder and how to read, check and type what lands in it.
 *
 * @param path the folder, searched with all its sub-folders; any file system that Spark reads
 * @param files glob that a file's name must match, for example {@code *.csv}
 * @param options options of Spark's parser for the format
 * @param schema the columns as they land
 * @param columns columns computed from the landed ones; one of a landed column's name replaces it
 * @param eventTime the column that says when a row happened, if rows are dated
 * @param arrival when a row was known, if not as soon as it happened
 * @param key the columns that identify a row, for {@link Duplicates#LATEST_BY_KEY}
 * @param rules predicates over landed and computed columns; a row that breaks one (or for which one
 *     is null) is quarantined
 * @param maxQuarantined the share of a batch's rows, from 0 to 1, beyond which the batch is refused
 */
public record Source(
    String name,
    String path,
    String files,
    Format format,
    Map<String, String> options,
    StructType schema,
    List<NamedExpression> columns,
    Optional<String> eventTime,
    Optional<Arrival> arrival,
    Duplicates duplicates,
    List<String> key,
    List<NamedExpression> rules,
    double maxQuarantined) {

  public Source {
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    rules = List.copyOf(rules);
  }

  /** How landed files are written. */
  public enum Format {
    CSV,
    JSON,
    PARQUET,
    ORC
  }

  /** What is done with a row that is there already. */
  public enum Duplicates {
    /** Every row counts. */
    KEEP,
    /** A row whose text (every column, for columnar formats) was read before is a duplicate. */
    EXACT,
    /** Of the rows with one key only the one with the latest event time stays. */
    LATEST_BY_KEY
  }
}
