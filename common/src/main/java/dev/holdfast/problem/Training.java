package dev.holdfast.problem;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How models are tried and which is kept.
 *
 * @param folds that every candidate is compared on; by time there may be fewer
 * @param foldsBy what parts the rows of one fold from those of another
 * @param bins levels of a column that trees tell apart
 * @param candidates the families that are searched
 * @param search how they are searched
 * @param budget where a search stops, if not at its end
 * @param blend whether the best of several families are blended and tried as one more candidate
 * @param negativesPerPositive negatives that a down-sampled fit keeps for each positive
 * @param calibration how the chosen candidate's probabilities are set right
 * @param reference a source that knows each row's true probability, for data made by a generator
 */
public record Training(
    Split split,
    int folds,
    FoldsBy foldsBy,
    long seed,
    int bins,
    Metric metric,
    ClassBalance balance,
    double negativesPerPositive,
    CalibrationMethod calibration,
    List<Space> candidates,
    Search search,
    Budget budget,
    Optional<Blend> blend,
    Optional<Reference> reference,
    Leak leak) {

  public Training {
    candidates = List.copyOf(candidates);
  }

  /**
   * How long a search may go on; what is under way is finished.
   *
   * @param minutes of wall time, of one run
   * @param trials in all, those of earlier runs of the same search included
   */
  public record Budget(Optional<Double> minutes, Optional<Integer> trials) {

    /** A search goes on to its end. */
    public static Budget unlimited() {
      return new Budget(Optional.empty(), Optional.empty());
    }

    /** As a person says it, such as {@code 8 trials}. */
    @Override
    public String toString() {
      return Stream.concat(
              minutes.map(many -> many + " minutes").stream(),
              trials.map(many -> many + " trials").stream())
          .collect(Collectors.joining(" or "));
    }
  }

  /**
   * A candidate made of the best of the families.
   *
   * @param members families whose best is part of it, the best ones; of two at least
   */
  public record Blend(int members) {}

  /**
   * When a single feature is too good to be true.
   *
   * @param auc its area under the curve, alone, beyond which it is suspected
   * @param jump the difference of that area between the training and the held-out days beyond which
   *     it is suspected
   */
  public record Leak(double auc, double jump) {}

  /** Which rows train and which are held out. */
  public sealed interface Split {
    /**
     * The days are named: training days in [from, until], held-out days from {@code holdoutFrom}.
     */
    record Dated(Optional<LocalDate> from, LocalDate until, LocalDate holdoutFrom)
        implements Split {}

    /**
     * The last {@code holdout} labelled days are held out; days whose labels reach into them are
     * used by neither side.
     */
    record Rolling(int holdout, Optional<LocalDate> from) implements Split {}

    /**
     * A share of the entities, told by their hash, is held out on the same days that the others
     * train on: for snapshots, that have no later days.
     *
     * @param holdoutShare of all entities, above 0 and below 1
     */
    record Entities(double holdoutShare) implements Split {}
  }

  /** What parts the rows that a candidate is fitted on from those that it is judged on. */
  public enum FoldsBy {
    /**
     * Later days judge what earlier days taught. An entity may be on both sides, as one that is
     * scored may have been trained on; days whose labels reach into the judging days are left out.
     */
    TIME,
    /** All rows of an entity, whatever their days, are on one side. */
    ENTITY
  }

  /** The metric that candidates are ranked by; more is better, log loss apart. */
  public enum Metric {
    AUC,
    AVERAGE_PRECISION,
    LOG_LOSS
  }

  /** What a fit does about positives being rarer than negatives. */
  public enum ClassBalance {
    NONE,
    /** Positives weigh as much as negatives, all together. */
    WEIGHTED,
    /**
     * Some negatives are left out of the fit, and probabilities are set right for it (King and
     * Zeng, Logistic Regression in Rare Events Data, 2001).
     */
    DOWN_SAMPLED
  }

  /** What is learnt from out-of-fold scores to turn them into frequencies. */
  public enum CalibrationMethod {
    /** Whichever of the others is best on rows that it was not learnt from. */
    AUTO,
    NONE,
    ISOTONIC,
    PLATT
  }

  /** A family of candidates: every combination of the listed values is one. */
  public sealed interface Grid {
    String name();

    /**
     * Logistic regression with an elastic net.
     *
     * @param regularization strengths of the penalty on standardised features
     * @param elasticNet share of L1 in the penalty, from 0 to 1
     */
    record LogisticRegression(
        String name, List<Double> regularization, List<Double> elasticNet, int maxIterations)
        implements Grid {
      public LogisticRegression {
        regularization = List.copyOf(regularization);
        elasticNet = List.copyOf(elasticNet);
      }
    }

    /** Gradient boosted trees. */
    record GradientBoosting(
        String name,
        List<Integer> depth,
        List<Integer> rounds,
        List<Double> learningRate,
        List<Double> minChildWeight,
        List<Double> subsample,
        List<Double> columnSample,
        List<Double> l2)
        implements Grid {
      public GradientBoosting {
        depth = List.copyOf(depth);
        rounds = List.copyOf(rounds);
        learningRate = List.copyOf(learningRate);
        minChildWeight = List.copyOf(minChildWeight);
        subsample = List.copyOf(subsample);
        columnSample = List.copyOf(columnSample);
        l2 = List.copyOf(l2);
      }
    }

    /**
     * One tree that splits by Gini impurity.
     *
     * @param minChildWeight least rows in a leaf; a positive row counts its weight
     */
    record DecisionTree(String name, List<Integer> depth, List<Double> minChildWeight)
        implements Grid {
      public DecisionTree {
        depth = List.copyOf(depth);
        minChildWeight = List.copyOf(minChildWeight);
      }
    }

    /**
     * Trees on samples of the rows and columns, whose probabilities are averaged.
     *
     * @param minChildWeight least rows in a leaf; a positive row counts its weight
     * @param subsample share of the rows that each tree sees, drawn without replacement
     * @param columnSample share of the columns that each split may choose from
     */
    record RandomForest(
        String name,
        List<Integer> depth,
        List<Integer> trees,
        List<Double> minChildWeight,
        List<Double> subsample,
        List<Double> columnSample)
        implements Grid {
      public RandomForest {
        depth = List.copyOf(depth);
        trees = List.copyOf(trees);
        minChildWeight = List.copyOf(minChildWeight);
        subsample = List.copyOf(subsample);
        columnSample = List.copyOf(columnSample);
      }
    }

    /**
     * Linear support vector machine with the squared hinge loss.
     *
     * @param regularization strengths of the L2 penalty on standardised features
     */
    record LinearSvm(String name, List<Double> regularization, int maxIterations) implements Grid {
      public LinearSvm {
        regularization = List.copyOf(regularization);
      }
    }

    /**
     * Naive Bayes: columns of zeros and ones are Bernoulli, others are Gaussian.
     *
     * @param smoothing rows that every value of a Bernoulli column is taken to have been seen in
     *     beside those it was seen in
     * @param varianceSmoothing share of a column's whole variance that is added to that within each
     *     class
     */
    record NaiveBayes(String name, List<Double> smoothing, List<Double> varianceSmoothing)
        implements Grid {
      public NaiveBayes {
        smoothing = List.copyOf(smoothing);
        varianceSmoothing = List.copyOf(varianceSmoothing);
      }
    }

    /**
     * The outcomes of the most similar training rows.
     *
     * @param maxRows labelled rows beyond which the candidate is refused: every score looks at all
     */
    record NearestNeighbours(String name, List<Integer> k, int maxRows) implements Grid {
      public NearestNeighbours {
        k = List.copyOf(k);
      }
    }
  }

  /**
   * A source with one row per entity and day: {@code asOf} its day, {@code probability} the truth.
   */
  public record Reference(String source, String asOf, String probability) {}
}
