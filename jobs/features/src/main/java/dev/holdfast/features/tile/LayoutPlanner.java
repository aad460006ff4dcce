package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.features.tile.TileLayout.Planned;
import dev.holdfast.features.tile.TileLayout.Recent;
import dev.holdfast.features.tile.TileLayout.Windowed;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/** Finds out what inputs and parts the aggregates of a group need, and shares them. */
final class LayoutPlanner {
  private static final int MOST_DIGITS = 38;
  private static final int SUM_DIGITS = 10;

  private final Group group;
  private final Dataset<Row> rows;
  private final Map<String, Column> inputs = new LinkedHashMap<>();
  private final List<ValueType> types = new ArrayList<>();
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final List<Windowed> windowed = new ArrayList<>();
  private final List<Recent> recent = new ArrayList<>();
  private final List<DataType> sqlTypes;

  LayoutPlanner(Group group, Dataset<Row> rows) {
    this.group = group;
    this.rows = rows;
    // Spark looks at all of them at once; one at a time took longer than all else of planning.
    Column[] values = group.aggregates().stream().map(LayoutPlanner::value).toArray(Column[]::new);
    this.sqlTypes =
        Arrays.stream(rows.select(values).schema().fields()).map(StructField::dataType).toList();
  }

  Planned planned() {
    Column[] key = group.by().stream().map(name -> col(name)).toArray(Column[]::new);
    TileLayout layout =
        new TileLayout(
            group.by(),
            rows.select(key).schema(),
            List.copyOf(types),
            List.copyOf(parts.values()),
            List.copyOf(windowed),
            List.copyOf(recent));
    return new Planned(layout, List.copyOf(inputs.values()));
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
      parts.put(same, new Part(kind, input, type));
    }
    return List.copyOf(parts.keySet()).indexOf(same);
  }

  private int input(Aggregate aggregate, Cast cast) {
    DataType type = sqlType(aggregate);
    Cast needed = cast == Cast.DOUBLE && type.equals(DataTypes.DoubleType) ? Cast.NONE : cast;
    String same = aggregate.of().orElse("") + " | " + aggregate.where().orElse("") + " | " + needed;
    if (!inputs.containsKey(same)) {
      inputs.put(same, needed.apply(value(aggregate)));
      types.add(typeOf(aggregate, needed.of(type)));
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
    return sqlTypes.get(group.aggregates().indexOf(aggregate));
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

    DataType of(DataType type) {
      return switch (this) {
        case NONE -> type;
        case DOUBLE -> DataTypes.DoubleType;
        case TEXT -> DataTypes.StringType;
      };
    }
  }
}
