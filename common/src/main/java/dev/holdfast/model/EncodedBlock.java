package dev.holdfast.model;

import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * Encodes rows of Spark's own form into a block, by the same rules as {@link
 * FeatureEncoding#encode}. The rows have the columns of {@link #columns}, in their order, from some
 * place on.
 */
public final class EncodedBlock {
  private final float[] values;
  private final int width;
  private final int first;
  private final List<KeptValues> places = new ArrayList<>();
  private final List<Category> categories = new ArrayList<>();
  private final int[] offsets;
  private int rows;

  /**
   * @param most rows that it takes
   * @param first where the columns begin in a row
   */
  public EncodedBlock(FeatureEncoding encoding, int most, int first) {
    this.width = encoding.width();
    this.values = new float[most * width];
    this.first = first;
    this.offsets = new int[encoding.inputs().size()];
    int offset = 0;
    for (int i = 0; i < offsets.length; i++) {
      Input input = encoding.inputs().get(i);
      offsets[i] = offset;
      offset += input.width();
      if (input instanceof Category category) {
        places.add(new KeptValues(category.kept()));
        categories.add(category);
      } else {
        places.add(null);
        categories.add(null);
      }
    }
  }

  /** The columns that a row must have: numbers as floats, categories as texts. */
  public static List<Column> columns(FeatureEncoding encoding) {
    return encoding.inputs().stream()
        .map(
            input ->
                input instanceof Category
                    ? functions.col(input.name())
                    : functions.col(input.name()).cast("float"))
        .toList();
  }

  /** Encoded rows, row-major; only the first {@link #rows} count. */
  public float[] values() {
    return values;
  }

  public int rows() {
    return rows;
  }

  /** Whether no row fits any more. */
  public boolean isFull() {
    return (rows + 1) * width > values.length;
  }

  /** Makes room again. */
  public void clear() {
    rows = 0;
  }

  /** Encodes one more row. */
  public void add(InternalRow row) {
    int start = rows * width;
    for (int i = 0; i < offsets.length; i++) {
      int at = start + offsets[i];
      Category category = categories.get(i);
      if (category != null) {
        Arrays.fill(values, at, at + category.width(), 0f);
        values[at + place(row, i, category)] = 1f;
      } else if (row.isNullAt(first + i)) {
        values[at] = Float.NaN;
      } else {
        float value = row.getFloat(first + i);
        values[at] = Float.isInfinite(value) ? Float.NaN : value;
      }
    }
    rows++;
  }

  private int place(InternalRow row, int input, Category category) {
    if (row.isNullAt(first + input)) {
      return category.place(null);
    }
    int kept = places.get(input).place(row.getUTF8String(first + input));
    return kept == KeptValues.UNKNOWN ? category.kept().size() : kept;
  }
}
