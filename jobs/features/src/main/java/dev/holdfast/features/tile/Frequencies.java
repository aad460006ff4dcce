package dev.holdfast.features.tile;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.unsafe.types.UTF8String;

/** How often each of some texts occurs; in their order, so that equal ones are stored alike. */
final class Frequencies {
  private final Map<UTF8String, Long> counts = new TreeMap<>();
  private long total;

  static Frequencies unpack(ByteSource from) {
    Frequencies frequencies = new Frequencies();
    long texts = from.nextNumber();
    for (long text = 0; text < texts; text++) {
      frequencies.add(UTF8String.fromBytes(from.nextBytes()), from.nextNumber());
    }
    return frequencies;
  }

  void pack(ByteSink to) {
    to.putNumber(counts.size());
    counts.forEach(
        (text, times) -> {
          to.putBytes(text.getBytes());
          to.putNumber(times);
        });
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
}
