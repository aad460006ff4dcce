package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Function;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.table.TilesTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * What the tiles of a group keep: the inputs that are read of each row, the parts that are made of
 * them for each day, and which parts each aggregate is composed of. Aggregates share parts: mean,
 * sum and deviation of one value are three parts, not six.
 */
public final class TileLayout implements Serializable {
  private static final int MOST_DIGITS = 38;
  private static final int SUM_DIGITS = 10;

  private final List<String> key;
  private final StructType keySchema;
  private final List<ValueType> inputs;
  private final List<Part> parts;
  private final List<Windowed> windowed;
  private final List<Recent> recent;

  /** A windowed aggregate, with the indexes of its parts in the order of its composition. */
  public record Windowed(
      String name, Function function, List<Integer> parts, List<Integer> windows, ValueType result)
      implements Serializable {
    public Windowed {
      parts = List.copyOf(parts);
      windows = List.copyOf(windows);
    }
  }

  /** Days since the first or latest row, with the index of the part that counts those rows. */
  public record Recent(String name, Function function, int part) implements Serializable {}

  private TileLayout(
      List<String> key,
      StructType keySchema,
      List<ValueType> inputs,
      List<Part> parts,
      List<Windowed> windowed,
      List<Recent> recent) {
    this.key = key;
    this.keySchema = keySchema;
    this.inputs = inputs;
    this.parts = parts;
    this.windowed = windowed;
    this.recent = recent;
  }

  /**
   * The layout of a group, with the columns that its rows are read as.
   *
   * @param rows of the group's source
   * @throws JobException with {@link ExitCode#CONFIGURATION} if a value is of a type that cannot be
   *     aggregated
   */
  public static Planned of(Group group, Dataset<Row> rows) {
    Planner planner = new Planner(group, rows);
    for (Aggregate aggregate : group.aggregates()) {
      planner.add(aggregate);
    }
    List<ValueType> inputs = List.copyOf(planner.types);
    Column[] key = group.by().stream().map(name -> col(name)).toArray(Column[]::new);
    TileLayout layout =
        new TileLayout(
            group.by(),
            rows.select(key).schema(),
            inputs,
            List.copyOf(planner.parts.values()),
            List.copyOf(planner.windowed),
            List.copyOf(planner.recent));
    return new Planned(layout, List.copyOf(planner.inputs.values()));
  }

  /** A layout and the inputs of its parts as expressions over the source's columns. */
  public record Planned(TileLayout layout, List<Column> inputs) {
    public Planned {
      inputs = List.copyOf(inputs);
    }
  }

  public List<String> key() {
    return key;
  }

  StructType keySchema() {
    return keySchema;
  }

  List<ValueType> inputs() {
    return inputs;
  }

  public List<Part> parts() {
    return parts;
  }

  public List<Windowed> windowed() {
    return windowed;
  }

  public List<Recent> recent() {
    return recent;
  }

  boolean needsTime() {
    return parts.stream().anyMatch(part -> part.kind() == Part.Kind.LATEST);
  }

  /** The columns of the table of tiles; see {@link TilesTable}. */
  public StructType schema() {
    StructType schema = keySchema;
    schema = schema.add(TilesTable.MONTH, DataTypes.DateType, false);
    schema = schema.add(TilesTable.DAYS, DataTypes.createArrayType(DataTypes.IntegerType, false));
    for (Part part : parts) {
      schema = schema.add(part.column(), new ArrayType(part.type().spark(), true));
    }
    for (Part part : parts) {
      schema = schema.add(TilesTable.ofMonth(part.column()), part.type().spark());
    }
    for (Recent each : recent) {
      schema = schema.add(TilesTable.firstBefore(each.name()), DataTypes.DateType);
      schema = schema.add(TilesTable.lastBefore(each.name()), DataTypes.DateType);
    }
    return schema;
  }

  /** The columns with the days of a month: what whole months are composed of needs none of them. */
  List<String> columnsOfDays() {
    List<String> columns = new ArrayList<>(List.of(TilesTable.DAYS));
    parts.forEach(part -> columns.add(part.column()));
    return columns;
  }

  /** The windows of the group, which all of its aggregates share. */
  public List<Integer> windows() {
    return windowed.isEmpty() ? List.of() : windowed.get(0).windows();
  }

  private static final class Planner {
    private final Group group;
    private final Dataset<Row> rows;
    private final Map<String, Column> inputs = new LinkedHashMap<>();
    private final List<ValueType> types = new ArrayList<>();
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final List<Windowed> windowed = new ArrayList<>();
    private final List<Recent> recent = new ArrayList<>();

    Planner(Group group, Dataset<Row> rows) {
      this.group = group;
      this.rows = rows;
    }

