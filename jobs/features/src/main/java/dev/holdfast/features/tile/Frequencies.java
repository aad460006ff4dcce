package dev.holdfast.features.tile;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.types.UTF8String;

/** How often each of some texts occurs; in their order, so that equal ones are stored alike. */
final class Frequencies {
  private final Map<UTF8String, Long> counts = new TreeMap<>();
  private long total;

  static Frequencies of(MapData map) {
    Frequencies frequencies = new Frequencies();
    ArrayData texts = map.keyArray();
    for (int index = 0; index < map.numElements(); index++) {
      frequencies.add(texts.getUTF8String(index).clone(), map.valueArray().getLong(index));
    }
    return frequencies;
  }

  void add(UTF8String text, long times) {
    counts.merge(text, times, Long::sum);
    total += times;
  }

  void add(Frequencies other) {
    other.counts.forEach(this::add);
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** Shannon's entropy in nats. */
  double entropy() {
    double entropy = 0;
    for (long count : counts.values()) {
      double share = (double) count / total;
      entropy -= share * Math.log(share);
    }
    // All of one kind: not the negative zero that the sum gives.
    return counts.size() == 1 ? 0 : entropy;
  }

  double topShare() {
    long most = 0;
    for (long count : counts.values()) {
      most = Math.max(most, count);
    }
    return (double) most / total;
  }

  MapData data() {
    return new ArrayBasedMapData(
        new GenericArrayData(counts.keySet().toArray()),
        new GenericArrayData(counts.values().toArray()));
  }
}
