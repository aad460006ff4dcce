package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Attributes;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.problem.NamedExpression;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;
import dev.holdfast.table.FeaturesTable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of the spine with all that the problem declares to be known of them. */
final class FeatureRows {
  private final Problem problem;
  private final Events events;

  FeatureRows(Problem problem, Events events) {
    this.problem = problem;
    this.events = events;
  }

  /**
   * Builds every feature.
   *
   * @param spine what {@link SpineRows} gave
   * @param earliest the earliest moment's day among its rows, or a day before it
   */
  Dataset<Row> of(Dataset<Row> spine, LocalDate earliest) {
    Dataset<Row> rows = spine;
    for (Group group : problem.features().groups()) {
      rows = withGroup(rows, spine, group, earliest);
    }
    for (Attributes attributes : problem.features().attributes()) {
      boolean dated = problem.source(attributes.source()).eventTime().isPresent();
      rows =
          new AttributesAsOf(attributes, dated)
              .join(
                  rows,
                  points(spine, attributes.by()),
                  events.of(attributes.source(), java.util.Optional.empty()));
    }
    return inOrder(withDerived(rows).drop(SpineRows.OBSERVED_DAY));
  }

  private Dataset<Row> withGroup(
      Dataset<Row> rows, Dataset<Row> spine, Group group, LocalDate earliest) {
    Dataset<Row> points = points(spine, group.by());
    Dataset<Row> happened = events.of(group.source(), group.where());
    GroupFeatures windows = new GroupFeatures(group);
    Dataset<Row> joined = rows;
    if (!windows.isEmpty()) {
      Column oldest = date_sub(lit(Date.valueOf(earliest)), lit(windows.longest()));
      Dataset<Row> near = happened.where(col(Events.DAY).geq(oldest));
      joined = windows.join(joined, windows.at(points, near));
    }
    for (Aggregate aggregate : group.aggregates()) {
      if (!aggregate.function().windowed()) {
        List<String> on = new ArrayList<>(group.by());
        on.add(SpineRows.OBSERVED_DAY);
        joined =
            joined.join(
                new Recency(aggregate, group.by()).at(points, happened),
                on.toArray(String[]::new),
                "left");
      }
    }
    return joined;
  }

  private static Dataset<Row> points(Dataset<Row> spine, List<String> by) {
    List<Column> point = new ArrayList<>();
    by.forEach(name -> point.add(col(name)));
    point.add(col(SpineRows.OBSERVED_DAY));
    return spine.select(point.toArray(Column[]::new)).distinct();
  }

  // Spark resolves a name to one selected before it, so that one selection derives all; only when
  // it fails are they added one by one, to name the one that is wrong.
  private Dataset<Row> withDerived(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    problem
        .features()
        .derived()
        .forEach(derived -> columns.add(expr(derived.sql()).as(derived.name())));
    try {
      return rows.select(columns.toArray(Column[]::new));
    } catch (Exception oneIsWrong) {
      Dataset<Row> all = rows;
      for (NamedExpression derived : problem.features().derived()) {
        all = withDerived(all, derived);
      }
      return all;
    }
  }

  private static Dataset<Row> withDerived(Dataset<Row> rows, NamedExpression derived) {
    try {
      return rows.withColumn(derived.name(), expr(derived.sql()));
    } catch (Exception unusable) {
      // Spark's AnalysisException is checked and declared by no signature.
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot derive feature %s = %s: %s. It may use the spine's columns, aggregates, attributes and features derived before it."
              .formatted(
                  derived.name(),
                  derived.sql(),
                  unusable.getMessage().lines().findFirst().orElse("")),
          unusable);
    }
  }

  // Identity first, then features in the order of the problem file.
  private Dataset<Row> inOrder(Dataset<Row> rows) {
    List<String> names = new ArrayList<>(FeaturesTable.identity(problem));
    if (problem.spine() instanceof Spine.OfEvents spine) {
      spine.carry().stream().filter(name -> !names.contains(name)).forEach(names::add);
    }
    for (Group group : problem.features().groups()) {
      for (Aggregate aggregate : group.aggregates()) {
        if (aggregate.function().windowed()) {
          group.windows().forEach(days -> names.add(new Tile(aggregate).name(days)));
        } else {
          names.add(aggregate.name());
        }
      }
    }
    problem.features().attributes().forEach(each -> names.addAll(each.columns()));
    problem.features().derived().forEach(each -> names.add(each.name()));
    return rows.select(names.stream().map(name -> col(name)).toArray(Column[]::new));
  }
}