    void add(Aggregate aggregate) {
      switch (aggregate.function()) {
        case COUNT -> windowed(aggregate, ValueType.COUNTS, count(aggregate, Cast.NONE));
        case SUM -> {
          ValueType sum = sumType(aggregate);
          windowed(aggregate, sum, part(aggregate, Part.Kind.SUM, Cast.NONE, sum));
        }
        case MIN -> {
          ValueType type = valueType(aggregate, Cast.NONE);
          windowed(aggregate, type, part(aggregate, Part.Kind.LEAST, Cast.NONE, type));
        }
        case MAX -> {
          ValueType type = valueType(aggregate, Cast.NONE);
          windowed(aggregate, type, part(aggregate, Part.Kind.GREATEST, Cast.NONE, type));
        }
        case LAST -> {
          ValueType type = valueType(aggregate, Cast.NONE);
          windowed(aggregate, type, part(aggregate, Part.Kind.LATEST, Cast.NONE, type));
        }
        case AVG ->
            windowed(
                aggregate,
                ValueType.DOUBLES,
                count(aggregate, Cast.DOUBLE),
                part(aggregate, Part.Kind.SUM, Cast.DOUBLE, ValueType.DOUBLES));
        case STDDEV ->
            windowed(
                aggregate,
                ValueType.DOUBLES,
                count(aggregate, Cast.DOUBLE),
                part(aggregate, Part.Kind.SUM, Cast.DOUBLE, ValueType.DOUBLES),
                part(aggregate, Part.Kind.SQUARES, Cast.DOUBLE, ValueType.DOUBLES));
        case DISTINCT ->
            windowed(
                aggregate,
                ValueType.COUNTS,
                part(aggregate, Part.Kind.SKETCH, Cast.TEXT, ValueType.SKETCHES));
        case ENTROPY, TOP_SHARE ->
            windowed(
                aggregate,
                ValueType.DOUBLES,
                part(aggregate, Part.Kind.FREQUENCIES, Cast.TEXT, ValueType.FREQUENCIES));
        case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
            recent.add(
                new Recent(aggregate.name(), aggregate.function(), count(aggregate, Cast.NONE)));
      }
    }

    private void windowed(Aggregate aggregate, ValueType result, Integer... parts) {
      windowed.add(
          new Windowed(
              aggregate.name(), aggregate.function(), List.of(parts), group.windows(), result));
    }

    private int count(Aggregate aggregate, Cast cast) {
      return part(aggregate, Part.Kind.COUNT, cast, ValueType.COUNTS);
    }

    private int part(Aggregate aggregate, Part.Kind kind, Cast cast, ValueType type) {
      boolean anyRow = aggregate.of().isEmpty() && aggregate.where().isEmpty();
      int input = kind == Part.Kind.COUNT && anyRow ? Part.NO_INPUT : input(aggregate, cast);
      String same = kind + " of " + input;
      if (!parts.containsKey(same)) {
        parts.put(same, new Part(kind.columnOf(aggregate.name()), kind, input, type));
      }
      return List.copyOf(parts.keySet()).indexOf(same);
    }

    private int input(Aggregate aggregate, Cast cast) {
      DataType type = sqlType(aggregate);
      Cast needed = cast == Cast.DOUBLE && type.equals(DataTypes.DoubleType) ? Cast.NONE : cast;
      String same =
          aggregate.of().orElse("") + " | " + aggregate.where().orElse("") + " | " + needed;
      if (!inputs.containsKey(same)) {
        Column value = needed.apply(value(aggregate));
        inputs.put(same, value);
        types.add(typeOf(aggregate, rows.select(value).schema().fields()[0].dataType()));
      }
      return List.copyOf(inputs.keySet()).indexOf(same);
    }

    private ValueType sumType(Aggregate aggregate) {
      ValueType value = valueType(aggregate, Cast.NONE);
      return switch (value.form()) {
        case BYTE, SHORT, INT, LONG -> ValueType.COUNTS;
        case FLOAT, DOUBLE -> ValueType.DOUBLES;
        case DECIMAL -> {
          DecimalType type = (DecimalType) value.spark();
          yield ValueType.of(
              new DecimalType(Math.min(MOST_DIGITS, type.precision() + SUM_DIGITS), type.scale()));
        }
        case BOOLEAN, STRING, BINARY, FREQUENCIES -> throw unfit(aggregate, value.spark());
      };
    }

    private ValueType valueType(Aggregate aggregate, Cast cast) {
      return types.get(input(aggregate, cast));
    }

    private DataType sqlType(Aggregate aggregate) {
      return rows.select(value(aggregate)).schema().fields()[0].dataType();
    }

    private ValueType typeOf(Aggregate aggregate, DataType type) {
      try {
        return ValueType.of(type);
      } catch (IllegalArgumentException unfit) {
        throw unfit(aggregate, type);
      }
    }

    private JobException unfit(Aggregate aggregate, DataType type) {
      return new JobException(
          ExitCode.CONFIGURATION,
          "Cannot build features: aggregate %s of group %s is the %s of %s, which is of type %s. Make it a number, a text, a date or a time (cast(... as double)) in features.groups.%s.aggregates.%s.of."
              .formatted(
                  aggregate.name(),
                  group.name(),
                  aggregate.function(),
                  aggregate.of().orElse("rows"),
                  type.sql(),
                  group.name(),
                  aggregate.name()));
    }

    private static Column value(Aggregate aggregate) {
      Column of = aggregate.of().map(sql -> expr(sql)).orElse(lit(1));
      return aggregate.where().map(where -> when(expr(where), of)).orElse(of);
    }
  }

  private enum Cast {
    NONE,
    DOUBLE,
    TEXT;

    Column apply(Column value) {
      return switch (this) {
        case NONE -> value;
        case DOUBLE -> value.cast("double");
        case TEXT -> value.cast("string");
      };
    }
  }
}
