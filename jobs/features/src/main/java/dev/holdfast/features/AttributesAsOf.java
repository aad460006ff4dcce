package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.holdfast.problem.Features.Attributes;
import dev.holdfast.table.RawTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Attributes as they stood at some points: those of the latest row before the point's day. Of an
 * undated source, a key's row that came in last; of several rows at one time, or in one batch, the
 * largest by its columns, so that the order of reading never matters.
 */
final class AttributesAsOf {
  private static final String LATEST = "_latest";
  private static final String KNOWN_DAY = "_known_day";

  private final Attributes attributes;
  private final boolean dated;

  AttributesAsOf(Attributes attributes, boolean dated) {
    this.attributes = attributes;
    this.dated = dated;
  }

  /** Puts the attributes beside rows of the spine. */
  Dataset<Row> join(Dataset<Row> spine, Dataset<Row> points, Dataset<Row> rows) {
    Dataset<Row> known = dated ? asOf(points, rows) : latest(rows);
    List<String> on = new ArrayList<>(attributes.by());
    if (dated) {
      on.add(SpineRows.OBSERVED_DAY);
    }
    List<Column> columns = new ArrayList<>();
    on.forEach(name -> columns.add(col(name)));
    attributes.columns().forEach(name -> columns.add(col(LATEST).getField(field(name)).as(name)));
    return spine.join(
        known.select(columns.toArray(Column[]::new)), on.toArray(String[]::new), "left");
  }

  private Dataset<Row> asOf(Dataset<Row> points, Dataset<Row> rows) {
    List<Column> ofDay = new ArrayList<>(List.of(key()));
    ofDay.add(col(Events.DAY).as(KNOWN_DAY));
    Dataset<Row> days =
        rows.groupBy(ofDay.toArray(Column[]::new)).agg(max(value(Events.TIME)).as(LATEST));
    List<Column> point = new ArrayList<>(List.of(key()));
    point.add(col(SpineRows.OBSERVED_DAY));
    return points
        .join(days, attributes.by().toArray(String[]::new))
        .where(col(KNOWN_DAY).lt(col(SpineRows.OBSERVED_DAY)))
        .groupBy(point.toArray(Column[]::new))
        .agg(max(col(LATEST)).as(LATEST));
  }

  private Dataset<Row> latest(Dataset<Row> rows) {
    return rows.groupBy(key()).agg(max(value(RawTable.BATCH)).as(LATEST));
  }

  private Column value(String orderedBy) {
    List<Column> fields = new ArrayList<>();
    fields.add(col(orderedBy).as("_order"));
    attributes.columns().forEach(name -> fields.add(col(name).as(field(name))));
    return struct(fields.toArray(Column[]::new));
  }

  private static String field(String name) {
    return "_a_" + name;
  }

  private Column[] key() {
    return attributes.by().stream().map(name -> col(name)).toArray(Column[]::new);
  }
}
