package dev.holdfast.look;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of one problem, as they stand now, as of a week, or, each by itself, at a version.
 * Their names are those of the ledger, such as {@code scores} and {@code raw.calls}; in SQL the dot
 * becomes {@code _}.
 */
public final class ProblemTables {
  private final SparkSession spark;
  private final Problem problem;
  private final Tables tables;
  private final Optional<LocalDate> day;
  private final Map<String, Long> versions;

  ProblemTables(SparkSession spark, Problem problem, Tables tables) {
    this(spark, problem, tables, Optional.empty(), Map.of());
  }

  private ProblemTables(
      SparkSession spark,
      Problem problem,
      Tables tables,
      Optional<LocalDate> day,
      Map<String, Long> versions) {
    this.spark = spark;
    this.problem = problem;
    this.tables = tables;
    this.day = day;
    this.versions = Map.copyOf(versions);
  }

  /**
   * The tables as of a week, however many have passed since: rows of features, scores, alerts,
   * drift, models and runs of days up to this one, labels that were known on it, and raw rows of
   * what had happened before it. The other tables keep no days and stay whole.
   *
   * @param week a date such as {@code 2024-12-30}
   */
  public ProblemTables asOf(String week) {
    return new ProblemTables(spark, problem, tables, Optional.of(LocalDate.parse(week)), versions);
  }

  /** The same tables, but one of them as it stood at a version, that is after that commit. */
  public ProblemTables at(String table, long version) {
    known(table);
    Map<String, Long> all = new HashMap<>(versions);
    all.put(table, version);
    return new ProblemTables(spark, problem, tables, day, all);
  }

  /** The problem as its file states it. */
  public Problem problem() {
    return problem;
  }

  /**
   * One table.
   *
   * @throws JobException if there is no such table, or nothing was written to it yet
   */
  public Dataset<Row> table(String name) {
    Table table = known(name);
    if (!table.exists(spark)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot open table %s of problem %s: it is not in %s. Run the weekly run first, or set HOLDFAST_TABLES to where its tables are."
              .formatted(name, problem.name(), tables.root()));
    }
    Long version = versions.get(name);
    Dataset<Row> rows = version == null ? table.read(spark) : table.read(spark, version);
    return day.map(last -> until(name, rows, last)).orElse(rows);
  }

  /** The answer of Spark SQL over these tables. */
  public Dataset<Row> sql(String query) {
    return sql(query, Map.of());
  }

  /**
   * The answer of Spark SQL over these tables.
   *
   * @param values of the parameters that the query names, as in {@code WHERE as_of = :week}: text
   *     or numbers. They are written into it as literals, for Delta's parser does not hand
   *     parameters on to Spark's
   */
  public Dataset<Row> sql(String query, Map<String, Object> values) {
    all().keySet().stream()
        .filter(name -> Pattern.compile("\\b" + view(name) + "\\b").matcher(query).find())
        .forEach(name -> table(name).createOrReplaceTempView(view(name)));
    return spark.sql(Parameters.bound(query, values));
  }

  /**
   * Held-out rows with what became of them and what models say of them, for comparison.
   *
   * @param version whose held-out days are taken; any further versions must not have been trained
   *     on them
   */
  public Judged judged(int version, int... further) {
    return Judged.of(spark, problem, tables, version, further);
  }

  private Map<String, Table> all() {
    Map<String, Table> all = new LinkedHashMap<>();
    List.of(
            tables.batches(),
            tables.quarantine(),
            tables.features(),
            tables.labels(),
            tables.trials(),
            tables.models(),
            tables.scores(),
            tables.alerts(),
            tables.drift(),
            tables.runs(),
            tables.frequentValues(),
            tables.watermarks())
        .forEach(table -> all.put(table.name(), table));
    problem.sources().stream()
        .map(source -> tables.raw(source.name()))
        .forEach(table -> all.put(table.name(), table));
    return all;
  }

  private Table known(String name) {
    Map<String, Table> all = all();
    if (!all.containsKey(name)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot open table %s: problem %s has none of that name. It has %s."
              .formatted(name, problem.name(), String.join(", ", all.keySet())));
    }
    return all.get(name);
  }

  private Dataset<Row> until(String name, Dataset<Row> rows, LocalDate last) {
    if (name.startsWith("raw.")) {
      return problem
          .source(name.substring("raw.".length()))
          .eventTime()
          .map(time -> rows.where(col(time).lt(lit(Date.valueOf(last)))))
          .orElse(rows);
    }
    return switch (name) {
      case "features", "scores", "alerts", "drift", "models", "runs" ->
          rows.where(col(FeaturesTable.AS_OF).leq(lit(Date.valueOf(last))));
      case "labels" -> rows.where(col(LabelsTable.MATURE_ON).leq(lit(Date.valueOf(last))));
      default -> rows;
    };
  }

  private static String view(String name) {
    return name.replace('.', '_');
  }
}
