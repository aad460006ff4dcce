package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the tables tell of one model version.
 *
 * @param evaluation absent of a version that was registered before it was kept
 * @param tried the candidates of its search, the best first
 * @param drift of the latest scored day that was compared with this version
 */
record ModelFacts(
    Problem problem,
    int version,
    String state,
    LocalDate asOf,
    String candidate,
    Map<String, Double> metrics,
    List<String> features,
    List<LocalDate> trainingDays,
    List<LocalDate> heldOutDays,
    Provenance provenance,
    List<Change> history,
    Optional<Evaluation> evaluation,
    List<Tried> tried,
    Optional<Drift> drift) {

  ModelFacts {
    metrics = Map.copyOf(metrics);
    features = List.copyOf(features);
    trainingDays = List.copyOf(trainingDays);
    heldOutDays = List.copyOf(heldOutDays);
    history = List.copyOf(history);
    tried = List.copyOf(tried);
  }

  /** Whether its data was made up: the true probabilities are known of no other. */
  boolean isDemonstration() {
    return problem.training().reference().isPresent();
  }

  /** What it was built from, and by what. */
  record Provenance(
      String digest,
      String problemDigest,
      Map<String, Long> tableVersions,
      String codeVersion,
      Map<String, String> libraries,
      long seed,
      String runId,
      Instant createdAt) {
    Provenance {
      tableVersions = Map.copyOf(tableVersions);
      libraries = Map.copyOf(libraries);
    }
  }

  /** A state that it came to. */
  record Change(String state, Instant at, String why) {}

  /**
   * A candidate on all folds.
   *
   * @param mean of the metric that ranks
   * @param low of the worst and best fold
   * @param training the mean AUC on the rows that each fold was fitted on
   */
  record Tried(
      String candidate, long folds, double mean, double low, double high, double training) {}

  /** How far a day lies from the training rows. */
  record Drift(LocalDate asOf, List<OfFeature> features) {
    Drift {
      features = List.copyOf(features);
    }

    /** Of one feature; {@code psi} is its population stability index. */
    record OfFeature(String feature, double psi, boolean beyond, double missing) {}
  }

  /** A metric, NaN where it was not measured. */
  double metric(String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }

  /** The metric that ranks candidates, as the registry names it. */
  String ranking() {
    return problem.training().metric().name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The share of held-out rows that were positive. */
  double base() {
    return metric("holdout.positives") / metric("holdout.rows");
  }
}
