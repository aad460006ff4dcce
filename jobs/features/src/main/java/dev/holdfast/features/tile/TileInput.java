package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.features.Events;
import dev.holdfast.table.InternalRows;
import dev.holdfast.table.TilesTable;
import java.sql.Date;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.function.BiFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What {@link TilePass} passes over: rows of a group's source, and tiles that were made before. */
final class TileInput {
  static final String KEY = "_key";
  static final String ORDER = "_order";

  private static final int DAY_OFFSET = 1 << (TilePass.DAY_BITS - 1);
  private static final LocalDate FIRST_DAY = LocalDate.ofEpochDay(1 - DAY_OFFSET);
  private static final String PORTION = "spark.sql.files.maxPartitionBytes";
  private static final String PORTION_READ = "32m";
  private static final String TILE = "_tile";

  private final SparkSession spark;
  private final BiFunction<LocalDate, LocalDate, Dataset<Row>> rows;
  private final TileLayout layout;
  private final List<Column> inputs;

  /**
   * Of the rows of a group's source, to be read as a layout was planned.
   *
   * @param rows gives those from one day up to, and without, another
   */
  TileInput(
      SparkSession spark,
      BiFunction<LocalDate, LocalDate, Dataset<Row>> rows,
      TileLayout.Planned planned) {
    this.spark = spark;
    this.layout = planned.layout();
    this.inputs = planned.inputs();
    this.rows = rows;
  }

  // Rows without a key never enter a window.
  private Dataset<Row> known(LocalDate first, LocalDate end) {
    Dataset<Row> known = rows.apply(first, end);
    for (String name : layout.key()) {
      known = known.where(col(name).isNotNull());
    }
    return known;
  }

  /** All rows that happened before a day. */
  Dataset<Row> until(LocalDate end) {
    return gathered(known(FIRST_DAY, end));
  }

  /** All rows of some days. */
  Dataset<Row> of(SortedSet<LocalDate> days) {
    LocalDate first = days.first();
    LocalDate end = days.last().plusDays(1);
    Dataset<Row> some = known(first, end);
    boolean gaps = ChronoUnit.DAYS.between(first, end) > days.size();
    return gathered(
        gaps ? some.where(col(Events.DAY).isin(days.stream().map(Date::valueOf).toArray())) : some);
  }

  /** Tiles as they are stored. */
  Dataset<Row> ofTiles(Dataset<Row> tiles) {
    List<Column> columns = new ArrayList<>();
    columns.add(struct(key()).as(KEY));
    columns.add(order(key(), col(TilesTable.MONTH)).as(ORDER));
    columns.add(
        struct(Arrays.stream(stored().fieldNames()).map(name -> col(name)).toArray(Column[]::new))
            .as(TILE));
    columns.add(lit(null).cast("array<int>").as(Events.DAY));
    columns.add(lit(null).cast("array<bigint>").as(Events.TIME));
    for (int input = 0; input < inputs.size(); input++) {
      columns.add(lit(null).cast(arrays(input)).as(input(input)));
    }
    return tiles.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> gathered(Dataset<Row> some) {
    List<Column> columns = new ArrayList<>();
    columns.add(struct(key()).as(KEY));
    columns.add(hash(key()).as(ORDER));
    columns.add(col(Events.DAY));
    columns.add(
        layout.needsTime() ? col(Events.TIME) : lit(null).cast("timestamp").as(Events.TIME));
    for (int input = 0; input < inputs.size(); input++) {
      columns.add(inputs.get(input).as(input(input)));
    }
    Dataset<Row> read = some.select(columns.toArray(Column[]::new));
    return InternalRows.frame(
        spark,
        inPortions(read).mapPartitions(new Gather(layout)),
        schema(read.schema().apply(KEY).dataType()));
  }

  // Spark's own portions leave most cores idle while the last of a handful is read.
  private JavaRDD<InternalRow> inPortions(Dataset<Row> read) {
    RuntimeConfig settings = spark.conf();
    String before = settings.get(PORTION);
    settings.set(PORTION, PORTION_READ);
    try {
      return InternalRows.of(read);
    } finally {
      settings.set(PORTION, before);
    }
  }

  private StructType schema(DataType key) {
    StructType schema =
        new StructType()
            .add(KEY, key, false)
            .add(ORDER, DataTypes.LongType, false)
            .add(TILE, stored())
            .add(Events.DAY, DataTypes.createArrayType(DataTypes.IntegerType))
            .add(Events.TIME, DataTypes.createArrayType(DataTypes.LongType));
    for (int input = 0; input < inputs.size(); input++) {
      schema = schema.add(input(input), arrays(input));
    }
    return schema;
  }

  private DataType arrays(int input) {
    return DataTypes.createArrayType(layout.inputs().get(input).spark());
  }

  private static String input(int input) {
    return "_input_" + input;
  }

  private StructType stored() {
    StructType stored = new StructType();
    for (StructField field : layout.schema().fields()) {
      if (!layout.key().contains(field.name())) {
        stored = stored.add(field);
      }
    }
    return stored;
  }

  private Column[] key() {
    return layout.key().stream().map(name -> col(name)).toArray(Column[]::new);
  }

  /**
   * One number to sort by, which Spark does by its digits: the key's hash, then the month. What is
   * of no month has the hash alone and comes first.
   */
  static Column order(Column[] key, Column month) {
    return hash(key).plus(unix_date(month).plus(DAY_OFFSET));
  }

  /** The hash of a key, in the digits before those of a day. */
  static Column hash(Column[] key) {
    return shiftleft(shiftright(xxhash64(key), TilePass.DAY_BITS), TilePass.DAY_BITS);
  }
}
