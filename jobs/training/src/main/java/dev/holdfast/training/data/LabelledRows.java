package dev.holdfast.training.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.model.Evaluation.Day;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * Features joined with their labels, of the days that were labelled when the run's day began.
 *
 * <p>They are joined once and kept where Spark caches, on disk where memory is short: a training
 * looks at them several times.
 */
public final class LabelledRows implements AutoCloseable {
  private final Problem problem;
  private final Dataset<Row> rows;
  private final List<String> inputs;
  private final List<Day> labelled;
  private final Days days;
  private final Map<String, Long> versions;

  private LabelledRows(
      Problem problem,
      Dataset<Row> rows,
      List<String> inputs,
      List<Day> labelled,
      Days days,
      Map<String, Long> versions) {
    this.problem = problem;
    this.rows = rows;
    this.inputs = inputs;
    this.labelled = labelled;
    this.days = days;
    this.versions = versions;
  }

  /** Reads both tables, each at the version that is its latest now. */
  public static LabelledRows read(JobContext context) {
    Map<String, Long> versions = new TreeMap<>();
    for (Table table : List.of(context.tables().features(), context.tables().labels())) {
      if (!table.exists(context.spark())) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot train: there is no table %s at %s. Run the features job first."
                .formatted(table.name(), table.path()));
      }
      versions.put(table.name(), table.version(context.spark()));
    }
    return read(context, versions);
  }

  /**
   * Reads both tables as they stood.
   *
   * @param versions of the two tables, by their names
   */
  public static LabelledRows read(JobContext context, Map<String, Long> versions) {
    Problem problem = context.problem();
    Dataset<Row> features = at(context, context.tables().features(), versions);
    Dataset<Row> labels =
        at(context, context.tables().labels(), versions)
            .where(col(LabelsTable.MATURE_ON).leq(Date.valueOf(context.asOf())));
    List<Day> labelled =
        labels
            .groupBy(FeaturesTable.AS_OF)
            .agg(count(lit(1)), sum(col(LabelsTable.LABEL).cast("long")))
            .collectAsList()
            .stream()
            .map(row -> new Day(row.getDate(0).toLocalDate(), row.getLong(1), row.getLong(2)))
            .sorted(Comparator.comparing(Day::asOf))
            .toList();
    Days days =
        Days.of(
            labelled.stream().map(Day::asOf).toList(), problem.training().split(), problem.label());
    List<String> key = FeaturesTable.key(problem);
    Column[] outcome = new Column[key.size() + 1];
    for (int i = 0; i < key.size(); i++) {
      outcome[i] = col(key.get(i));
    }
    outcome[key.size()] = col(LabelsTable.LABEL);
    Set<LocalDate> used = new TreeSet<>(days.training());
    used.addAll(days.holdout());
    Dataset<Row> rows =
        features
            .join(labels.select(outcome), key.toArray(String[]::new), "inner")
            .where(isOneOf(used))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new LabelledRows(problem, rows, inputs(features, problem), labelled, days, versions);
  }

  private static Dataset<Row> at(JobContext context, Table table, Map<String, Long> versions) {
    long version = versions.get(table.name());
    context.record().read(table.name(), version);
    return table.read(context.spark(), version);
  }

  // Dates and timestamps say when, not what: a model that saw them would learn the calendar.
  private static List<String> inputs(Dataset<Row> features, Problem problem) {
    List<String> identity = FeaturesTable.identity(problem);
    List<String> inputs = new ArrayList<>();
    for (StructField field : features.schema().fields()) {
      boolean usable =
          field.dataType() instanceof NumericType
              || field.dataType() instanceof BooleanType
              || field.dataType() instanceof StringType;
      if (usable
          && !identity.contains(field.name())
          && !problem.features().exclude().contains(field.name())) {
        inputs.add(field.name());
      }
    }
    return inputs;
  }

  /** The rows that train. */
  public Dataset<Row> training() {
    return of(days.training(), false);
  }

  /** The rows that nothing but the last judgement sees. */
  public Dataset<Row> holdout() {
    return of(days.holdout(), true);
  }

  private Dataset<Row> of(List<LocalDate> some, boolean heldOut) {
    Dataset<Row> ofDays = rows.where(isOneOf(some));
    return problem.training().split() instanceof Split.Entities split
        ? ofDays.where(HeldOutEntities.isHeldOut(problem.entity(), split).equalTo(heldOut))
        : ofDays;
  }

  /** The columns that a model may see. */
  public List<String> inputs() {
    return inputs;
  }

  /** Every column of the rows. */
  public List<String> columns() {
    return List.of(rows.columns());
  }

  public Days days() {
    return days;
  }

  /** Every day whose labels are known, with its rows, whatever they are used for; ascending. */
  public List<Day> labelled() {
    return labelled;
  }

  /** Versions of the tables that were read. */
  public Map<String, Long> versions() {
    return versions;
  }

  /** A digest of the rows' content, whatever versions hold it and however they are stored. */
  public String digest() {
    List<Column> all = new ArrayList<>();
    Arrays.stream(rows.columns()).sorted().forEach(name -> all.add(col(name)));
    Row content =
        rows.agg(sum(xxhash64(all.toArray(Column[]::new)).cast("decimal(20,0)")), sum(lit(1L)))
            .head();
    return content.toString() + String.join(",", problem.entity());
  }

  /** Frees what Spark keeps of the rows. */
  @Override
  public void close() {
    rows.unpersist();
  }

  private static Column isOneOf(Collection<LocalDate> days) {
    return col(FeaturesTable.AS_OF).isin(days.stream().map(Date::valueOf).toArray());
  }
}
