package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.problem.Decision;
import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/**
 * Puts scored rows in order: rank, decile, and whether to act.
 *
 * <p>A window function over all rows would gather them in one task. A range-partitioned sort does
 * not, and each partition's ranks follow from the sizes of those before it.
 */
final class Ranking {

  private Ranking() {}

  /**
   * @param scored identity columns and a probability
   * @param key the columns that are unique together; they order equal probabilities
   * @return the same rows with {@link ScoresTable#RANK}, {@link ScoresTable#DECILE}, {@link
   *     ScoresTable#EXPECTED_VALUE} and {@link ScoresTable#ACT}
   */
  static Dataset<Row> ranked(Dataset<Row> scored, List<String> key, Decision decision) {
    List<Column> order = new ArrayList<>();
    order.add(col(ScoresTable.PROBABILITY).desc());
    key.forEach(name -> order.add(col(name).asc()));
    Dataset<Row> sorted = scored.orderBy(order.toArray(Column[]::new));

    JavaRDD<Row> numbered =
        sorted
            .toJavaRDD()
            .zipWithIndex()
            .map(indexed -> withRank(indexed._1(), indexed._2().intValue() + 1));
    Dataset<Row> withRanks =
        scored
            .sparkSession()
            .createDataFrame(
                numbered, sorted.schema().add(ScoresTable.RANK, DataTypes.IntegerType, false));
    long rows = scored.count();
    return withRanks
        .withColumn(ScoresTable.DECILE, decile(rows).cast(DataTypes.IntegerType))
        .withColumn(ScoresTable.EXPECTED_VALUE, expectedValue(decision))
        .withColumn(ScoresTable.ACT, act(decision));
  }

  private static Row withRank(Row row, int rank) {
    Object[] values = new Object[row.size() + 1];
    for (int column = 0; column < row.size(); column++) {
      values[column] = row.get(column);
    }
    values[row.size()] = rank;
    return RowFactory.create(values);
  }

  private static Column decile(long rows) {
    Column tenth = floor(col(ScoresTable.RANK).minus(1).multiply(10).divide(lit(rows)));
    return least(tenth.plus(1), lit(10L));
  }

  private static Column expectedValue(Decision decision) {
    if (decision instanceof Decision.Economics economics) {
      return col(ScoresTable.PROBABILITY)
          .multiply(economics.value() * economics.success())
          .minus(economics.cost());
    }
    return lit(null).cast(DataTypes.DoubleType);
  }

  private static Column act(Decision decision) {
    if (decision instanceof Decision.Capacity capacity) {
      return col(ScoresTable.RANK).leq(capacity.count());
    }
    if (decision instanceof Decision.Economics economics) {
      return col(ScoresTable.PROBABILITY).gt(economics.threshold());
    }
    throw new IllegalStateException("No rule for " + decision);
  }
}
