package dev.holdfast.ingestion;

import dev.holdfast.problem.AsOfCalendar;
import dev.holdfast.problem.Decision;
import dev.holdfast.problem.Features;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Monitoring;
import dev.holdfast.problem.NamedExpression;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.PromotionRules;
import dev.holdfast.problem.Schedule;
import dev.holdfast.problem.Search;
import dev.holdfast.problem.Source;
import dev.holdfast.problem.Source.Duplicates;
import dev.holdfast.problem.Source.Format;
import dev.holdfast.problem.Spine;
import dev.holdfast.problem.Training;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/** Builds sources, and problems of nothing but sources. */
final class Sources {
  static final LocalDate DAY = LocalDate.of(2024, 1, 1);

  private final String name;
  private final Path path;
  private Format format = Format.CSV;
  private String schema = "id STRING, amount INT, at TIMESTAMP";
  private final Map<String, String> options = new TreeMap<>();
  private final List<NamedExpression> columns = new ArrayList<>();
  private final List<NamedExpression> rules = new ArrayList<>();
  private Duplicates duplicates = Duplicates.EXACT;
  private double maxQuarantined = 1;

  private Sources(String name, Path path) {
    this.name = name;
    this.path = path;
  }

  static Sources named(String name, Path path) {
    return new Sources(name, path);
  }

  Sources format(Format newFormat) {
    format = newFormat;
    return this;
  }

  Sources schema(String ddl) {
    schema = ddl;
    return this;
  }

  Sources option(String key, String value) {
    options.put(key, value);
    return this;
  }

  Sources column(String column, String sql) {
    columns.add(new NamedExpression(column, sql));
    return this;
  }

  Sources rule(String rule, String sql) {
    rules.add(new NamedExpression(rule, sql));
    return this;
  }

  Sources duplicates(Duplicates how) {
    duplicates = how;
    return this;
  }

  Sources maxQuarantined(double share) {
    maxQuarantined = share;
    return this;
  }

  Source build() {
    return new Source(
        name,
        path.toString(),
        "*." + format.name().toLowerCase(java.util.Locale.ROOT),
        format,
        options,
        StructType.fromDDL(schema),
        columns,
        Optional.of("at"),
        Optional.empty(),
        duplicates,
        duplicates == Duplicates.LATEST_BY_KEY ? List.of("id") : List.of(),
        rules,
        maxQuarantined);
  }

  static Problem problem(Source... sources) {
    AsOfCalendar weekly = new AsOfCalendar(DAY, Period.ofWeeks(1));
    String first = sources[0].name();
    return new Problem(
        "test",
        List.of("id"),
        List.of(sources),
        new Spine.OfEntities(
            weekly, new Spine.Population.Within(first, 90, Optional.empty()), Optional.empty()),
        new Features(List.of(), List.of(), List.of(), List.of(), new Features.Categories(20, 0.01)),
        new Label(
            first,
            Optional.empty(),
            "at",
            Label.Outcome.ABSENT,
            List.of("id"),
            Period.ZERO,
            Period.ofDays(60),
            Optional.empty()),
        new Training(
            new Training.Split.Rolling(1, Optional.empty()),
            3,
            Training.FoldsBy.ENTITY,
            7,
            255,
            Training.Metric.AUC,
            Training.ClassBalance.NONE,
            1,
            Training.CalibrationMethod.NONE,
            List.of(),
            new Search.EveryPoint(),
            Training.Budget.unlimited(),
            Optional.empty(),
            Optional.empty(),
            new Training.Leak(0.95, 0.15)),
        new PromotionRules(
            0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        new Decision.Capacity(100),
        new Monitoring(0.2),
        new Schedule(Period.ofWeeks(4), Schedule.CatchUp.NEWEST),
        Optional.empty(),
        Optional.empty(),
        "0");
  }
}
