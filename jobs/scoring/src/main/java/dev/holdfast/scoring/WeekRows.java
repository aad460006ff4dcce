package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import dev.holdfast.table.ScoresTable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The rows of a day that can be scored, and how many cannot: {@code in = out + keyless + repeated}.
 *
 * @param rows one for each key
 * @param in rows that there were
 * @param keyless rows without a value in a column of the key: nobody could be acted on
 * @param repeated rows whose key another row has too
 */
record WeekRows(Dataset<Row> rows, long in, long keyless, long repeated) {
  private static final String PLACE = "_place";

  static WeekRows of(Dataset<Row> marked, List<String> key) {
    Column absent = key.stream().map(name -> col(name).isNull()).reduce(Column::or).orElseThrow();
    Column[] others = key.stream().skip(1).map(name -> col(name)).toArray(Column[]::new);
    Row counts =
        marked
            .agg(
                count(lit(1)),
                count_if(absent),
                // Rows without a key are not counted by it.
                countDistinct(col(key.get(0)), others))
            .head();
    long keyless = counts.getLong(1);
    long repeated = counts.getLong(0) - keyless - counts.getLong(2);
    Dataset<Row> rows =
        keyless == 0 ? marked : marked.where(absent.isNull().or(absent.equalTo(false)));
    return new WeekRows(
        repeated == 0 ? rows : one(rows, key), counts.getLong(0), keyless, repeated);
  }

  // Which of several does not matter, but it must be the same one in every run.
  private static Dataset<Row> one(Dataset<Row> rows, List<String> key) {
    Column[] columns = key.stream().map(name -> col(name)).toArray(Column[]::new);
    return rows.withColumn(
            PLACE,
            row_number()
                .over(Window.partitionBy(columns).orderBy(col(ScoresTable.FEATURES_DIGEST))))
        .where(col(PLACE).equalTo(1))
        .drop(PLACE);
  }

  long out() {
    return in - keyless - repeated;
  }

  /** What was excluded, in words. */
  String words() {
    String excluded =
        String.join(
            " and ",
            Stream.of(
                    keyless == 0 ? "" : keyless + " without a key",
                    repeated == 0 ? "" : repeated + " repeated")
                .filter(text -> !text.isEmpty())
                .toList());
    return excluded.isEmpty() ? "" : ", " + excluded + " excluded";
  }
}
