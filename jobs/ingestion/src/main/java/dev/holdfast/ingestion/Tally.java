package dev.holdfast.ingestion;

import dev.holdfast.job.Progress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts the rows of a batch as they pass on their way into a file, and keeps those that are not
 * clean while they are few, which saves reading the batch once more for them.
 *
 * <p>{@code Dataset.observe} would count too, but it cannot keep rows.
 */
final class Tally extends AccumulatorV2<Tally.Unclean, Tally.Counts> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_ROWS = 50_000;
  private static final int MOST_ROWS_OF_A_TASK = 10_000;
  private static final long MOST_CHARACTERS_OF_A_TASK = 2_000_000;

  private long read;
  private long firsts;
  private long duplicate;
  private long unclean;
  private long quarantined;
  private long characters;
  private boolean all = true;
  // Spark sends it to the driver now and then while the task fills it.
  private final List<Unclean> kept = Collections.synchronizedList(new ArrayList<>());

  /** A row that is not clean. */
  record Unclean(String raw, String file, int copy) implements Serializable {}

  /**
   * What was counted.
   *
   * @param firsts rows that count among several copies
   * @param unclean rows that break a rule, duplicates included
   * @param quarantined the same without duplicates
   * @param rows the unclean ones, unless they are too many
   */
  record Counts(
      long read,
      long firsts,
      long duplicate,
      long unclean,
      long quarantined,
      Optional<List<Unclean>> rows) {
    long accepted() {
      return read - duplicate - quarantined;
    }

    String words() {
      return "%s rows: %s accepted, %s duplicate, %s quarantined"
          .formatted(
              Progress.count(read),
              Progress.count(accepted()),
              Progress.count(duplicate),
              Progress.count(quarantined));
    }
  }

  /** Counts a clean row. */
  void add(int copy) {
    read++;
    firsts += copy == RowColumns.Copy.FIRST ? 1 : 0;
    duplicate += copy == RowColumns.Copy.FURTHER ? 1 : 0;
  }

  /** Counts a row that is not clean. */
  @Override
  public void add(Unclean row) {
    add(row.copy());
    unclean++;
    quarantined += row.copy() == RowColumns.Copy.FURTHER ? 0 : 1;
    characters += row.raw().length();
    if (kept.size() < MOST_ROWS_OF_A_TASK && characters < MOST_CHARACTERS_OF_A_TASK) {
      kept.add(row);
    } else {
      all = false;
    }
  }

  @Override
  public Counts value() {
    return new Counts(
        read,
        firsts,
        duplicate,
        unclean,
        quarantined,
        all ? Optional.of(List.copyOf(kept)) : Optional.empty());
  }

  @Override
  public void merge(AccumulatorV2<Unclean, Counts> other) {
    if (!(other instanceof Tally more)) {
      throw new IllegalArgumentException("Cannot add " + other + " to a tally");
    }
    read += more.read;
    firsts += more.firsts;
    duplicate += more.duplicate;
    unclean += more.unclean;
    quarantined += more.quarantined;
    all &= more.all && kept.size() + more.kept.size() <= MOST_ROWS;
    if (all) {
      kept.addAll(more.kept);
    } else {
      kept.clear();
    }
  }

  @Override
  public Tally copy() {
    Tally copy = new Tally();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    read = 0;
    firsts = 0;
    duplicate = 0;
    unclean = 0;
    quarantined = 0;
    characters = 0;
    all = true;
    kept.clear();
  }

  @Override
  public boolean isZero() {
    return read == 0;
  }
}
