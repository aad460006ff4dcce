package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.JobContext;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The days of rows that came, changed or went between two versions of a source's table. */
public final class Changes {

  private final JobContext context;
  private final Set<String> told = new TreeSet<>();
  // Tiles, features and labels ask the same of a source, one after the other.
  private final Map<Asked, Optional<Set<LocalDate>>> found = new HashMap<>();

  private record Asked(String source, String day, Optional<String> where, long after, long upTo) {}

  public Changes(JobContext context) {
    this.context = context;
  }

  /**
   * The days that changed after a version and up to another.
   *
   * @param day the column that dates a row: {@link Events#DAY} for the source's event time, else a
   *     DATE or TIMESTAMP column of the source
   * @param where only rows of this condition count
   * @return empty if nobody can tell, for the table was written without a change feed, or was made
   *     anew
   */
  public Optional<Set<LocalDate>> days(
      String source, String day, Optional<String> where, long after, long upTo) {
    if (after > upTo) {
      return Optional.empty();
    }
    if (after == upTo) {
      return Optional.of(new TreeSet<>());
    }
    return found.computeIfAbsent(
        new Asked(source, day, where, after, upTo), asked -> find(source, day, where, after, upTo));
  }

  private Optional<Set<LocalDate>> find(
      String source, String day, Optional<String> where, long after, long upTo) {
    try {
      Dataset<Row> changed =
          context
              .spark()
              .read()
              .format("delta")
              .option("readChangeFeed", true)
              .option("startingVersion", after + 1)
              .option("endingVersion", upTo)
              .load(context.tables().raw(source).path());
      Dataset<Row> dated = Events.dated(changed, context.problem().source(source));
      for (String condition : where.stream().toList()) {
        dated = dated.where(condition);
      }
      return Optional.of(
          new TreeSet<>(
              dated
                  .select(col(day).cast("date"))
                  .where(col(day).isNotNull())
                  .distinct()
                  .as(Encoders.LOCALDATE())
                  .collectAsList()));
    } catch (Exception noFeed) {
      // Delta's own exceptions are checked and declared by no signature.
      if (told.add(source)) {
        context
            .progress()
            .line(
                "changes",
                "raw.%s has no change feed from version %d to %d: every day is made again"
                    .formatted(source, after, upTo));
      }
      return Optional.empty();
    }
  }
}
