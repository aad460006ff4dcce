package dev.holdfast.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Search;
import dev.holdfast.problem.Space;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Space.Setting;
import dev.holdfast.problem.Training.Budget;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.fit.Samples;
import dev.holdfast.training.search.GridSearch.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpaceSearchTest {
  private static final int FOLDS = 3;
  private static final List<Space> FAMILIES =
      List.of(
          new Space(
              "linear",
              Kind.LOGISTIC_REGRESSION,
              List.of(
                  new Setting.Range("regularization", 1e-4, 1, false, true),
                  new Setting.Listed("elastic-net", List.of(0.0, 1.0)),
                  new Setting.Listed("max-iterations", List.of(30.0)))),
          new Space(
              "tree",
              Kind.DECISION_TREE,
              List.of(
                  new Setting.Range("depth", 1, 6, true, false),
                  new Setting.Range("min-child-weight", 1, 100, false, true))));

  static List<Search> methods() {
    return List.of(
        new Search.AtRandom(12, 3), new Search.Halving(12, 2, 3, 3), new Search.Bayesian(12, 3, 3));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aKilledSearchRepeatsNoFinishedTrialAndFindsTheSame(Search method) {
    SpaceSearch search = new SpaceSearch(FAMILIES, method, Metric.AUC, FOLDS);
    Memory undisturbed = new Memory(Integer.MAX_VALUE);
    SpaceSearch.Found whole = search.run(undisturbed);

    int killed = 0;
    for (int trials = 1; trials < undisturbed.fitted; trials += 2) {
      Memory memory = new Memory(trials);
      assertThatThrownBy(() -> search.run(memory)).hasMessage("the machine died");
      memory.toLive = Integer.MAX_VALUE;

      assertThat(search.run(memory)).isEqualTo(whole);
      assertThat(memory.fitted).isEqualTo(undisturbed.fitted);
      assertThat(memory.kept).isEqualTo(undisturbed.kept);
      killed++;
    }
    assertThat(killed).isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noMoreIsSpentThanTheMethodMay(Search method) {
    Memory memory = new Memory(Integer.MAX_VALUE);

    SpaceSearch search = new SpaceSearch(FAMILIES, method, Metric.AUC, FOLDS);
    SpaceSearch.Found found = search.run(memory);

    assertThat(found.spent()).isBetween(11.0, (double) search.planned());
    assertThat(memory.fitted).isEqualTo(Math.round(found.spent() * FOLDS));
    assertThat(found.ranked()).isSortedAccordingTo((a, b) -> Double.compare(b.value(), a.value()));
    assertThat(found.candidates()).doesNotHaveDuplicates();
  }

  @Test
  void theBestOfARungGoOn() {
    Memory memory = new Memory(Integer.MAX_VALUE);

    SpaceSearch.Found found =
        new SpaceSearch(FAMILIES, new Search.Halving(12, 2, 3, 3), Metric.AUC, FOLDS).run(memory);

    List<String> last =
        memory.kept.entrySet().stream()
            .filter(each -> each.getKey().endsWith("@1"))
            .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
            .limit(5)
            .map(each -> each.getKey().replace("@1", ""))
            .toList();
    assertThat(memory.kept.keySet()).filteredOn(each -> each.endsWith("@1")).hasSize(20);
    assertThat(memory.kept.keySet()).filteredOn(each -> each.endsWith("@0")).hasSize(10);
    assertThat(memory.kept.keySet()).filteredOn(each -> each.endsWith("@2")).hasSize(5);
    assertThat(found.candidates()).extracting(Candidate::name).containsExactlyElementsOf(last);
  }

  @Test
  void theLeastLogLossIsTheBest() {
    SpaceSearch.Found found =
        new SpaceSearch(FAMILIES, new Search.Bayesian(20, 4, 1), Metric.LOG_LOSS, FOLDS)
            .run(new Memory(Integer.MAX_VALUE, value -> -value));

    assertThat(found.ranked()).isSortedAccordingTo((a, b) -> Double.compare(a.value(), b.value()));
  }

  @Test
  void aSearchThatIsCutShortRanksWhatWasTriedOnAllRows() {
    SpaceSearch.Found halved =
        new SpaceSearch(FAMILIES, new Search.Halving(12, 2, 3, 3), Metric.AUC, FOLDS)
            .run((candidates, folds) -> folds.size() < FOLDS ? some(candidates, 0) : List.of());
    SpaceSearch.Found proposed =
        new SpaceSearch(FAMILIES, new Search.Bayesian(12, 4, 3), Metric.AUC, FOLDS)
            .run((candidates, folds) -> some(candidates, 1));

    assertThat(halved.ranked()).isEmpty();
    assertThat(halved.candidates()).hasSizeLessThan(12);
    assertThat(proposed.ranked()).hasSize(3);
  }

  /**
   * What is proposed depends on results alone, so it is the same however many threads there are.
   */
  @Test
  void onSparkTheSameIsTriedWhateverTheNumberOfThreads() throws IOException {
    RowBlock rows = Samples.interacting(1200, 4, FOLDS, 29);
    List<Found> found = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      try (SparkSession spark =
          Sessions.open(
              "space search test",
              Map.of(
                  "spark.master", "local[%d]".formatted(threads), "spark.ui.enabled", "false"))) {
        for (Search method : methods()) {
          found.add(onSpark(spark, rows, method));
        }
      }
    }

    assertThat(found.subList(3, 6)).isEqualTo(found.subList(0, 3));
    for (Found each : found) {
      // The outcome is a product of two columns: no line ranks it well.
      assertThat(each.best()).startsWith("tree");
    }
  }

  private record Found(List<String> tried, String best, SpaceSearch.Found found) {}

  private static Found onSpark(SparkSession spark, RowBlock rows, Search method) {
    List<String> tried = new ArrayList<>();
    SpaceSearch.Found found =
        new SpaceSearch(FAMILIES, method, Metric.AUC, FOLDS)
            .run(
                (candidates, folds) -> {
                  candidates.forEach(each -> tried.add(each.name() + " on " + folds));
                  return new GridSearch("space " + folds, FOLDS, Metric.AUC, new Fitting(1, 7, 1))
                      .run(
                          spark,
                          rows,
                          candidates,
                          folds,
                          TrialLog.none(),
                          new Budget(Optional.empty(), Optional.empty()),
                          state -> {})
                      .ranked();
                });
    String best = found.candidates().get(found.ranked().get(0).candidate()).name();
    return new Found(tried, best, found);
  }

  private static List<Ranked> some(List<Candidate> candidates, int missing) {
    return IntStream.range(0, candidates.size() - missing)
        .mapToObj(number -> new Ranked(number, number))
        .toList();
  }

  /** Tries by a formula and keeps what it tried, until it dies. */
  private static final class Memory implements SpaceSearch.Trier {
    private final Map<String, Double> kept = new HashMap<>();
    private final DoubleUnaryOperator points;
    private int toLive;
    private int fitted;

    Memory(int toLive) {
      this(toLive, DoubleUnaryOperator.identity());
    }

    Memory(int toLive, DoubleUnaryOperator points) {
      this.toLive = toLive;
      this.points = points;
    }

    @Override
    public List<Ranked> tried(List<Candidate> candidates, List<Integer> folds) {
      List<Ranked> ranked = new ArrayList<>();
      for (int number = 0; number < candidates.size(); number++) {
        double sum = 0;
        for (int fold : folds) {
          sum += kept(candidates.get(number), fold);
        }
        ranked.add(new Ranked(number, sum / folds.size()));
      }
      return ranked;
    }

    private double kept(Candidate candidate, int fold) {
      String name = candidate.name() + "@" + fold;
      if (!kept.containsKey(name)) {
        if (fitted >= toLive) {
          throw new IllegalStateException("the machine died");
        }
        fitted++;
        kept.put(name, points.applyAsDouble(value(candidate) + 0.01 * fold));
      }
      return kept.get(name);
    }

    private static double value(Candidate candidate) {
      return candidate.parameters().values().stream()
          .mapToDouble(Double::parseDouble)
          .map(value -> -Math.abs(Math.log(value + 1) - 1))
          .sum();
    }
  }
}
