package dev.holdfast.features.tile;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Some values of a lane as bytes. Fractions begin with two bits each: the value follows in 8 bytes,
 * or is that of another lane, or is zero, or is missing. All else begins with a bit each, which
 * tells that the value is there; whole numbers follow in as many bytes as they need.
 */
final class PackedLane {
  private static final int FOLLOWS = 0;
  private static final int ALIKE = 1;
  private static final int ZERO = 2;
  private static final int MISSING = 3;
  private static final int CODES_OF_A_BYTE = 4;

  private PackedLane() {}

  /**
   * Packs the values from one index up to another.
   *
   * @param like a lane of fractions that often holds the same; null if there is none
   */
  static void pack(ValueType type, Lane lane, Lane like, int from, int until, ByteSink to) {
    if (lane instanceof Lane.Doubles doubles) {
      packDoubles(doubles, (Lane.Doubles) like, from, until, to);
      return;
    }
    packPresence(lane, from, until, to);
    for (int index = from; index < until; index++) {
      if (!lane.isNull(index)) {
        packValue(type, lane, index, to);
      }
    }
  }

  /** Appends as many values as were packed. */
  static void unpack(ValueType type, int count, ByteSource from, Lane like, Lane to) {
    if (to instanceof Lane.Doubles doubles) {
      unpackDoubles(count, from, (Lane.Doubles) like, doubles);
      return;
    }
    int presence = from.position();
    from.skip((count + Byte.SIZE - 1) / Byte.SIZE);
    for (int index = 0; index < count; index++) {
      if (((from.byteAt(presence + index / Byte.SIZE) >> (index % Byte.SIZE)) & 1) == 0) {
        to.addNull();
      } else {
        unpackValue(type, from, to);
      }
    }
  }

  private static void packDoubles(
      Lane.Doubles lane, Lane.Doubles like, int from, int until, ByteSink to) {
    int codes = to.skip((until - from + CODES_OF_A_BYTE - 1) / CODES_OF_A_BYTE);
    for (int index = from; index < until; index++) {
      int code = code(lane, like, index);
      int place = index - from;
      to.or(codes + place / CODES_OF_A_BYTE, code << (2 * (place % CODES_OF_A_BYTE)));
      if (code == FOLLOWS) {
        to.putLong(Double.doubleToRawLongBits(lane.get(index)));
      }
    }
  }

  private static int code(Lane.Doubles lane, Lane.Doubles like, int index) {
    if (lane.isNull(index)) {
      return MISSING;
    }
    // Bits, not values: neither the sign of a zero nor the kind of a NaN may be lost.
    long bits = Double.doubleToRawLongBits(lane.get(index));
    if (bits == 0) {
      return ZERO;
    }
    boolean alike =
        like != null && !like.isNull(index) && Double.doubleToRawLongBits(like.get(index)) == bits;
    return alike ? ALIKE : FOLLOWS;
  }

  private static void unpackDoubles(
      int count, ByteSource from, Lane.Doubles like, Lane.Doubles to) {
    int codes = from.position();
    from.skip((count + CODES_OF_A_BYTE - 1) / CODES_OF_A_BYTE);
    for (int index = 0; index < count; index++) {
      int code =
          (from.byteAt(codes + index / CODES_OF_A_BYTE) >> (2 * (index % CODES_OF_A_BYTE)))
              & MISSING;
      switch (code) {
        case FOLLOWS -> to.add(Double.longBitsToDouble(from.nextLong()));
        // The other lane was unpacked before, and ends with the same days.
        case ALIKE -> to.add(like.get(to.size()));
        case ZERO -> to.add(0);
        default -> to.addNull();
      }
    }
  }

  private static void packPresence(Lane lane, int from, int until, ByteSink to) {
    int presence = to.skip((until - from + Byte.SIZE - 1) / Byte.SIZE);
    for (int index = from; index < until; index++) {
      if (!lane.isNull(index)) {
        to.or(presence + (index - from) / Byte.SIZE, 1 << ((index - from) % Byte.SIZE));
      }
    }
  }

  private static void packValue(ValueType type, Lane lane, int index, ByteSink to) {
    switch (type.form()) {
      case BOOLEAN, BYTE, SHORT, INT, LONG -> to.putNumber(((Lane.Longs) lane).get(index));
      case STRING -> to.putBytes(((UTF8String) ((Lane.Objects) lane).get(index)).getBytes());
      case BINARY -> to.putBytes((byte[]) ((Lane.Objects) lane).get(index));
      case DECIMAL ->
          to.putBytes(
              ((Decimal) ((Lane.Objects) lane).get(index))
                  .toJavaBigDecimal()
                  .setScale(((DecimalType) type.spark()).scale())
                  .unscaledValue()
                  .toByteArray());
      case FREQUENCIES -> ((Frequencies) ((Lane.Objects) lane).get(index)).pack(to);
      case FLOAT, DOUBLE -> throw new IllegalStateException("Fractions are packed as a lane");
    }
  }

  private static void unpackValue(ValueType type, ByteSource from, Lane to) {
    switch (type.form()) {
      case BOOLEAN, BYTE, SHORT, INT, LONG -> ((Lane.Longs) to).add(from.nextNumber());
      case STRING -> ((Lane.Objects) to).add(UTF8String.fromBytes(from.nextBytes()));
      case BINARY -> ((Lane.Objects) to).add(from.nextBytes());
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type.spark();
        BigDecimal value = new BigDecimal(new BigInteger(from.nextBytes()), decimal.scale());
        ((Lane.Objects) to)
            .add(
                Decimal.apply(
                    new scala.math.BigDecimal(value), decimal.precision(), decimal.scale()));
      }
      case FREQUENCIES -> ((Lane.Objects) to).add(Frequencies.unpack(from));
      case FLOAT, DOUBLE -> throw new IllegalStateException("Fractions are packed as a lane");
    }
  }
}
