package dev.holdfast.model;

import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Which values of a row are unlike the training rows: what fewer than one in a hundred of them had,
 * the model has hardly learnt about. They are flagged as {@code missing:<feature>} and {@code
 * unseen:<feature>}.
 */
public final class UnusualValues {
  private static final double RARE = 0.01;

  private UnusualValues() {}

  /** Whether a missing value of an input is unusual. */
  public static boolean isMissingUnusual(TrainedModel model, int input) {
    List<Double> shares = model.inputs().get(input).shares();
    return shares.get(shares.size() - 1) < RARE;
  }

  /** Whether a value that the model knows nothing about is unusual; for a category only. */
  public static boolean isUnseenUnusual(TrainedModel model, int input) {
    return model.encoding().inputs().get(input) instanceof Category category
        && model.inputs().get(input).shares().get(category.kept().size()) < RARE;
  }

  /** The flag of a missing value. */
  public static String missing(Input input) {
    return "missing:" + input.name();
  }

  /** The flag of a value that the model knows nothing about. */
  public static String unseen(Input input) {
    return "unseen:" + input.name();
  }

  /**
   * The flags of a row.
   *
   * @param values see {@link FeatureEncoding#encode}
   */
  public static List<String> flags(TrainedModel model, IntFunction<?> values) {
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < model.inputs().size(); i++) {
      Input input = model.encoding().inputs().get(i);
      Object value = values.apply(i);
      if (value == null && isMissingUnusual(model, i)) {
        flags.add(missing(input));
      } else if (value != null
          && input instanceof Category category
          && !category.kept().contains((String) value)
          && isUnseenUnusual(model, i)) {
        flags.add(unseen(input));
      }
    }
    return List.copyOf(flags);
  }
}
