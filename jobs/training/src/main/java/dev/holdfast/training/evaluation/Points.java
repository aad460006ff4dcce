package dev.holdfast.training.evaluation;

import dev.holdfast.model.Evaluation.Cut;
import dev.holdfast.model.Evaluation.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The points of the curves that tell of probabilities whose outcomes are known. */
public final class Points {
  private static final int TENTHS = 10;

  private final float[] scores;
  private final byte[] labels;
  private final Entities entities;

  /**
   * @param entities a number for each row's entity
   */
  public Points(float[] scores, byte[] labels, long[] entities) {
    this(scores, labels, Entities.of(entities));
  }

  Points(float[] scores, byte[] labels, Entities entities) {
    this.scores = scores;
    this.labels = labels;
    this.entities = entities;
  }

  /** What acting on the highest rows would find. */
  public List<Cut> cuts() {
    return Cuts.of(scores, labels);
  }

  /** Tenths of the rows, the highest first; rows of one score stand in their own order. */
  public List<Group> deciles() {
    int[] order = DescendingOrder.of(scores);
    List<Group> deciles = new ArrayList<>();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      int begin = (int) ((long) order.length * tenth / TENTHS);
      int end = (int) ((long) order.length * (tenth + 1) / TENTHS);
      if (end > begin) {
        deciles.add(group(Arrays.copyOfRange(order, begin, end)));
      }
    }
    return deciles;
  }

  /** The bins of {@link Reliability}, the lowest first. */
  public List<Group> calibration() {
    return Reliability.members(scores, Reliability.BINS).stream().map(this::group).toList();
  }

  private Group group(int[] members) {
    return ClusteredShare.group(members, scores, labels, entities);
  }
}
