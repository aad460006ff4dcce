package dev.holdfast.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * How a row of features becomes the numbers that a model sees: numeric columns as they are, a
 * missing one as NaN; a category as one column for each value kept from training, one for any other
 * value, and one for a missing value.
 */
public record FeatureEncoding(List<Input> inputs) implements Serializable {

  public FeatureEncoding {
    inputs = List.copyOf(inputs);
  }

  /** A column of the features table. */
  public sealed interface Input extends Serializable {
    String name();

    /** Encoded columns that it takes. */
    int width();
  }

  /** A number or a truth value. */
  public record Numeric(String name) implements Input {
    @Override
    public int width() {
      return 1;
    }
  }

  /** A text; {@code kept} are the values that stand alone, most frequent first. */
  public record Category(String name, List<String> kept) implements Input {
    public Category {
      kept = List.copyOf(kept);
    }

    @Override
    public int width() {
      return kept.size() + 2;
    }

    /** Where a value stands among the encoded columns of this input. */
    int place(String value) {
      if (value == null) {
        return kept.size() + 1;
      }
      int index = kept.indexOf(value);
      return index < 0 ? kept.size() : index;
    }
  }

  /** Number of encoded columns. */
  public int width() {
    return inputs.stream().mapToInt(Input::width).sum();
  }

  /** The columns of the features table, in order. */
  public List<String> columns() {
    return inputs.stream().map(Input::name).toList();
  }

  /** Names of the encoded columns, in order. */
  public List<String> encodedNames() {
    List<String> names = new ArrayList<>();
    for (Input input : inputs) {
      if (input instanceof Category category) {
        category.kept().forEach(value -> names.add(input.name() + "=" + value));
        names.add(input.name() + "=(other)");
        names.add(input.name() + "=(missing)");
      } else {
        names.add(input.name());
      }
    }
    return List.copyOf(names);
  }

  /**
   * Encodes one row.
   *
   * @param values the value of each input by its place: a number or a truth value, a text for a
   *     category, null where it is missing
   * @param into receives {@link #width} values from {@code offset} on
   */
  public void encode(IntFunction<?> values, float[] into, int offset) {
    int at = offset;
    for (int i = 0; i < inputs.size(); i++) {
      Object value = values.apply(i);
      Input input = inputs.get(i);
      if (input instanceof Category category) {
        Arrays.fill(into, at, at + category.width(), 0f);
        into[at + category.place((String) value)] = 1f;
      } else {
        into[at] = number(value);
      }
      at += input.width();
    }
  }

  /** A value of a numeric column; NaN where it is missing. */
  static float number(Object value) {
    if (value == null) {
      return Float.NaN;
    }
    if (value instanceof Boolean truth) {
      return truth ? 1f : 0f;
    }
    float number = ((Number) value).floatValue();
    return Float.isInfinite(number) ? Float.NaN : number;
  }
}
