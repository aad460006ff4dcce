package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Training.Budget;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.GridSearch;
import dev.holdfast.training.search.GridSearch.Found;
import dev.holdfast.training.search.SearchState;
import dev.holdfast.training.search.Trial;
import dev.holdfast.training.search.TrialLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class GridSearchTest {
  private static final int FOLDS = 3;
  private static final RowBlock ROWS = rows(900, 5, 11);
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate.Linear("linear", 0.01, 0, 100),
          new Candidate.Linear("linear", 0.1, 0, 100),
          boosted(2, 5),
          boosted(2, 10),
          boosted(3, 5),
          boosted(3, 10));

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark =
        Sessions.open(
            "search test", Map.of("spark.master", "local[2]", "spark.ui.enabled", "false"));
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void everyCandidateIsTriedOnEveryFold() {
    Found found = search("all").run(spark, ROWS, CANDIDATES);

    assertThat(found.trials()).hasSize(CANDIDATES.size() * FOLDS);
    assertThat(found.ranked()).hasSize(CANDIDATES.size());
    assertThat(found.ranked()).isSortedAccordingTo((a, b) -> Double.compare(b.value(), a.value()));
  }

  /**
   * Executors that hold parts of the rows bin and add up in another order; of 300 rows that judge a
   * fold a few go the other way at a split. What is fitted without a matrix is the same.
   */
  @Test
  void trialsOnPartsOfTheRowsAgreeWithThoseOnAMatrixAFold() {
    List<Candidate> candidates = new ArrayList<>(CANDIDATES);
    candidates.addAll(
        Candidate.of(List.of(new Grid.DecisionTree("tree", List.of(3), List.of(10.0)))));
    Found whole = search("whole").run(spark, ROWS, candidates);
    spark.conf().set("spark.holdfast.search.mode", "data-parallel");
    try {
      Found parts = search("parts").run(spark, ROWS, candidates);

      assertThat(parts.trials()).hasSameSizeAs(whole.trials());
      for (int at = 0; at < whole.trials().size(); at++) {
        Trial one = whole.trials().get(at);
        Trial other = parts.trials().get(at);
        double noise = one.candidate() < 2 ? 1e-12 : 0.01;
        assertThat(List.of(other.candidate(), other.fold(), other.rows(), other.positives()))
            .isEqualTo(List.of(one.candidate(), one.fold(), one.rows(), one.positives()));
        assertThat(other.auc()).as("%s", one).isCloseTo(one.auc(), within(noise));
        assertThat(other.trainAuc()).as("%s", one).isCloseTo(one.trainAuc(), within(noise));
        assertThat(other.logLoss()).as("%s", one).isCloseTo(one.logLoss(), within(noise));
      }
    } finally {
      spark.conf().unset("spark.holdfast.search.mode");
    }
  }

  @RepeatedTest(5)
  void aSearchThatDiesIsGoneOnWithAndRepeatsNoFinishedTrial(
      org.junit.jupiter.api.RepetitionInfo repetition) {
    Memory log = new Memory(repetition.getCurrentRepetition());
    assertThatThrownBy(() -> run("dies", log, Budget.unlimited()))
        .hasStackTraceContaining("the machine died");
    int before = log.kept.size();

    log.appendsToLive = Integer.MAX_VALUE;
    Found resumed = run("dies", log, Budget.unlimited());

    assertThat(resumed.resumed()).isEqualTo(before).isPositive();
    assertThat(log.kept).hasSize(CANDIDATES.size() * FOLDS).doesNotHaveDuplicates();
    assertThat(log.kept.stream().map(trial -> List.of(trial.candidate(), trial.fold())))
        .doesNotHaveDuplicates();
    assertThat(resumed.ranked())
        .isEqualTo(search("undisturbed").run(spark, ROWS, CANDIDATES).ranked());
  }

  @Test
  void aBudgetOfTrialsEndsWithWholeCandidatesAndGoesOnWhenRaised() {
    Memory log = new Memory(Integer.MAX_VALUE);

    Found some = run("budget", log, new Budget(Optional.empty(), Optional.of(8)));
    Found all = run("budget", log, Budget.unlimited());

    assertThat(some.ranked()).isNotEmpty().hasSizeLessThan(CANDIDATES.size());
    assertThat(some.trials()).hasSize(some.ranked().size() * FOLDS);
    assertThat(all.resumed()).isGreaterThanOrEqualTo(some.trials().size());
    assertThat(all.ranked()).hasSize(CANDIDATES.size());
  }

  /** Of both kinds one is known: it shares its fit with one that is not. */
  @Test
  void aLongerGridTriesWhatIsNewAloneThoughItSharesAFit() {
    List<Candidate> shorter = List.of(CANDIDATES.get(0), CANDIDATES.get(2));
    Found before = search("longer").run(spark, ROWS, shorter);
    Memory log = new Memory(Integer.MAX_VALUE);
    before
        .trials()
        .forEach(
            each ->
                log.kept.add(
                    new Trial(
                        2 * each.candidate(),
                        each.fold(),
                        each.rows(),
                        each.positives(),
                        each.trainAuc(),
                        each.auc(),
                        each.averagePrecision(),
                        each.logLoss(),
                        each.seconds(),
                        each.peakMemory())));

    Found longer = run("longer", log, Budget.unlimited());

    assertThat(longer.resumed()).isEqualTo(shorter.size() * FOLDS);
    assertThat(longer.ranked()).hasSize(CANDIDATES.size());
    assertThat(log.kept).hasSize(CANDIDATES.size() * FOLDS);
  }

  @Test
  void aBudgetWithoutTimeTriesNothing() {
    Found none =
        run(
            "no time",
            new Memory(Integer.MAX_VALUE),
            new Budget(Optional.of(0.0), Optional.empty()));

    assertThat(none.trials()).isEmpty();
    assertThat(none.ranked()).isEmpty();
  }

  @Test
  void theWatcherIsToldHowFarTheSearchIs() {
    List<SearchState> states = new ArrayList<>();

    search("watched")
        .run(spark, ROWS, CANDIDATES, new Memory(100), Budget.unlimited(), states::add);

    SearchState last = states.get(states.size() - 1);
    assertThat(last.done()).isEqualTo(last.all()).isEqualTo(CANDIDATES.size() * FOLDS);
    assertThat(last.best()).isPresent();
    assertThat(states).isSortedAccordingTo((a, b) -> Integer.compare(a.done(), b.done()));
  }

  private static Found run(String id, TrialLog log, Budget budget) {
    return search(id).run(spark, ROWS, CANDIDATES, log, budget, state -> {});
  }

  private static GridSearch search(String id) {
    return new GridSearch(id, FOLDS, Metric.AUC, new Fitting(1, 7, 1));
  }

  private static Candidate boosted(int depth, int rounds) {
    return new Candidate.Boosted("boosted", depth, rounds, 0.3, 1, 1, 1, 1);
  }

  /** Keeps trials until it dies. */
  private static final class Memory implements TrialLog {
    private final List<Trial> kept = new ArrayList<>();
    private final AtomicInteger appends = new AtomicInteger();
    private int appendsToLive;

    Memory(int appendsToLive) {
      this.appendsToLive = appendsToLive;
    }

    @Override
    public List<Trial> finished() {
      return List.copyOf(kept);
    }

    @Override
    public void append(List<Trial> trials) {
      if (appends.incrementAndGet() > appendsToLive) {
        throw new IllegalStateException("the machine died");
      }
      kept.addAll(trials);
    }
  }

  private static RowBlock rows(int rows, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * width];
    byte[] labels = new byte[rows];
    int[] folds = new int[rows];
    long[] entities = new long[rows];
    for (int row = 0; row < rows; row++) {
      double margin = -1;
      for (int column = 0; column < width; column++) {
        float value = (float) (random.nextDouble() * 2 - 1);
        values[row * width + column] = value;
        margin += (column - 1) * value;
      }
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0);
      folds[row] = row % FOLDS;
      entities[row] = row;
    }
    return new RowBlock(rows, width, values, labels, folds, entities);
  }
}
