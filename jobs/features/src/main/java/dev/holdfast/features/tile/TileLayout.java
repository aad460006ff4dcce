package dev.holdfast.features.tile;

import dev.holdfast.problem.Features.Function;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.table.TilesTable;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the tiles of a group keep: the inputs that are read of each row, the parts that are made of
 * them for each day, and which parts each aggregate is composed of. Aggregates share parts: mean,
 * sum and deviation of one value are three parts, not six.
 */
public final class TileLayout implements Serializable {
  private final List<String> key;
  private final StructType keySchema;
  private final List<ValueType> inputs;
  private final List<Part> parts;
  private final List<Windowed> windowed;
  private final List<Recent> recent;
  private final boolean needsTime;

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

  TileLayout(
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
    this.needsTime = parts.stream().anyMatch(part -> part.kind() == Part.Kind.LATEST);
  }

  /**
   * The layout of a group, with the columns that its rows are read as.
   *
   * @param rows of the group's source
   * @throws dev.holdfast.job.JobException with exit code 2 if a value is of a type that cannot be
   *     aggregated
   */
  public static Planned of(Group group, Dataset<Row> rows) {
    LayoutPlanner planner = new LayoutPlanner(group, rows);
    group.aggregates().forEach(planner::add);
    return planner.planned();
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
    return needsTime;
  }

  /** What tiles of this layout consist of: others cannot be read by it. */
  String told() {
    return "%s, parts %s packed as %d".formatted(schema().toDDL(), parts, PackedDays.FORMAT);
  }

  /** The columns of the table of tiles; see {@link TilesTable}. */
  public StructType schema() {
    StructType schema = keySchema;
    schema = schema.add(TilesTable.MONTH, DataTypes.DateType, false);
    schema = schema.add(TilesTable.DAYS, DataTypes.BinaryType, false);
    schema = schema.add(TilesTable.TOTAL, DataTypes.BinaryType, false);
    for (Recent each : recent) {
      schema = schema.add(TilesTable.firstBefore(each.name()), DataTypes.DateType);
      schema = schema.add(TilesTable.lastBefore(each.name()), DataTypes.DateType);
    }
    return schema;
  }

  /** The windows of the group, which all of its aggregates share. */
  public List<Integer> windows() {
    return windowed.isEmpty() ? List.of() : windowed.get(0).windows();
  }
}
