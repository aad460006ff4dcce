package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.array_append;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import dev.holdfast.problem.Decision;
import dev.holdfast.table.ScoresTable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Rows that came after their day was scored. What was scored stays; a late row gets the rank that
 * it would have had, and is acted on where that pays, or as far as the capacity is not used up.
 */
final class LateRows {
  private static final String OLD = "_old";
  private static final String PLACE = "_place";

  private LateRows() {}

  /** The rows of a day that have no score. */
  static Dataset<Row> of(Dataset<Row> day, Dataset<Row> scores, List<String> key) {
    return day.join(
        scores.select(key.stream().map(name -> col(name)).toArray(Column[]::new)),
        scala.jdk.javaapi.CollectionConverters.asScala(key).toSeq(),
        "left_anti");
  }

  /**
   * Ranks late rows among those before.
   *
   * @param late identity columns, a probability, a digest and flags
   * @param before the day's scores
   */
  static Dataset<Row> ranked(
      Dataset<Row> late, Dataset<Row> before, List<String> key, Decision decision) {
    Dataset<Row> all =
        late.withColumn(OLD, lit(false))
            .unionByName(
                before
                    .select(
                        java.util.Arrays.stream(late.columns())
                            .map(name -> col(name))
                            .toArray(Column[]::new))
                    .withColumn(OLD, lit(true)));
    Dataset<Row> ranked =
        Ranking.ranked(all, key, decision)
            .where(col(OLD).equalTo(false))
            .drop(OLD)
            .withColumn(
                ScoresTable.FLAGS, array_append(col(ScoresTable.FLAGS), lit(ScoresTable.LATE)));
    if (decision instanceof Decision.Capacity capacity) {
      long used = before.agg(count_if(col(ScoresTable.ACT))).head().getLong(0);
      long left = Math.max(0, capacity.count() - used);
      // The late ones are few: one task may put them in order.
      return ranked
          .withColumn(PLACE, row_number().over(Window.orderBy(col(ScoresTable.RANK))))
          .withColumn(ScoresTable.ACT, col(ScoresTable.ACT).and(col(PLACE).leq(left)))
          .drop(PLACE);
    }
    return ranked;
  }
}
