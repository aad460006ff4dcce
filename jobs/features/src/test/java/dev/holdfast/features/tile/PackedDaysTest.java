package dev.holdfast.features.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class PackedDaysTest {
  private static final int MONTH = 19_723;
  private static final ValueType TEXTS = ValueType.of(DataTypes.StringType);
  private static final ValueType PRICES = ValueType.of(new DecimalType(20, 2));
  private static final List<Part> PARTS =
      List.of(
          new Part(Part.Kind.COUNT, Part.NO_INPUT, ValueType.COUNTS),
          new Part(Part.Kind.SUM, 0, ValueType.DOUBLES),
          new Part(Part.Kind.SQUARES, 0, ValueType.DOUBLES),
          new Part(Part.Kind.GREATEST, 0, ValueType.DOUBLES),
          new Part(Part.Kind.LEAST, 1, ValueType.of(DataTypes.DateType)),
          new Part(Part.Kind.LATEST, 2, TEXTS),
          new Part(Part.Kind.SUM, 3, PRICES),
          new Part(Part.Kind.FREQUENCIES, 2, ValueType.FREQUENCIES),
          new Part(Part.Kind.SKETCH, 2, ValueType.SKETCHES));

  @Test
  void daysComeBackToTheLastBit() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    PackedDays packed = new PackedDays(PARTS);
    for (int key = 0; key < 200; key++) {
      DaySeries before = new DaySeries(PARTS);
      for (int day = 0; day < 31; day++) {
        if (random.nextInt(3) > 0) {
          addDay(before, MONTH + day, random);
        }
      }
      DaySeries after = new DaySeries(PARTS);
      addDay(after, MONTH - 1, random);

      packed.addDays(packed.days(before, 0, before.size(), MONTH), MONTH, after);

      assertThat(after.size()).as("seed " + seed).isEqualTo(before.size() + 1);
      for (int day = 0; day < before.size(); day++) {
        assertSame(before, day, after, day + 1, "seed " + seed);
      }
    }
  }

  @Test
  void aTotalComesBackAsTheDayItIs() {
    SplittableRandom random = new SplittableRandom(3);
    PackedDays packed = new PackedDays(PARTS);
    DaySeries total = new DaySeries(PARTS);
    addDay(total, MONTH, random);
    DaySeries after = new DaySeries(PARTS);

    packed.addTotal(packed.total(total), MONTH, after);

    assertSame(total, 0, after, 0, "total");
  }

  @Test
  void signsOfZeroAndMissingValuesAreToldApart() {
    List<Part> parts =
        List.of(
            new Part(Part.Kind.SUM, 0, ValueType.DOUBLES),
            new Part(Part.Kind.LEAST, 0, ValueType.DOUBLES));
    DaySeries before = new DaySeries(parts);
    double[] sums = {0.0, -0.0, 0.0, Double.NaN, 5};
    double[] least = {-0.0, -0.0, 0.0, Double.NaN, 4};
    for (int day = 0; day < sums.length; day++) {
      before.addDay(MONTH + day);
      ((Lane.Doubles) before.lane(0)).add(sums[day]);
      ((Lane.Doubles) before.lane(1)).add(least[day]);
    }
    before.addDay(MONTH + sums.length);
    before.lane(0).addNull();
    before.lane(1).addNull();
    DaySeries after = new DaySeries(parts);
    PackedDays packed = new PackedDays(parts);

    packed.addDays(packed.days(before, 0, before.size(), MONTH), MONTH, after);

    for (int day = 0; day < before.size(); day++) {
      for (int part = 0; part < 2; part++) {
        assertThat(after.lane(part).isNull(day)).isEqualTo(before.lane(part).isNull(day));
        assertThat(bits(after, part, day)).isEqualTo(bits(before, part, day));
      }
    }
  }

  @Test
  void bytesOfAnotherFormatAreRefusedWithWhatToDo() {
    PackedDays packed = new PackedDays(PARTS);
    byte[] older = packed.days(new DaySeries(PARTS), 0, 0, MONTH);
    older[0] = 99;

    assertThatThrownBy(() -> packed.addDays(older, MONTH, new DaySeries(PARTS)))
        .hasMessageContaining("format 99")
        .hasMessageContaining("--rebuild");
  }

  private static long bits(DaySeries days, int part, int day) {
    return Double.doubleToRawLongBits(((Lane.Doubles) days.lane(part)).get(day));
  }

  // One row a day for the most part: what sum, greatest and squares then share.
  private static void addDay(DaySeries to, int day, SplittableRandom random) {
    to.addDay(day);
    double amount = random.nextDouble() * 300;
    boolean single = random.nextInt(4) > 0;
    ((Lane.Longs) to.lane(0)).add(single ? 1 : random.nextLong());
    ((Lane.Doubles) to.lane(1)).add(amount);
    ((Lane.Doubles) to.lane(2)).add(single ? 0 : random.nextDouble());
    ((Lane.Doubles) to.lane(3)).add(single ? amount : amount / 2);
    boolean missing = random.nextInt(5) == 0;
    for (int part = 4; part < PARTS.size(); part++) {
      if (missing) {
        to.lane(part).addNull();
      } else {
        add(part, to.lane(part), random);
      }
    }
  }

  private static void add(int part, Lane to, SplittableRandom random) {
    UTF8String text = UTF8String.fromString("käse " + random.nextInt(1000));
    switch (PARTS.get(part).kind()) {
      case LEAST -> ((Lane.Longs) to).add(-random.nextInt(100_000));
      case LATEST -> ((Lane.Objects) to).add(text);
      case SUM ->
          ((Lane.Objects) to).add(Decimal.apply(new BigDecimal(random.nextInt()).movePointLeft(2)));
      case FREQUENCIES -> {
        Frequencies frequencies = new Frequencies();
        frequencies.add(text, 1 + random.nextInt(300));
        frequencies.add(UTF8String.EMPTY_UTF8, 1);
        ((Lane.Objects) to).add(frequencies);
      }
      case SKETCH -> ((Lane.Objects) to).add(text.getBytes());
      case COUNT, SQUARES, GREATEST -> throw new IllegalStateException("Never missing");
    }
  }

  private static void assertSame(
      DaySeries expected, int day, DaySeries found, int foundDay, String told) {
    assertThat(found.day(foundDay)).as(told).isEqualTo(expected.day(day));
    for (int part = 0; part < PARTS.size(); part++) {
      assertThat(value(found, part, foundDay))
          .as("%s, part %d", told, part)
          .isEqualTo(value(expected, part, day));
    }
  }

  private static Object value(DaySeries days, int part, int day) {
    Lane lane = days.lane(part);
    if (lane.isNull(day)) {
      return "missing";
    }
    if (lane instanceof Lane.Longs longs) {
      return longs.get(day);
    }
    if (lane instanceof Lane.Doubles doubles) {
      return Double.doubleToRawLongBits(doubles.get(day));
    }
    Object value = ((Lane.Objects) lane).get(day);
    if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal().stripTrailingZeros();
    }
    if (value instanceof Frequencies frequencies) {
      return frequencies.entropy() + " " + frequencies.topShare();
    }
    return value;
  }
}
