package dev.holdfast.table;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Up to which version of its sources a table was made: one row per table and source. It is written
 * after the table itself; a run that is killed between the two does its work once more, which
 * changes nothing.
 */
public final class Watermarks {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "name STRING, source STRING, version BIGINT, declaration STRING, through DATE");

  private final SparkSession spark;
  private final Table table;
  private final List<Watermark> marks;

  /**
   * Of one table and source.
   *
   * @param version of the source's table that {@code table} holds
   * @param declaration digest of what the problem file says of {@code table}
   * @param through the last day, or first day of the last month, that {@code table} was made for
   */
  public record Watermark(
      String table, String source, long version, String declaration, LocalDate through) {}

  private Watermarks(SparkSession spark, Table table, List<Watermark> marks) {
    this.spark = spark;
    this.table = table;
    this.marks = marks;
  }

  /** All watermarks of a problem as they stand now. */
  public static Watermarks read(SparkSession spark, Tables tables) {
    Table table = tables.watermarks();
    List<Watermark> marks = new ArrayList<>();
    if (table.exists(spark)) {
      for (Row row : table.readAll(spark).select(columns()).collectAsList()) {
        marks.add(
            new Watermark(
                row.getString(0),
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getDate(4).toLocalDate()));
      }
    }
    return new Watermarks(spark, table, List.copyOf(marks));
  }

  public Optional<Watermark> of(String tableName, String source) {
    return marks.stream()
        .filter(mark -> mark.table().equals(tableName) && mark.source().equals(source))
        .findFirst();
  }

  /** Puts watermarks in place of those of the same tables. */
  public void write(Collection<Watermark> renewed) {
    if (renewed.isEmpty() || marks.containsAll(renewed)) {
      return;
    }
    Set<String> owned = renewed.stream().map(Watermark::table).collect(Collectors.toSet());
    List<Row> rows =
        Stream.concat(
                marks.stream().filter(mark -> !owned.contains(mark.table())), renewed.stream())
            .map(
                mark ->
                    RowFactory.create(
                        mark.table(),
                        mark.source(),
                        mark.version(),
                        mark.declaration(),
                        Date.valueOf(mark.through())))
            .toList();
    Commit.replaceAll(spark.createDataFrame(rows, SCHEMA).coalesce(1), table);
  }

  private static org.apache.spark.sql.Column[] columns() {
    return java.util.Arrays.stream(SCHEMA.fieldNames())
        .map(name -> col(name))
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
