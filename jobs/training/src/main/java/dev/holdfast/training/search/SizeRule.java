package dev.holdfast.training.search;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Decides from the data's size and the executors' memory how trials share it: a matrix a fold while
 * that fits, for it costs the least CPU; one matrix for all folds while only that fits; parts of it
 * in all executors beyond. The chosen candidate's last fit is the driver's, on all rows.
 */
public final class SizeRule {
  /** The setting of Spark that forces a mode. */
  public static final String SETTING = "spark.holdfast.search.mode";

  static final String BY_SIZE = "by-size";
  // Bytes of a cell in XGBoost's memory, measured: as it is given, and with its bins.
  private static final double PLAIN_CELL = 8.4;
  private static final double BINNED_CELL = 13.7;

  private final double cells;
  private final int folds;
  private final long available;
  private final int executors;

  /**
   * @param available bytes of an executor's memory outside of its heap
   * @param executors how many there are
   */
  SizeRule(long rows, int width, int folds, long available, int executors) {
    this.cells = (double) rows * width;
    this.folds = folds;
    this.available = available;
    this.executors = executors;
  }

  /** A mode and why it was taken, in words. */
  public record Choice(SearchMode mode, String reason) {}

  /**
   * @param setting the value of {@link #SETTING}
   * @throws JobException with {@link ExitCode#CONFIGURATION} if nothing fits and nothing is forced
   */
  Choice choose(String setting) {
    if (!setting.equals(BY_SIZE)) {
      return new Choice(forced(setting), "%s, as %s says".formatted(setting, SETTING));
    }
    for (SearchMode mode : SearchMode.values()) {
      if (bytes(mode) <= available) {
        return new Choice(
            mode,
            "%s: it takes %s of the %s that an executor has outside of its heap%s"
                .formatted(
                    mode.written(),
                    written(bytes(mode)),
                    written((double) available),
                    mode == SearchMode.MATRIX_PER_FOLD
                        ? ""
                        : ", a matrix a fold would take "
                            + written(bytes(SearchMode.MATRIX_PER_FOLD))));
      }
    }
    throw new JobException(
        ExitCode.CONFIGURATION,
        String.format(
            Locale.ROOT,
            "Cannot search: one matrix of %,.0f values takes %s, and each of %d executors has %s"
                + " outside of its heap. Add executors, raise spark.executor.memoryOverhead, give a local run a smaller heap,"
                + " train on fewer days, or set %s to %s if there is more memory than Spark was"
                + " told.",
            cells,
            written(bytes(SearchMode.SHARED_MATRIX)),
            executors,
            written((double) available),
            SETTING,
            SearchMode.SHARED_MATRIX.written()));
  }

  /** Bytes of an executor that has made the matrices of all folds. */
  double bytes(SearchMode mode) {
    return switch (mode) {
      // Each row trains all folds but its own, and judges that one.
      case MATRIX_PER_FOLD -> cells * (BINNED_CELL * (folds - 1) + PLAIN_CELL);
      case SHARED_MATRIX -> cells * BINNED_CELL;
      case DATA_PARALLEL -> cells * BINNED_CELL / executors;
    };
  }

  private static SearchMode forced(String setting) {
    return Arrays.stream(SearchMode.values())
        .filter(mode -> mode.written().equals(setting))
        .findFirst()
        .orElseThrow(
            () ->
                new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot search: %s is %s. Set it to %s, %s."
                        .formatted(
                            SETTING,
                            setting,
                            BY_SIZE,
                            Arrays.stream(SearchMode.values())
                                .map(SearchMode::written)
                                .collect(Collectors.joining(", ")))));
  }

  private static String written(double bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
