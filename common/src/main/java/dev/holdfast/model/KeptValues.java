package dev.holdfast.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Where the kept values of a category stand. Few values are told apart by their first eight bytes,
 * which costs less than to hash a text.
 */
final class KeptValues {
  static final int UNKNOWN = -1;

  private static final int FEW = 16;

  private final UTF8String[] values;
  private final long[] prefixes;
  private final Map<UTF8String, Integer> places = new HashMap<>();

  KeptValues(List<String> kept) {
    this.values = kept.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
    this.prefixes = new long[values.length];
    for (int place = 0; place < values.length; place++) {
      prefixes[place] = values[place].getPrefix();
      places.put(values[place], place);
    }
  }

  /** The place of a value among the kept ones, or {@link #UNKNOWN}. */
  int place(UTF8String value) {
    if (values.length > FEW) {
      return places.getOrDefault(value, UNKNOWN);
    }
    long prefix = value.getPrefix();
    for (int place = 0; place < prefixes.length; place++) {
      if (prefixes[place] == prefix && sameBehindPrefix(values[place], value)) {
        return place;
      }
    }
    return UNKNOWN;
  }

  // Of a text that the prefix holds whole nothing is left to compare but the length.
  private static boolean sameBehindPrefix(UTF8String kept, UTF8String value) {
    return kept.numBytes() == value.numBytes()
        && (kept.numBytes() <= Long.BYTES || kept.equals(value));
  }
}
