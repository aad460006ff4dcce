package dev.holdfast.deploy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import dev.holdfast.job.ExitCode;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.RunsTable;
import dev.holdfast.table.Tables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Which days of the calendar a weekly run has to be done for. */
final class CatchUp {
  // What a week ends with.
  private static final String LAST_JOB = "monitoring";

  private final Problem problem;
  private final Tables tables;

  CatchUp(Problem problem, Tables tables) {
    this.problem = problem;
    this.tables = tables;
  }

  /**
   * The days, oldest first; {@code asOf} is the last of them. A problem of which no week was ever
   * finished has missed none.
   */
  List<LocalDate> due(SparkSession spark, LocalDate asOf) {
    return switch (problem.schedule().catchUp()) {
      case NEWEST -> List.of(asOf);
      case ALL -> lastFinished(spark).map(day -> since(day, asOf)).orElse(List.of(asOf));
    };
  }

  private List<LocalDate> since(LocalDate finished, LocalDate asOf) {
    List<LocalDate> missed =
        problem.spine().calendar().through(asOf).stream()
            .filter(day -> day.isAfter(finished))
            .toList();
    return missed.isEmpty() ? List.of(asOf) : missed;
  }

  private Optional<LocalDate> lastFinished(SparkSession spark) {
    if (!tables.begun(spark)) {
      return Optional.empty();
    }
    Date day =
        tables
            .runs()
            .read(spark)
            .where(col(RunsTable.JOB).equalTo(LAST_JOB))
            .where(col(RunsTable.EXIT_CODE).equalTo(ExitCode.DONE.code()))
            .agg(max(RunsTable.AS_OF))
            .head()
            .getDate(0);
    return Optional.ofNullable(day).map(Date::toLocalDate);
  }
}
