package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.holdfast.features.tile.KeyFeatures;
import dev.holdfast.problem.Features.Attributes;
import dev.holdfast.table.RawTable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The versions of attributes: for each key and day those of the latest row. Of an undated source,
 * the one version is the row that came in last; of several rows at one time, or in one batch, it is
 * the largest by its columns, so that the order of reading never matters.
 */
final class AttributeVersions {
  private static final String LATEST = "_latest";
  private static final String KNOWN_ON = "_known_on";

  private AttributeVersions() {}

  static KeyFeatures.Attributes of(Attributes attributes, boolean dated, Dataset<Row> rows) {
    List<Column> key = new ArrayList<>();
    Dataset<Row> known = rows;
    for (String name : attributes.by()) {
      key.add(col(name));
      known = known.where(col(name).isNotNull());
    }
    if (dated) {
      known = known.where(col(Events.DAY).isNotNull());
    }
    // What is not dated was known ever since.
    Column day = dated ? col(Events.DAY) : lit(Date.valueOf(LocalDate.of(1, 1, 1)));
    Dataset<Row> latest =
        known
            .withColumn(KNOWN_ON, day)
            .groupBy(with(key, col(KNOWN_ON)))
            .agg(max(value(attributes, dated ? Events.TIME : RawTable.BATCH)).as(LATEST));
    List<Column> columns = new ArrayList<>(List.of(with(key, col(KNOWN_ON))));
    attributes.columns().forEach(name -> columns.add(col(LATEST).getField(field(name)).as(name)));
    return new KeyFeatures.Attributes(
        latest.select(columns.toArray(Column[]::new)), KNOWN_ON, attributes.columns());
  }

  private static Column value(Attributes attributes, String orderedBy) {
    List<Column> fields = new ArrayList<>();
    fields.add(col(orderedBy).as("_order"));
    attributes.columns().forEach(name -> fields.add(col(name).as(field(name))));
    return struct(fields.toArray(Column[]::new));
  }

  private static String field(String name) {
    return "_a_" + name;
  }

  private static Column[] with(List<Column> columns, Column more) {
    List<Column> all = new ArrayList<>(columns);
    all.add(more);
    return all.toArray(Column[]::new);
  }
}
