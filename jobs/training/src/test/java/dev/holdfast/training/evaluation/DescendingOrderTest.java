package dev.holdfast.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescendingOrderTest {
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  @Test
  void itIsTheOrderOfAStableSort() {
    SplittableRandom random = new SplittableRandom(3);
    for (int length : new int[] {0, 1, 2, 1_000, 20_000}) {
      float[] scores = new float[length];
      for (int row = 0; row < length; row++) {
        scores[row] =
            switch (random.nextInt(4)) {
              case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
              case 1 -> random.nextInt(5) / 5f;
              case 2 -> (float) random.nextGaussian();
              default -> (float) random.nextDouble();
            };
      }

      int[] expected =
          IntStream.range(0, length)
              .boxed()
              .sorted(Comparator.comparing((Integer row) -> scores[row]).reversed())
              .mapToInt(Integer::intValue)
              .toArray();

      assertThat(DescendingOrder.of(scores)).isEqualTo(expected);
    }
  }
}
