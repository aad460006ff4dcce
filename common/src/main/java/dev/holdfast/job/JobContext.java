package dev.holdfast.job;

import dev.holdfast.problem.Problem;
import dev.holdfast.table.Tables;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What a job is given to run.
 *
 * @param asOf the day that the run is for: a day of the problem's calendar
 * @param options the job's own options that were given
 */
public record JobContext(
    SparkSession spark,
    Problem problem,
    Tables tables,
    LocalDate asOf,
    JobOptions options,
    RunRecord record,
    Progress progress) {

  /** The version of the code that runs, as its jar states it. */
  public String codeVersion() {
    return Optional.ofNullable(JobContext.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
