package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.expr;

import dev.holdfast.features.tile.FeatureNames;
import dev.holdfast.features.tile.KeyFeatures;
import dev.holdfast.features.tile.TileTable;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Attributes;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.problem.NamedExpression;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;
import dev.holdfast.table.FeaturesTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows of the spine with all that the problem declares to be known of them. */
final class FeatureRows {
  private static final String OBSERVED = SpineRows.OBSERVED_DAY;

  private final SparkSession spark;
  private final Problem problem;
  private final Events events;
  private final List<TileTable> tiles;

  FeatureRows(SparkSession spark, Problem problem, Events events, List<TileTable> tiles) {
    this.spark = spark;
    this.problem = problem;
    this.events = events;
    this.tiles = tiles;
  }

  /**
   * Builds every feature of some days of the calendar.
   *
   * @param days ascending
   */
  Dataset<Row> of(List<LocalDate> days) {
    SpineRows spine = new SpineRows(spark, problem, events);
    if (problem.spine() instanceof Spine.OfEntities entities) {
      Dataset<Row> points = spine.ofEntities(entities, days);
      return finish(
          joined(
              asSpine(features(problem.entity()).at(points, SpineRows.DAYS, OBSERVED, days)),
              days));
    }
    Set<LocalDate> observed = new TreeSet<>();
    for (LocalDate asOf : days) {
      LocalDate before = problem.spine().calendar().before(asOf);
      before.datesUntil(asOf).forEach(observed::add);
    }
    return finish(joined(spine.ofEvents((Spine.OfEvents) problem.spine(), days), observed));
  }

  private Dataset<Row> finish(Dataset<Row> rows) {
    return inOrder(withDerived(rows).drop(OBSERVED));
  }

  private Dataset<Row> joined(Dataset<Row> spine, Collection<LocalDate> observed) {
    Dataset<Row> rows = spine;
    for (List<String> by : otherKeys()) {
      Column[] key = by.stream().map(name -> col(name)).toArray(Column[]::new);
      Dataset<Row> points = spine.groupBy(key).agg(collect_set(col(OBSERVED)).as(SpineRows.DAYS));
      List<String> on = new ArrayList<>(by);
      on.add(OBSERVED);
      rows =
          rows.join(
              features(by).at(points, SpineRows.DAYS, OBSERVED, observed),
              on.toArray(String[]::new),
              "left");
    }
    return rows;
  }

  // A row of entities is a point of the entity itself, and is not joined to that key's features.
  private Set<List<String>> otherKeys() {
    Set<List<String>> keys = new LinkedHashSet<>();
    problem.features().groups().forEach(group -> keys.add(group.by()));
    problem.features().attributes().forEach(each -> keys.add(each.by()));
    if (problem.spine() instanceof Spine.OfEntities) {
      keys.remove(problem.entity());
    }
    return keys;
  }

  private KeyFeatures features(List<String> by) {
    List<KeyFeatures.Attributes> attributes = new ArrayList<>();
    for (Attributes each : problem.features().attributes()) {
      if (each.by().equals(by)) {
        boolean dated = problem.source(each.source()).eventTime().isPresent();
        attributes.add(
            AttributeVersions.of(each, dated, events.of(each.source(), Optional.empty())));
      }
    }
    return new KeyFeatures(
        spark,
        by,
        tiles.stream().filter(each -> each.layout().key().equals(by)).toList(),
        attributes);
  }

  private static Dataset<Row> asSpine(Dataset<Row> points) {
    return points
        .withColumn(FeaturesTable.AS_OF, col(OBSERVED))
        .withColumn(FeaturesTable.OBSERVED_AT, col(OBSERVED).cast("timestamp"));
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
          group.windows().forEach(days -> names.add(FeatureNames.of(aggregate.name(), days)));
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
