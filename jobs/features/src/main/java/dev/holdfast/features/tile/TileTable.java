package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.features.Changes;
import dev.holdfast.features.Events;
import dev.holdfast.features.tile.TilePass.Scope;
import dev.holdfast.job.JobContext;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.table.Commit;
import dev.holdfast.table.Table;
import dev.holdfast.table.TilesTable;
import dev.holdfast.table.Watermarks;
import dev.holdfast.table.Watermarks.Watermark;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

/**
 * The tiles of one group: made of all rows once, and after that only for the days that new, late or
 * corrected rows touch.
 *
 * <p>Tiles reach up to the month of the latest {@code as_of} that was asked for. What a run did is
 * remembered in {@link Watermarks}: the version of the source's table that the tiles hold, the
 * group's declaration, and the last month.
 */
public final class TileTable {
  private static final int DAY_OFFSET = 1 << (TilePass.DAY_BITS - 1);
  // The share of the files of a month that its totals take is one of so many.
  private static final int READ_OF_WHOLE_MONTHS = 8;
  private static final String PORTION = "spark.sql.files.maxPartitionBytes";
  private static final String PORTION_READ = "32m";
  private static final String KEY = "_key";
  private static final String ORDER = "_order";
  private static final String TILE = "_tile";

  private final JobContext context;
  private final Group group;
  private final Dataset<Row> rows;
  private final TileLayout layout;
  private final List<Column> inputs;

  public TileTable(JobContext context, Group group, Events events) {
    this.context = context;
    this.group = group;
    this.rows = known(events.of(group.source(), group.where()));
    TileLayout.Planned planned = TileLayout.of(group, rows);
    this.layout = planned.layout();
    this.inputs = planned.inputs();
  }

  public TileLayout layout() {
    return layout;
  }

  public Table table() {
    return context.tables().tiles(group.name());
  }

  /**
   * The tiles that the windows before some days are composed of. The days of a month are read only
   * where a window begins or ends in it; of all other months the totals do.
   */
  public Around around(Collection<LocalDate> asked) {
    TreeSet<YearMonth> cut = new TreeSet<>();
    TreeSet<YearMonth> held = new TreeSet<>();
    for (LocalDate day : asked) {
      cut.add(YearMonth.from(day));
      cut.add(YearMonth.from(day.minusDays(1)));
      for (int window : layout.windows()) {
        LocalDate first = day.minusDays(window);
        cut.add(YearMonth.from(first));
        for (YearMonth month = YearMonth.from(first);
            month.isBefore(YearMonth.from(day));
            month = next(month)) {
          held.add(month);
        }
      }
    }
    held.removeAll(cut);
    Dataset<Row> all = table().read(context.spark());
    Dataset<Row> withDays = all.where(isOneOf(cut));
    long bytes = bytesOf(cut);
    if (held.isEmpty()) {
      return new Around(withDays, bytes);
    }
    List<String> unread = layout.columnsOfDays();
    List<Column> columns = new ArrayList<>();
    for (StructField field : layout.schema().fields()) {
      columns.add(
          unread.contains(field.name())
              ? lit(null).cast(field.dataType()).as(field.name())
              : col(field.name()));
    }
    Dataset<Row> totals = all.where(isOneOf(held)).select(columns.toArray(Column[]::new));
    return new Around(withDays.unionAll(totals), bytes + bytesOf(held) / READ_OF_WHOLE_MONTHS);
  }

  /**
   * Tiles, some of them without their days.
   *
   * @param bytes about how much of the table's files is read for them
   */
  public record Around(Dataset<Row> tiles, long bytes) {}

  private long bytesOf(Collection<YearMonth> months) {
    Map<LocalDate, Long> bytes = table().bytesByDay(context.spark(), TilesTable.MONTH);
    return months.stream().mapToLong(month -> bytes.getOrDefault(month.atDay(1), 0L)).sum();
  }

  private static Column isOneOf(Collection<YearMonth> months) {
    return col(TilesTable.MONTH)
        .isin(months.stream().map(month -> Date.valueOf(month.atDay(1))).toArray());
  }

  /** What {@link #update} did. */
  public record Update(Watermark watermark, String told) {}

