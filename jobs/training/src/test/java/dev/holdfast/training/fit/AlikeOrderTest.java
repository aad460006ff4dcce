package dev.holdfast.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.training.data.RowBlock;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlikeOrderTest {
  private static final int ROWS = 5_000;

  @Test
  void fewLevelsAreToldApartAsWell() {
    SplittableRandom random = new SplittableRandom(23);
    float[] values = new float[400];
    int[] labels = new int[400];
    for (int row = 0; row < values.length; row++) {
      values[row] = (float) random.nextDouble();
      labels[row] = random.nextDouble() < values[row] ? 1 : 0;
    }
    Levels levels = Levels.of(Samples.column(values, labels), 16);

    int[] order = AlikeOrder.of(levels);

    assertThat(Arrays.stream(order).map(row -> levels.level(row, 0)).toArray()).isSorted();
    assertThat(Arrays.stream(order).map(row -> levels.level(row, 0)).distinct().count())
        .isEqualTo(16);
  }

  @Test
  void everyRowStandsOnceAndThoseOfLikeValuesOfTheBestColumnStandTogether() {
    RowBlock rows = Samples.interacting(ROWS, 5, 3, 29);

    int[] order = AlikeOrder.of(Levels.of(rows, Levels.MOST));

    assertThat(IntStream.of(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, ROWS).toArray());
    // The first column alone has a main effect; its sixteen parts follow each other.
    double[] means =
        IntStream.range(0, 16)
            .mapToDouble(
                part ->
                    IntStream.range(part * ROWS / 16, (part + 1) * ROWS / 16)
                        .mapToDouble(at -> rows.values()[order[at] * rows.width()])
                        .average()
                        .orElseThrow())
            .toArray();
    assertThat(means).isSorted();
  }

  @Test
  void rowsOfFewerColumnsHaveAnOrderToo() {
    RowBlock rows = Samples.interacting(100, 2, 3, 31);

    assertThat(AlikeOrder.of(Levels.of(rows, Levels.MOST))).hasSize(100).doesNotHaveDuplicates();
  }
}
