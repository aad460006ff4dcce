package dev.holdfast.benchmark;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.BoostedFit;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import java.util.Collections;
import java.util.List;

/** Trees of a wanted size, fitted as the training job fits them. */
final class FittedTrees {
  private static final double LEARNING_RATE = 0.1;

  private FittedTrees() {}

  static BoostedTrees of(RowBlock rows, int trees, int depth) {
    Candidate.Boosted candidate =
        new Candidate.Boosted("benchmark", depth, trees, LEARNING_RATE, 1, 1, 1, 1);
    return BoostedFit.model(
        rows, candidate, new Fitting(1, 7, Runtime.getRuntime().availableProcessors()));
  }

  /** These trees as a model that can be applied, to whose features any value is usual. */
  static TrainedModel model(BoostedTrees trees, FeatureEncoding encoding) {
    List<Distribution> inputs =
        encoding.inputs().stream()
            .map(
                input ->
                    input instanceof Category category
                        ? new Distribution.OfCategories(category, alike(category.width()))
                        : (Distribution) new Distribution.OfNumbers(List.of(), alike(2)))
            .toList();
    return new TrainedModel(
        encoding,
        trees,
        new Calibrator.Platt(0.9, -0.1),
        inputs,
        new Distribution.OfNumbers(List.of(), List.of()));
  }

  private static List<Double> alike(int bins) {
    return Collections.nCopies(bins, 1.0 / bins);
  }
}
