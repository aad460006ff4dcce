package dev.holdfast.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * What acting on the highest tenths of rows would find.
 *
 * @param deciles the highest scores first
 */
public record Gains(List<Decile> deciles) {
  private static final int TENTHS = 10;

  public Gains {
    deciles = List.copyOf(deciles);
  }

  /**
   * A tenth of the rows.
   *
   * @param lift its share of positives over that of all rows
   * @param gain the share of all positives that it and the tenths above it hold
   */
  public record Decile(long rows, long positives, double lift, double gain) {}

  /** The table of a ranking that has positives; rows of one score stand in their own order. */
  public static Gains of(RankMetrics ranks) {
    List<Decile> deciles = new ArrayList<>(TENTHS);
    double all = ranks.positives();
    long found = 0;
    int begin = 0;
    for (int tenth = 1; tenth <= TENTHS; tenth++) {
      int end = (int) ((long) ranks.rows() * tenth / TENTHS);
      long positives = ranks.positives(begin, end);
      found += positives;
      int rows = end - begin;
      double lift = rows == 0 ? 0 : positives / (double) rows / (all / ranks.rows());
      deciles.add(new Decile(rows, positives, lift, found / all));
      begin = end;
    }
    return new Gains(deciles);
  }
}
