package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.problem.Source;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Of the clean rows with one key only the latest stays: within a batch, and against what came in
 * before it, where an equally late row is not replaced. Rows of one time are taken in the order of
 * their file and then of their text, so that the outcome does not depend on how they were batched.
 */
final class LatestByKey {
  private static final String PLACE = "__place";
  private static final String HELD = "__held";

  private LatestByKey() {}

  /**
   * Adds {@link RowColumns#COPY} to judged rows.
   *
   * @param history what came in with earlier batches
   */
  static Dataset<Row> mark(Dataset<Row> judged, Source source, Dataset<Row> history) {
    String time = source.eventTime().orElseThrow();
    Column[] key = source.key().stream().map(LandedRows::column).toArray(Column[]::new);
    WindowSpec latestFirst =
        Window.partitionBy(key)
            .orderBy(
                LandedRows.column(time).desc(),
                col(RowColumns.FILE).asc(),
                col(RowColumns.RAW).asc());
    Dataset<Row> clean =
        judged
            .where(col(RowColumns.CLEAN))
            .withColumn(PLACE, functions.row_number().over(latestFirst));
    Column further =
        col(PLACE).gt(1).or(functions.coalesce(col(HELD).geq(LandedRows.column(time)), lit(false)));
    return clean
        .join(held(history, source.key(), time), sameKey(source.key()), "left")
        .withColumn(
            RowColumns.COPY, when(further, RowColumns.Copy.FURTHER).otherwise(RowColumns.Copy.ONLY))
        .select(columns(judged))
        .unionByName(
            judged
                .where(functions.not(col(RowColumns.CLEAN)))
                .withColumn(RowColumns.COPY, lit(RowColumns.Copy.ONLY)));
  }

  private static Dataset<Row> held(Dataset<Row> history, List<String> key, String time) {
    List<Column> columns = new ArrayList<>();
    key.forEach(name -> columns.add(LandedRows.column(name).as(heldName(name))));
    columns.add(LandedRows.column(time).as(HELD));
    return history.select(columns.toArray(Column[]::new));
  }

  private static Column sameKey(List<String> key) {
    return key.stream()
        .map(name -> LandedRows.column(name).equalTo(LandedRows.column(heldName(name))))
        .reduce(lit(true), Column::and);
  }

  private static String heldName(String key) {
    return "__held_" + key;
  }

  private static Column[] columns(Dataset<Row> judged) {
    List<Column> columns = new ArrayList<>();
    for (String name : judged.columns()) {
      columns.add(LandedRows.column(name));
    }
    columns.add(col(RowColumns.COPY));
    return columns.toArray(Column[]::new);
  }
}
