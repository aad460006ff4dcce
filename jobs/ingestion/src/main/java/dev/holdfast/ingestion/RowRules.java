package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.NamedExpression;
import dev.holdfast.problem.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The computed columns and the rules of a source. Beside the declared rules every source has these:
 * {@code columns} (a line that does not have the declared columns), {@code header} (a header that
 * is not a file's first line), {@code column:<name>} (a value not of its column's type, or none
 * where one must be), and where only the latest row of a key stays {@code key:<name>} and {@code
 * event_time} (none there).
 */
final class RowRules {
  private static final String FAILED = "__failed";

  private final Source source;

  RowRules(Source source) {
    this.source = source;
  }

  private record Rule(String name, Column kept) {}

  /**
   * What an accepted row is made of, in order.
   *
   * @throws JobException if an expression does not fit the source's columns
   */
  StructType columns(SparkSession spark) {
    StructType landed = new StructType();
    for (StructField field : source.schema().fields()) {
      landed = landed.add(field.name(), field.dataType());
    }
    Dataset<Row> rows =
        spark.createDataFrame(List.of(), landed.add(RowColumns.MALFORMED, DataTypes.BooleanType));
    for (NamedExpression column : source.columns()) {
      Dataset<Row> before = rows;
      rows = attempt("column", column, () -> with(before, column));
    }
    for (NamedExpression rule : source.rules()) {
      Dataset<Row> all = rows;
      StructType type = attempt("rule", rule, () -> all.select(expr(rule.sql())).schema());
      if (!type.fields()[0].dataType().equals(DataTypes.BooleanType)) {
        throw unusable(
            "rule",
            rule,
            "it is no condition but of type " + type.fields()[0].dataType().sql(),
            null);
      }
    }
    return rows.drop(RowColumns.MALFORMED).schema();
  }

  /** Adds the computed columns and {@link RowColumns#CLEAN} to typed rows. */
  Dataset<Row> judge(Dataset<Row> typed) {
    Dataset<Row> judged = computed(typed);
    Column clean = rules().map(Rule::kept).reduce(not(col(RowColumns.MALFORMED)), Column::and);
    return judged.withColumn(RowColumns.CLEAN, clean);
  }

  /** Adds {@link RowColumns#BROKEN} to rows as they were read. */
  Dataset<Row> explain(Dataset<Row> read, LandedRows rows) {
    Dataset<Row> typed = rows.typed(rows.split(read)).withColumn(FAILED, failed());
    Column broken =
        functions.concat(
            col(FAILED), names(rules().map(rule -> when(not(rule.kept()), lit(rule.name())))));
    Column columns = array(lit("columns"));
    return computed(typed)
        .withColumn(
            RowColumns.BROKEN,
            when(rows.misplaced(), array(lit("header")))
                .when(col(RowColumns.STOOD).isNull(), columns)
                .otherwise(when(functions.size(broken).equalTo(0), columns).otherwise(broken)));
  }

  private Column failed() {
    return names(
        Stream.of(source.schema().fields())
            .map(
                field -> {
                  Column stood = col(RowColumns.STOOD).getField(field.name());
                  Column wrong = stood.isNotNull().or(lit(!field.nullable()));
                  return when(
                      LandedRows.column(field.name()).isNull().and(wrong),
                      lit("column:" + field.name()));
                }));
  }

  private static Column names(Stream<Column> namesOrNull) {
    return functions.array_compact(array(namesOrNull.toArray(Column[]::new)).cast("array<string>"));
  }

  private Dataset<Row> computed(Dataset<Row> rows) {
    Dataset<Row> all = rows;
    for (NamedExpression column : source.columns()) {
      all = with(all, column);
    }
    return all;
  }

  private static Dataset<Row> with(Dataset<Row> rows, NamedExpression column) {
    return rows.withColumn(column.name(), expr(column.sql()));
  }

  private Stream<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    if (source.duplicates() == Source.Duplicates.LATEST_BY_KEY) {
      source
          .key()
          .forEach(key -> rules.add(new Rule("key:" + key, LandedRows.column(key).isNotNull())));
      source
          .eventTime()
          .ifPresent(
              time -> rules.add(new Rule("event_time", LandedRows.column(time).isNotNull())));
    }
    source
        .rules()
        .forEach(rule -> rules.add(new Rule(rule.name(), coalesce(expr(rule.sql()), lit(false)))));
    return rules.stream();
  }

  private interface Attempt<T> {
    // Spark's analyzer throws what Java counts as checked, without declaring it.
    T run() throws Exception;
  }

  private <T> T attempt(String what, NamedExpression expression, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (Exception wrong) {
      throw unusable(
          what,
          expression,
          String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""),
          wrong);
    }
  }

  private JobException unusable(
      String what, NamedExpression expression, String why, Exception cause) {
    return new JobException(
        ExitCode.CONFIGURATION,
        "Cannot ingest source %s: its %s %s = \"%s\" does not fit its columns: %s. Correct it in the problem file."
            .formatted(source.name(), what, expression.name(), expression.sql(), why),
        cause);
  }
}
