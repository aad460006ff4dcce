package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.holdfast.features.tile.TileLayout.Recent;
import dev.holdfast.features.tile.TileLayout.Windowed;
import dev.holdfast.table.TilesTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All features that share a key, in one pass: the aggregates of its groups, composed of tiles, and
 * the attributes of its sources. Nothing is joined: what belongs to a key is sent to one place.
 */
public final class KeyFeatures {
  private static final String KEY = "_key";
  private static final String ORDER = "_order";
  private static final String AT = "_at";
  private static final String KIND = "_kind";

  private final SparkSession spark;
  private final List<String> by;
  private final List<TileTable> groups;
  private final List<Attributes> attributes;

  /**
   * Versions of some attributes.
   *
   * @param rows the key's columns, {@code at}, and the attributes
   * @param at the column with the day (DATE) from whose end on the version is known
   */
  public record Attributes(Dataset<Row> rows, String at, List<String> columns) {
    public Attributes {
      columns = List.copyOf(columns);
    }

    private Column[] values() {
      return columns.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private StructType type() {
      return rows.select(values()).schema();
    }
  }

  public KeyFeatures(
      SparkSession spark, List<String> by, List<TileTable> groups, List<Attributes> attributes) {
    this.spark = spark;
    this.by = List.copyOf(by);
    this.groups = List.copyOf(groups);
    this.attributes = List.copyOf(attributes);
  }

  /**
   * The features of each point.
   *
   * @param points the key's columns, distinct, and the days at which to build (ARRAY of DATE)
   * @param days the name of that column
   * @param day what the column of the day is called in the result
   * @param asked all of these days, and perhaps more
   * @return a row per key and day: the key's columns, the day, a column for each feature
   */
  public Dataset<Row> at(
      Dataset<Row> points, String days, String day, Collection<LocalDate> asked) {
    int last = groups.size() + attributes.size();
    Dataset<Row> all = row(points, lit(null), last, col(days));
    long bytes = 0;
    List<TileLayout> layouts = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      TileTable tiles = groups.get(group);
      TilesAround around = tiles.around(asked);
      layouts.add(tiles.layout());
      all =
          all.unionAll(
              row(around.tiles(), col(TilesTable.MONTH), group, struct(columns(tiles.layout()))));
      bytes += around.bytes();
    }
    for (int set = 0; set < attributes.size(); set++) {
      Attributes of = attributes.get(set);
      all = all.unionAll(row(of.rows(), col(of.at()), groups.size() + set, struct(of.values())));
    }
    PointPass pass =
        new PointPass(
            by.size(), layouts, attributes.stream().map(each -> each.columns().size()).toList());
    Dataset<Row> composed = Shuffles.pass(spark, all, KEY, ORDER, bytes, pass, schema(all, day));
    return composed.select(flat(day));
  }

  private Dataset<Row> row(Dataset<Row> rows, Column at, int kind, Column payload) {
    List<Column> columns = new ArrayList<>();
    columns.add(struct(key()).as(KEY));
    boolean ofMonth = kind < groups.size();
    columns.add((ofMonth ? TileInput.order(key(), at) : TileInput.hash(key())).as(ORDER));
    columns.add(at.cast("date").as(AT));
    columns.add(lit(kind).as(KIND));
    for (int each = 0; each <= groups.size() + attributes.size(); each++) {
      Column value = each == kind ? payload : lit(null).cast(payloadType(each));
      columns.add(value.as("_payload_" + each));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private DataType payloadType(int kind) {
    if (kind == groups.size() + attributes.size()) {
      return DataTypes.createArrayType(DataTypes.DateType);
    }
    if (kind >= groups.size()) {
      return attributes.get(kind - groups.size()).type();
    }
    TileLayout layout = groups.get(kind).layout();
    StructType type = new StructType();
    for (StructField field : layout.schema().fields()) {
      if (!layout.key().contains(field.name()) && !field.name().equals(TilesTable.MONTH)) {
        type = type.add(field);
      }
    }
    return type;
  }

  private static Column[] columns(TileLayout layout) {
    List<Column> columns = new ArrayList<>();
    for (String name : layout.schema().fieldNames()) {
      if (!layout.key().contains(name) && !name.equals(TilesTable.MONTH)) {
        columns.add(col(name));
      }
    }
    return columns.toArray(Column[]::new);
  }

  private StructType schema(Dataset<Row> all, String day) {
    StructType schema =
        new StructType()
            .add(KEY, all.schema().apply(KEY).dataType(), false)
            .add(day, DataTypes.DateType, false);
    for (TileTable tiles : groups) {
      for (Windowed windowed : tiles.layout().windowed()) {
        for (int window : windowed.windows()) {
          schema = schema.add(FeatureNames.of(windowed.name(), window), windowed.result().spark());
        }
      }
      for (Recent recent : tiles.layout().recent()) {
        schema = schema.add(recent.name(), DataTypes.IntegerType);
      }
    }
    for (int set = 0; set < attributes.size(); set++) {
      schema = schema.add("_attributes_" + set, attributes.get(set).type());
    }
    return schema;
  }

  private Column[] flat(String day) {
    List<Column> columns = new ArrayList<>();
    by.forEach(name -> columns.add(col(KEY).getField(name).as(name)));
    columns.add(col(day));
    for (TileTable tiles : groups) {
      for (Windowed windowed : tiles.layout().windowed()) {
        windowed
            .windows()
            .forEach(window -> columns.add(col(FeatureNames.of(windowed.name(), window))));
      }
      tiles.layout().recent().forEach(recent -> columns.add(col(recent.name())));
    }
    for (int set = 0; set < attributes.size(); set++) {
      Column values = col("_attributes_" + set);
      attributes.get(set).columns().forEach(name -> columns.add(values.getField(name).as(name)));
    }
    return columns.toArray(Column[]::new);
  }

  private Column[] key() {
    return by.stream().map(name -> col(name)).toArray(Column[]::new);
  }
}
