package dev.holdfast.training.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Percentile intervals by resampling entities, not rows: the rows of one entity tell much the same
 * story, and drawing them one by one would make intervals too narrow. All metrics see the same
 * resamples, each in one pass over the rows.
 */
public final class Bootstrap {
  private static final int RESAMPLES = 200;

  private final Sample[] samples;

  private Bootstrap(Sample[] samples) {
    this.samples = samples;
  }

  /** What the metrics are on one resample; {@code ranks} is NaN where one class was not drawn. */
  public record Sample(RankMetrics.Weighted ranks, double logLoss) {}

  /** The middle 95 % of a metric over resamples. */
  public record Interval(double low, double high) {}

  /**
   * Resamples the rows of a model.
   *
   * @param entities a number for each row's entity
   * @param share of the rows that the lift is of
   */
  public static Bootstrap of(
      float[] probabilities, byte[] labels, long[] entities, double share, long seed) {
    RankMetrics ranks = new RankMetrics(probabilities, labels);
    double[] losses = new double[labels.length];
    for (int row = 0; row < losses.length; row++) {
      losses[row] = Losses.logLoss(probabilities[row], labels[row]);
    }
    Entities numbered = Entities.of(entities);
    int[] entityOf = numbered.of();
    int count = numbered.count();
    SplittableRandom random = new SplittableRandom(seed);
    Sample[] samples = new Sample[RESAMPLES];
    int[] drawn = new int[count];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      Arrays.fill(drawn, 0);
      for (int draw = 0; draw < count; draw++) {
        drawn[random.nextInt(count)]++;
      }
      samples[sample] =
          new Sample(
              ranks.weighted(row -> drawn[entityOf[row]], share), mean(losses, drawn, entityOf));
    }
    return new Bootstrap(samples);
  }

  /** The interval of one metric; resamples that have no positives or no negatives do not count. */
  public Interval interval(ToDoubleFunction<Sample> metric) {
    double[] sorted =
        Arrays.stream(samples)
            .filter(sample -> !Double.isNaN(sample.ranks().auc()))
            .mapToDouble(metric)
            .sorted()
            .toArray();
    return middle(sorted);
  }

  private static Interval middle(double[] sorted) {
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(
        sorted[(int) (0.025 * (sorted.length - 1))], sorted[(int) (0.975 * (sorted.length - 1))]);
  }

  /**
   * The interval of the difference of a metric between two models of the same rows, whose resamples
   * are the same: what they have in common does not widen it.
   *
   * @param other made of the same entities with the same seed
   */
  public Interval difference(Bootstrap other, ToDoubleFunction<Sample> metric) {
    double[] sorted =
        IntStream.range(0, samples.length)
            .filter(sample -> !Double.isNaN(samples[sample].ranks().auc()))
            .mapToDouble(
                sample ->
                    metric.applyAsDouble(samples[sample])
                        - metric.applyAsDouble(other.samples[sample]))
            .sorted()
            .toArray();
    return middle(sorted);
  }

  private static double mean(double[] losses, int[] drawn, int[] entityOf) {
    double sum = 0;
    long rows = 0;
    for (int row = 0; row < losses.length; row++) {
      int times = drawn[entityOf[row]];
      sum += times * losses[row];
      rows += times;
    }
    return sum / rows;
  }
}
