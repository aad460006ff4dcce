package dev.holdfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

  @Test
  void rowsStandByTheirUnsignedNumbersAndTiesByTheComparator() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 50; round++) {
      // Few numbers, that differ in their highest or in their lowest bits: many ties of both kinds.
      long[] few = random.longs(6).toArray();
      long[] keys =
          IntStream.range(0, 1 + random.nextInt(300))
              .mapToLong(row -> few[random.nextInt(few.length)] ^ random.nextInt(3))
              .toArray();

      int[] order = KeyOrder.of(keys, Comparator.reverseOrder());

      int[] expected =
          IntStream.range(0, keys.length)
              .boxed()
              .sorted(
                  Comparator.<Integer, String>comparing(row -> "%016x".formatted(keys[row]))
                      .thenComparing(Comparator.reverseOrder()))
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(order).isEqualTo(expected);
    }
  }

  @Test
  void noRowsHaveAnOrderToo() {
    assertThat(KeyOrder.of(new long[0], Comparator.naturalOrder())).isEmpty();
  }
}
