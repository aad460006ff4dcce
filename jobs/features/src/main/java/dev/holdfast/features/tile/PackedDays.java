package dev.holdfast.features.tile;

import java.util.List;

/**
 * Days of a month of one key, or what the month amounts to, as bytes: what a column of the tiles'
 * table holds of each row.
 *
 * <p>As nested arrays, Parquet took apart and put together every value on its own, with the level
 * at which it stands; that cost more than the aggregation. Bytes are copied. They also know what a
 * column of a file cannot: most days hold a single row, of which sum, least, greatest and latest
 * are one number.
 *
 * <p>First a byte with {@link #FORMAT}; of days a mask, bit 0 for the first of the month; then for
 * every part the values of these days, see {@link PackedLane}.
 */
final class PackedDays {
  /** Changes with every change of what the bytes mean; part of what a group is made from. */
  static final int FORMAT = 1;

  private static final int NO_LANE = -1;

  private final List<Part> parts;
  private final int[] alike;
  private final ByteSink sink = new ByteSink();
  private final ByteSource source = new ByteSource();

  PackedDays(List<Part> parts) {
    this.parts = parts;
    this.alike = new int[parts.size()];
    for (int part = 0; part < alike.length; part++) {
      alike[part] = alike(parts, part);
    }
  }

  // An earlier part of the same fractions, which a day with one row has the same of.
  private static int alike(List<Part> parts, int part) {
    for (int before = part - 1; before >= 0; before--) {
      Part other = parts.get(before);
      if (other.input() == parts.get(part).input()
          && other.kind() != Part.Kind.SQUARES
          && other.type().lane() instanceof Lane.Doubles) {
        return before;
      }
    }
    return NO_LANE;
  }

  /** Packs some days, all of one month. */
  byte[] days(DaySeries days, int from, int until, int month) {
    sink.clear();
    sink.putByte(FORMAT);
    int mask = 0;
    for (int index = from; index < until; index++) {
      mask |= 1 << (days.day(index) - month);
    }
    sink.putInt(mask);
    pack(days, from, until);
    return sink.bytes();
  }

  /** Packs the total of a month, which is a series of one day. */
  byte[] total(DaySeries total) {
    sink.clear();
    sink.putByte(FORMAT);
    pack(total, 0, 1);
    return sink.bytes();
  }

  /** Appends the days of a month that {@link #days} packed. */
  void addDays(byte[] packed, int month, DaySeries to) {
    open(packed);
    int mask = source.nextInt();
    for (int left = mask; left != 0; left &= left - 1) {
      to.addDay(month + Integer.numberOfTrailingZeros(left));
    }
    unpack(Integer.bitCount(mask), to);
  }

  /** Appends the total of a month that {@link #total} packed. */
  void addTotal(byte[] packed, int month, DaySeries to) {
    open(packed);
    to.addDay(month);
    unpack(1, to);
  }

  private void open(byte[] packed) {
    source.read(packed);
    int format = source.nextByte();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "Cannot read tiles: they are packed in format %d, and this version reads format %d. Run the features job with --rebuild."
              .formatted(format, FORMAT));
    }
  }

  private void pack(DaySeries days, int from, int until) {
    for (int part = 0; part < alike.length; part++) {
      Lane like = alike[part] == NO_LANE ? null : days.lane(alike[part]);
      PackedLane.pack(parts.get(part).type(), days.lane(part), like, from, until, sink);
    }
  }

  private void unpack(int count, DaySeries to) {
    for (int part = 0; part < alike.length; part++) {
      Lane like = alike[part] == NO_LANE ? null : to.lane(alike[part]);
      PackedLane.unpack(parts.get(part).type(), count, source, like, to.lane(part));
    }
  }
}
