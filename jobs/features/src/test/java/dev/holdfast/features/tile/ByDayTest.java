package dev.holdfast.features.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ByDayTest {
  private static final int DAYS = 52;
  private static final int ROWS = 200_000;

  @Test
  void everyRowIsHandedOnOnceAndADaysRowsStandTogether() {
    ByDay byDay = new ByDay(rows(), 2, 1);

    int switches = 0;
    int last = -1;
    List<Integer> numbers = new ArrayList<>();
    while (byDay.hasNext()) {
      InternalRow row = byDay.next();
      int number = Integer.parseInt(row.getUTF8String(0).toString().strip());
      assertThat(row.getInt(1)).isEqualTo(number % DAYS);
      switches += row.getInt(1) == last ? 0 : 1;
      last = row.getInt(1);
      numbers.add(number);
    }

    assertThat(numbers).hasSize(ROWS);
    assertThat(numbers.stream().sorted().toList())
        .isEqualTo(IntStream.range(0, ROWS).boxed().toList());
    assertThat(switches).isGreaterThanOrEqualTo(DAYS).isLessThan(ROWS / 100);
  }

  // One row object for all, as Spark's own iterators give; texts of different lengths.
  private static Iterator<InternalRow> rows() {
    UnsafeRowWriter writer = new UnsafeRowWriter(2, 64);
    return IntStream.range(0, ROWS)
        .<InternalRow>mapToObj(
            number -> {
              writer.reset();
              writer.zeroOutNullBytes();
              writer.write(0, UTF8String.fromString(number + " ".repeat(number % 17)));
              writer.write(1, number % DAYS);
              return writer.getRow();
            })
        .iterator();
  }
}
