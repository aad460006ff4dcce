package dev.holdfast.features;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.holdfast.features.tile.TileTable;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.Commit;
import dev.holdfast.table.DayFiles;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Watermarks;
import dev.holdfast.table.Watermarks.Watermark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Builds the features of every day that has none yet, and the labels of every day that is mature.
 */
public final class FeaturesJob implements Job {
  private static final String REPLACE = "--replace";
  private static final String REBUILD = "--rebuild";

  public static void main(String[] line) {
    JobLauncher.main(new FeaturesJob(), line);
  }

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String purpose() {
    return "Builds features of new days, and labels of days whose horizon has passed.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option(REPLACE, "", "builds the features and labels of --as-of again"),
        new Option(REBUILD, "", "builds every day again, with new columns where they changed"));
  }

  @Override
  public List<String> plan(JobContext context) {
    List<LocalDate> days =
        daysToBuild(
            context,
            new Touched(
                context, Watermarks.read(context.spark(), context.tables()), new Changes(context)),
            daysOf(context.tables().features(), context));
    return List.of(
        "builds features of %d days%s"
            .formatted(
                days.size(),
                days.isEmpty()
                    ? ""
                    : " from %s to %s".formatted(days.get(0), days.get(days.size() - 1))),
        "writes " + context.tables().features().path(),
        "labels days up to %s that have no labels".formatted(context.asOf()),
        "writes " + context.tables().labels().path());
  }

  @Override
  public void run(JobContext context) {
    try (TableLogs logs = new TableLogs(context)) {
      logs.open();
      run(context, logs);
    }
  }

  private void run(JobContext context, TableLogs logs) {
    Events events = new Events(context);
    Watermarks watermarks = Watermarks.read(context.spark(), context.tables());
    Changes changes = new Changes(context);
    Touched touched = new Touched(context, watermarks, changes);
    List<Watermark> renewed = new ArrayList<>();
    Set<LocalDate> built = daysOf(context.tables().features(), context);
    List<LocalDate> days = daysToBuild(context, touched, built);
    Set<LocalDate> present = built;
    if (days.isEmpty()) {
      context
          .progress()
          .line("features", "nothing to do: every day up to " + context.asOf() + " is built");
    } else {
      Future<?> ahead = logs.ahead();
      List<TileTable> tiles = new ArrayList<>();
      FrequentCounts counts =
          new FrequentCounts(context, events, !built.isEmpty() && !context.options().has(REBUILD));
      for (Group group : counts.known(context.problem().features().groups())) {
        TileTable table = new TileTable(context, group, events);
        tiles.add(table);
        update(context, table, watermarks, changes).ifPresent(renewed::add);
      }
      present =
          context.progress().step("features", () -> buildFeatures(context, events, tiles, days));
      TableLogs.ended(ahead);
    }
    List<LocalDate> mature = daysToLabel(context, touched, present, days);
    if (mature.isEmpty()) {
      context.progress().line("labels", "nothing to do: no new day is mature");
    } else {
      context.progress().step("labels", () -> buildLabels(context, events, mature));
    }
    renewed.addAll(touched.renewed());
    watermarks.write(renewed);
  }

  private static Optional<Watermark> update(
      JobContext context, TileTable tiles, Watermarks watermarks, Changes changes) {
    Optional<TileTable.Update> update =
        context
            .progress()
            .step(
                tiles.table().name(),
                () -> {
                  Optional<TileTable.Update> done =
                      tiles.update(watermarks, changes, context.options().has(REBUILD));
                  return new Outcome<>(
                      done, done.map(TileTable.Update::told).orElse("nothing new"));
                });
    context.record().wrote(tiles.table().name(), tiles.table().version(context.spark()));
    return update.map(TileTable.Update::watermark);
  }

  // Gives the days that have features now.
  private static Outcome<Set<LocalDate>> buildFeatures(
      JobContext context, Events events, List<TileTable> tiles, List<LocalDate> days) {
    Problem problem = context.problem();
    Table table = context.tables().features();
    Dataset<Row> features = new FeatureRows(context.spark(), problem, events, tiles).of(days);
    write(context, table, features, days);
    context.record().wrote(table.name(), table.version(context.spark()));
    Map<LocalDate, DayFiles> files = table.filesByDay(context.spark(), FeaturesTable.AS_OF);
    long rows = rows(context, table, files, days);
    if (rows == 0) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot build features of %s to %s: the spine has no row on any of these days. Look at spine in the problem file, and whether data of that time was ingested."
              .formatted(days.get(0), days.get(days.size() - 1)));
    }
    context.record().count("feature rows", rows);
    return new Outcome<>(
        files.keySet(),
        "%s rows of %d days, %d columns"
            .formatted(
                Progress.count(rows),
                days.size(),
                features.columns().length - FeaturesTable.identity(problem).size()));
  }

  private static long rows(
      JobContext context, Table table, Map<LocalDate, DayFiles> files, List<LocalDate> days) {
    DayFiles ofDays =
        days.stream()
            .map(day -> files.getOrDefault(day, DayFiles.NONE))
            .reduce(DayFiles.NONE, DayFiles::and);
    return ofDays.rows().orElseGet(() -> ofDays(table, context, days).count());
  }

  private static void write(
      JobContext context, Table table, Dataset<Row> features, List<LocalDate> days) {
    List<String> key = context.problem().entity();
    if (context.options().has(REBUILD)) {
      Commit.replaceAllOfMany(features, table, FeaturesTable.AS_OF, key);
      return;
    }
    if (table.exists(context.spark())) {
      Set<String> has = new TreeSet<>(List.of(table.read(context.spark()).columns()));
      Set<String> declared = new TreeSet<>(Arrays.asList(features.columns()));
      if (!has.equals(declared)) {
        Set<String> added = new TreeSet<>(declared);
        added.removeAll(has);
        has.removeAll(declared);
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot add days to %s: the problem declares columns %s that it has not, and it has %s that are not declared. Run the features job with --rebuild to build every day anew."
                .formatted(table.path(), added, has));
      }
    }
    Commit.replaceDaysOfMany(features, table, FeaturesTable.AS_OF, key, days);
  }

  private static Outcome<Long> buildLabels(
      JobContext context, Events events, List<LocalDate> days) {
    Table table = context.tables().labels();
    Dataset<Row> rows = ofDays(context.tables().features(), context, days);
    Dataset<Row> labels = new LabelRows(context.problem(), events).of(rows);
    Commit.replaceDays(labels, table, FeaturesTable.AS_OF, days);
    context.record().wrote(table.name(), table.version(context.spark()));
    Row counted = ofDays(table, context, days).agg(count(lit(1)), sum(LabelsTable.LABEL)).head();
    context.record().count("labelled rows", counted.getLong(0));
    return new Outcome<>(
        counted.getLong(0),
        "%s rows of %d days, %s positive"
            .formatted(
                Progress.count(counted.getLong(0)),
                days.size(),
                Progress.count(counted.isNullAt(1) ? 0 : counted.getLong(1))));
  }

  private static List<LocalDate> daysToBuild(
      JobContext context, Touched touched, Set<LocalDate> built) {
    List<LocalDate> days = context.problem().spine().calendar().through(context.asOf());
    if (context.options().has(REBUILD)) {
      touched.features(List.of());
      return days;
    }
    Set<LocalDate> again = touched.features(built);
    if (!again.isEmpty()) {
      context
          .progress()
          .line(
              "late rows",
              "%d built %s from %s hold rows that came since"
                  .formatted(
                      again.size(), again.size() == 1 ? "day" : "days", List.copyOf(again).get(0)));
    }
    Set<LocalDate> toBuild = new TreeSet<>(again);
    if (context.options().has(REPLACE)) {
      toBuild.add(context.asOf());
    } else {
      days.stream().filter(day -> !built.contains(day)).forEach(toBuild::add);
    }
    return List.copyOf(toBuild);
  }

  private static List<LocalDate> daysToLabel(
      JobContext context, Touched touched, Set<LocalDate> built, List<LocalDate> rebuilt) {
    Set<LocalDate> labelled = daysOf(context.tables().labels(), context);
    Set<LocalDate> again = touched.labels(labelled);
    Set<LocalDate> toLabel = new TreeSet<>(built);
    toLabel.removeIf(day -> context.problem().label().matureOn(day).isAfter(context.asOf()));
    toLabel.removeIf(
        day -> labelled.contains(day) && !rebuilt.contains(day) && !again.contains(day));
    return List.copyOf(toLabel);
  }

  private static Set<LocalDate> daysOf(Table table, JobContext context) {
    return new TreeSet<>(table.filesByDay(context.spark(), FeaturesTable.AS_OF).keySet());
  }

  private static Dataset<Row> ofDays(Table table, JobContext context, List<LocalDate> days) {
    return table.readDays(context.spark(), FeaturesTable.AS_OF, days);
  }
}
