package dev.holdfast.table;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The values that counts of the most frequent ones are taken of: one row per count and rank. They
 * are learnt once, so that a column means the same in every week and to every model.
 */
public final class FrequentValues {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "aggregate STRING, declaration STRING, learnt_before DATE, rank INT, value STRING");

  private FrequentValues() {}

  /**
   * What was learnt for one declared count.
   *
   * @param aggregate its name, behind that of its group and a dot
   * @param declaration digest of what the problem file says of it
   * @param learntBefore the day before which the rows were known that the values were learnt of
   * @param values the most frequent first
   */
  public record Learnt(
      String aggregate, String declaration, LocalDate learntBefore, List<String> values) {
    public Learnt {
      values = List.copyOf(values);
    }
  }

  /** All that was learnt for a problem, by {@link Learnt#aggregate}. */
  public static Map<String, Learnt> read(SparkSession spark, Tables tables) {
    Table table = tables.frequentValues();
    Map<String, Learnt> learnt = new LinkedHashMap<>();
    if (!table.exists(spark)) {
      return learnt;
    }
    List<Row> rows = new ArrayList<>(table.readAll(spark).collectAsList());
    rows.sort(Comparator.comparing(row -> row.<Integer>getAs("rank")));
    for (Row row : rows) {
      learnt.merge(
          row.getAs("aggregate"),
          new Learnt(
              row.getAs("aggregate"),
              row.getAs("declaration"),
              row.<Date>getAs("learnt_before").toLocalDate(),
              List.of(row.<String>getAs("value"))),
          FrequentValues::longer);
    }
    return learnt;
  }

  private static Learnt longer(Learnt one, Learnt next) {
    List<String> values = new ArrayList<>(one.values());
    values.addAll(next.values());
    return new Learnt(one.aggregate(), one.declaration(), one.learntBefore(), values);
  }

  /** Puts in place of all that was learnt before. */
  public static void write(SparkSession spark, Tables tables, Collection<Learnt> learnt) {
    List<Row> rows = new ArrayList<>();
    for (Learnt each : learnt) {
      for (int rank = 1; rank <= each.values().size(); rank++) {
        rows.add(
            RowFactory.create(
                each.aggregate(),
                each.declaration(),
                Date.valueOf(each.learntBefore()),
                rank,
                each.values().get(rank - 1)));
      }
    }
    Commit.replaceAll(spark.createDataFrame(rows, SCHEMA).coalesce(1), tables.frequentValues());
  }
}