  /**
   * Brings the tiles up to the source's present version and the run's month.
   *
   * @param anew makes all of them again whatever is there
   * @return empty if there was nothing to do
   */
  public Optional<Update> update(Watermarks watermarks, Changes changes, boolean anew) {
    long version = context.tables().raw(group.source()).version(context.spark());
    YearMonth asked = YearMonth.from(context.asOf());
    Optional<Watermark> seen =
        anew || !table().exists(context.spark())
            ? Optional.empty()
            : watermarks
                .of(table().name(), group.source())
                .filter(mark -> mark.declaration().equals(declaration()));
    Optional<Set<LocalDate>> touched =
        seen.flatMap(
            mark ->
                changes.days(group.source(), Events.DAY, group.where(), mark.version(), version));
    if (touched.isEmpty()) {
      return Optional.of(build(version, asked));
    }
    YearMonth reached = YearMonth.from(seen.orElseThrow().through());
    YearMonth through = reached.isAfter(asked) ? reached : asked;
    TreeSet<LocalDate> days = new TreeSet<>(touched.get());
    days.removeIf(day -> YearMonth.from(day).isAfter(reached));
    for (YearMonth month = reached.plusMonths(1); !month.isAfter(through); month = next(month)) {
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        days.add(month.atDay(day));
      }
    }
    if (days.isEmpty()) {
      return seen.get().version() == version
          ? Optional.empty()
          : Optional.of(new Update(mark(version, through), "no day touched"));
    }
    return Optional.of(renew(version, days, through));
  }

  private Update build(long version, YearMonth through) {
    Dataset<Row> upTo = rows.where(col(Events.DAY).leq(Date.valueOf(through.atEndOfMonth())));
    Scope scope = new Scope(Set.of(), Set.of(), epochDay(through));
    Commit.replaceAllOfMany(
        pass(ofRows(upTo), scope, context.tables().raw(group.source()).bytes(context.spark())),
        table(),
        TilesTable.MONTH);
    return new Update(mark(version, through), "all days");
  }

  private Update renew(long version, SortedSet<LocalDate> days, YearMonth through) {
    SparkSession spark = context.spark();
    TreeSet<YearMonth> stored =
        table().bytesByDay(spark, TilesTable.MONTH).keySet().stream()
            .map(YearMonth::from)
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<YearMonth> months =
        days.stream().map(YearMonth::from).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<YearMonth> read = new TreeSet<>(months);
    if (!layout.recent().isEmpty()) {
      // What was first and last is told to every later month by the one before it.
      YearMonth first = months.first();
      for (YearMonth month = first; !month.isAfter(through); month = next(month)) {
        months.add(month);
      }
      read.addAll(months);
      Optional.ofNullable(stored.lower(first)).ifPresent(read::add);
    }
    read.retainAll(stored);
    Dataset<Row> touched =
        rows.where(col(Events.DAY).between(Date.valueOf(days.first()), Date.valueOf(days.last())))
            .where(col(Events.DAY).isin(days.stream().map(Date::valueOf).toArray()));
    Dataset<Row> tiles = table().read(spark).where(isOneOf(read));
    Scope scope =
        new Scope(
            months.stream().map(TileTable::epochDay).collect(Collectors.toSet()),
            days.stream().map(day -> (int) day.toEpochDay()).collect(Collectors.toSet()),
            epochDay(through));
    Commit.replaceDaysOfMany(
        pass(ofRows(touched).unionAll(ofTiles(tiles)), scope, bytesOf(read)),
        table(),
        TilesTable.MONTH,
        months.stream().map(month -> month.atDay(1)).toList());
    return new Update(
        mark(version, through),
        "%d %s from %s".formatted(days.size(), days.size() == 1 ? "day" : "days", days.first()));
  }

  private Watermark mark(long version, YearMonth through) {
    return new Watermark(table().name(), group.source(), version, declaration(), through.atDay(1));
  }

  private String declaration() {
    return ModelCodec.digest(
        (group + " as " + layout.schema().toDDL()).getBytes(StandardCharsets.UTF_8));
  }

  private Dataset<Row> pass(Dataset<Row> all, Scope scope, long bytes) {
    return Shuffles.pass(
        context.spark(), all, KEY, ORDER, bytes, new TilePass(layout, scope), layout.schema());
  }

  // Rows without a day or a key never enter a window.
  private Dataset<Row> known(Dataset<Row> all) {
    Dataset<Row> known = all.where(unix_date(col(Events.DAY)).geq(1 - DAY_OFFSET));
    for (String name : group.by()) {
      known = known.where(col(name).isNotNull());
    }
    return known;
  }

  private Dataset<Row> ofRows(Dataset<Row> some) {
    List<Column> columns = new ArrayList<>();
    columns.add(struct(key()).as(KEY));
    columns.add(hash().as(ORDER));
    columns.add(col(Events.DAY));
    columns.add(
        layout.needsTime() ? col(Events.TIME) : lit(null).cast("timestamp").as(Events.TIME));
    for (int input = 0; input < inputs.size(); input++) {
      columns.add(inputs.get(input).as(input(input)));
    }
    Dataset<Row> rows = some.select(columns.toArray(Column[]::new));
    return InternalRows.frame(
        context.spark(),
        inPortions(rows).mapPartitions(new Gather(layout)),
        gathered(rows.schema().apply(KEY).dataType()));
  }

  // Spark's own portions leave most cores idle while the last of a handful is read.
  private JavaRDD<InternalRow> inPortions(Dataset<Row> rows) {
    RuntimeConfig settings = context.spark().conf();
    String before = settings.get(PORTION);
    settings.set(PORTION, PORTION_READ);
    try {
      return InternalRows.of(rows);
    } finally {
      settings.set(PORTION, before);
    }
  }

  private StructType gathered(DataType key) {
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

  private Dataset<Row> ofTiles(Dataset<Row> tiles) {
    List<Column> columns = new ArrayList<>();
    columns.add(struct(key()).as(KEY));
    columns.add(order(col(TilesTable.MONTH)).as(ORDER));
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

  // One number to sort by, which Spark does by its digits: the key's hash, then the day. What is
  // of no day comes first.
  private Column order(Column day) {
    return hash().plus(unix_date(day).plus(DAY_OFFSET));
  }

  private Column hash() {
    return shiftleft(shiftright(xxhash64(key()), TilePass.DAY_BITS), TilePass.DAY_BITS);
  }

  private static YearMonth next(YearMonth month) {
    return month.plusMonths(1);
  }

  private static int epochDay(YearMonth month) {
    return (int) month.atDay(1).toEpochDay();
  }
}
