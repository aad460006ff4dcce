package dev.holdfast.model;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Encodes Spark's rows of one schema, by {@link FeatureEncoding#encode}. */
public final class RowEncoding {
  private final FeatureEncoding encoding;
  private final int[] positions;

  /**
   * @param schema has a column for each input, wherever it stands
   */
  public RowEncoding(FeatureEncoding encoding, StructType schema) {
    this.encoding = encoding;
    this.positions =
        encoding.inputs().stream().mapToInt(input -> schema.fieldIndex(input.name())).toArray();
  }

  /** The value of an input; null where it is missing. */
  public Object value(Row row, int input) {
    return row.get(positions[input]);
  }

  /**
   * Encodes one row.
   *
   * @param into receives the encoding's width of values from {@code offset} on
   */
  public void encode(Row row, float[] into, int offset) {
    encoding.encode(input -> row.get(positions[input]), into, offset);
  }
}
