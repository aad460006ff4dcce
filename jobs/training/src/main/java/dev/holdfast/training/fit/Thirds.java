package dev.holdfast.training.fit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.training.data.RowBlock;

/**
 * Rows parted in three by entity, so that what is learnt from a model's scores is learnt from
 * scores of rows that the model has not seen.
 */
final class Thirds {
  static final int COUNT = 3;

  private Thirds() {}

  /**
   * The same rows, with their third as their fold.
   *
   * @param kind of the candidate that is to be fitted
   * @throws JobException with {@link ExitCode#CONFIGURATION} if two of the thirds have one class
   */
  static RowBlock of(RowBlock rows, String kind) {
    int[] parts = new int[rows.rows()];
    for (int row = 0; row < parts.length; row++) {
      // The folds are the entity's remainder: other bits part the rows of a fold evenly.
      parts[row] = Math.floorMod((int) (rows.entities()[row] >>> 32), COUNT);
    }
    RowBlock parted =
        new RowBlock(
            rows.rows(), rows.width(), rows.values(), rows.labels(), parts, rows.entities());
    for (int part = 0; part < COUNT; part++) {
      RowBlock others = parted.slice(part, false);
      if (others.positives() == 0 || others.positives() == others.rows()) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot fit a %s: its probabilities are learnt on thirds of the entities, and the %,d rows without one third have %,d positives. Remove the candidate, or train on more days."
                .formatted(kind, others.rows(), others.positives()));
      }
    }
    return parted;
  }
}
