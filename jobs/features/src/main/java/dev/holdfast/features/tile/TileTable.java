package dev.holdfast.features.tile;

import dev.holdfast.features.Changes;
import dev.holdfast.features.Events;
import dev.holdfast.features.tile.TilePass.Scope;
import dev.holdfast.job.JobContext;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.table.Commit;
import dev.holdfast.table.DayFiles;
import dev.holdfast.table.Table;
import dev.holdfast.table.TilesTable;
import dev.holdfast.table.Watermarks;
import dev.holdfast.table.Watermarks.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tiles of one group: made of all rows once, and after that only for the days that new, late or
 * corrected rows touch.
 *
 * <p>Tiles reach up to the month of the latest {@code as_of} that was asked for. What a run did is
 * remembered in {@link Watermarks}: the version of the source's table that the tiles hold, the
 * group's declaration, and the last month.
 */
public final class TileTable {
  private final JobContext context;
  private final Group group;
  private final TileInput input;
  private final TileLayout layout;

  public TileTable(JobContext context, Group group, Events events) {
    this.context = context;
    this.group = group;
    Dataset<Row> rows = events.of(group.source(), group.where());
    TileLayout.Planned planned = TileLayout.of(group, rows);
    this.layout = planned.layout();
    this.input =
        new TileInput(
            context.spark(),
            (first, end) -> events.of(group.source(), group.where(), first, end),
            planned);
  }

  public TileLayout layout() {
    return layout;
  }

  public Table table() {
    return context.tables().tiles(group.name());
  }

  /** The tiles that the windows before some days are composed of. */
  public TilesAround around(Collection<LocalDate> asked) {
    return TilesAround.of(context.spark(), table(), layout, asked);
  }

  /** What {@link #update} did. */
  public record Update(Watermark watermark, String told) {}

  /**
   * Brings the tiles up to the source's present version and the run's month.
   *
   * @param anew makes all of them again whatever is there
   * @return empty if there was nothing to do
   */
  public Optional<Update> update(Watermarks watermarks, Changes changes, boolean anew) {
    long version = context.tables().raw(group.source()).version(context.spark());
    YearMonth asked = YearMonth.from(context.asOf());
    Optional<Watermark> seen =
        anew || !table().exists(context.spark())
            ? Optional.empty()
            : watermarks
                .of(table().name(), group.source())
                .filter(mark -> mark.declaration().equals(declaration()));
    Optional<Set<LocalDate>> touched =
        seen.flatMap(
            mark ->
                changes.days(group.source(), Events.DAY, group.where(), mark.version(), version));
    if (touched.isEmpty()) {
      return Optional.of(build(version, asked));
    }
    YearMonth reached = YearMonth.from(seen.orElseThrow().through());
    YearMonth through = reached.isAfter(asked) ? reached : asked;
    TreeSet<LocalDate> days = new TreeSet<>(touched.get());
    days.removeIf(day -> YearMonth.from(day).isAfter(reached));
    for (YearMonth month = reached.plusMonths(1); !month.isAfter(through); month = next(month)) {
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        days.add(month.atDay(day));
      }
    }
    if (days.isEmpty()) {
      return seen.get().version() == version
          ? Optional.empty()
          : Optional.of(new Update(mark(version, through), "no day touched"));
    }
    return Optional.of(renew(version, days, through));
  }

  private Update build(long version, YearMonth through) {
    Dataset<Row> all = input.until(through.plusMonths(1).atDay(1));
    Scope scope = new Scope(Set.of(), Set.of(), epochDay(through));
    Commit.replaceAllOfMany(
        pass(all, scope, context.tables().raw(group.source()).bytes(context.spark())),
        table(),
        TilesTable.MONTH,
        layout.key());
    return new Update(mark(version, through), "all days");
  }

  private Update renew(long version, SortedSet<LocalDate> days, YearMonth through) {
    SparkSession spark = context.spark();
    Map<LocalDate, DayFiles> files = table().filesByDay(spark, TilesTable.MONTH);
    TreeSet<YearMonth> stored =
        files.keySet().stream().map(YearMonth::from).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<YearMonth> months =
        days.stream().map(YearMonth::from).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<YearMonth> read = new TreeSet<>(months);
    if (!layout.recent().isEmpty()) {
      // What was first and last is told to every later month by the one before it.
      YearMonth first = months.first();
      for (YearMonth month = first; !month.isAfter(through); month = next(month)) {
        months.add(month);
      }
      read.addAll(months);
      Optional.ofNullable(stored.lower(first)).ifPresent(read::add);
    }
    read.retainAll(stored);
    Dataset<Row> tiles = TilesAround.read(spark, table(), read);
    Scope scope =
        new Scope(
            months.stream().map(TileTable::epochDay).collect(Collectors.toSet()),
            days.stream().map(day -> (int) day.toEpochDay()).collect(Collectors.toSet()),
            epochDay(through));
    Commit.replaceDaysOfMany(
        pass(
            input.of(days).unionAll(input.ofTiles(tiles)), scope, TilesAround.bytesOf(read, files)),
        table(),
        TilesTable.MONTH,
        layout.key(),
        months.stream().map(month -> month.atDay(1)).toList());
    return new Update(
        mark(version, through),
        "%d %s from %s".formatted(days.size(), days.size() == 1 ? "day" : "days", days.first()));
  }

  private Watermark mark(long version, YearMonth through) {
    return new Watermark(table().name(), group.source(), version, declaration(), through.atDay(1));
  }

  private String declaration() {
    String arrival =
        context.problem().source(group.source()).arrival().map(each -> " by " + each).orElse("");
    return ModelCodec.digest(
        (group + " as " + layout.told() + arrival).getBytes(StandardCharsets.UTF_8));
  }

  private Dataset<Row> pass(Dataset<Row> all, Scope scope, long bytes) {
    return Shuffles.pass(
        context.spark(),
        all,
        TileInput.KEY,
        TileInput.ORDER,
        bytes,
        new TilePass(layout, scope),
        layout.schema());
  }

  private static YearMonth next(YearMonth month) {
    return month.plusMonths(1);
  }

  private static int epochDay(YearMonth month) {
    return (int) month.atDay(1).toEpochDay();
  }
}
