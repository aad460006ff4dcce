package dev.holdfast.ingestion;

import dev.holdfast.problem.Source;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/** How rows of one kind of file are read, typed and, where they cannot be, explained. */
sealed interface LandedRows permits TextRows, ColumnarRows {

  /** All rows of the files: {@link RowColumns#RAW}, {@code FILE}, {@code ID}. */
  Dataset<Row> read(SparkSession spark, List<LandedFile> files);

  /** Adds the declared columns, null where a value does not convert, and {@code MALFORMED}. */
  Dataset<Row> typed(Dataset<Row> rows);

  /** Adds {@code STOOD}. */
  Dataset<Row> split(Dataset<Row> rows);

  /** Whether a row is a line that must not be where it is. */
  Column misplaced();

  /** Whether {@link #typed} needs no more of a row than its {@code RAW}. */
  boolean fromText();

  /**
   * The rows of a source.
   *
   * @param headers the header lines that stand at the head of the batch's files
   */
  static LandedRows of(Source source, Set<String> headers) {
    return switch (source.format()) {
      case CSV, JSON -> new TextRows(source, headers);
      case PARQUET, ORC -> new ColumnarRows(source);
    };
  }

  /** A column by its exact name, whatever characters it has. */
  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Whether the field is declared NOT NULL and the row has nothing there. */
  static Column missing(StructField field) {
    return field.nullable() ? functions.lit(false) : column(field.name()).isNull();
  }
}
