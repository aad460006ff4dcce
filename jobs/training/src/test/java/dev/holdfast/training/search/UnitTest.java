package dev.holdfast.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.JobException;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.fit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitTest {
  private static final Fitting FITTING = new Fitting(1, 7, 1);
  private static final String SEARCH = "unit test";
  private static final int FOLDS = 3;
  private static final List<Double> ONE = List.of(1.0);

  private final RowBlock rows = Samples.interacting(900, 4, FOLDS, 17);

  @AfterEach
  void release() {
    FoldMatrices.release(SEARCH);
  }

  @Test
  void aGridOfAllKindsYieldsATrialOfEachCandidateOnEachFold() {
    List<Candidate> candidates =
        Candidate.of(
            List.of(
                new Grid.LogisticRegression("linear", List.of(0.1, 0.01), List.of(0.0), 50),
                new Grid.GradientBoosting(
                    "trees", List.of(3), List.of(5, 20), List.of(0.3), ONE, ONE, ONE, ONE),
                new Grid.DecisionTree("tree", List.of(2, 4), List.of(10.0)),
                new Grid.RandomForest(
                    "forest", List.of(6), List.of(20), List.of(5.0), List.of(0.6), List.of(0.5)),
                new Grid.LinearSvm("svm", List.of(0.01, 0.1), 50),
                new Grid.NaiveBayes("bayes", ONE, List.of(0.001)),
                new Grid.NearestNeighbours("near", List.of(5, 25), 1000)));

    List<Trial> trials = run(candidates, SearchMode.MATRIX_PER_FOLD);

    assertThat(candidates).hasSize(12);
    assertThat(candidates).extracting(Candidate::name).doesNotHaveDuplicates();
    assertThat(trials).hasSize(candidates.size() * FOLDS);
    for (int number = 0; number < candidates.size(); number++) {
      int candidate = number;
      List<Trial> own = trials.stream().filter(each -> each.candidate() == candidate).toList();
      assertThat(own).extracting(Trial::fold).containsExactlyInAnyOrder(0, 1, 2);
      // The first column alone ranks outcomes better than chance, for every kind.
      assertThat(own)
          .as(candidates.get(number).name())
          .allMatch(trial -> trial.auc() > 0.6 && trial.trainAuc() > 0.6 && trial.logLoss() < 0.75);
    }
  }

  @Test
  void candidatesThatShareAFitAreOneUnit() {
    List<Candidate> candidates =
        Candidate.of(
            List.of(
                new Grid.GradientBoosting(
                    "trees", List.of(2, 3), List.of(5, 20), List.of(0.3), ONE, ONE, ONE, ONE),
                new Grid.LinearSvm("svm", List.of(0.01, 0.1), 50),
                new Grid.LinearSvm("other", List.of(0.01), 50),
                new Grid.DecisionTree("tree", List.of(2, 4), List.of(10.0))));

    List<Unit> units = Unit.of(candidates, List.of(0));

    // Two depths, two grids of machines, two trees; the longest boosting first.
    assertThat(units).hasSize(6);
    assertThat(units.stream().mapToInt(unit -> unit.candidates().size()).sum())
        .isEqualTo(candidates.size());
  }

  @Test
  void neighboursAreRefusedByAllRowsNotByThoseOfAFold() {
    List<Candidate> candidates =
        Candidate.of(List.of(new Grid.NearestNeighbours("near", List.of(5), 899)));

    assertThatThrownBy(() -> run(candidates, SearchMode.MATRIX_PER_FOLD))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("there are 900 labelled training rows");
  }

  @Test
  void trialsOnASharedMatrixAgreeWithThoseOnAMatrixAFold() {
    List<Candidate> candidates =
        Candidate.of(
            List.of(
                new Grid.LogisticRegression("linear", List.of(0.1), List.of(0.0), 50),
                new Grid.GradientBoosting(
                    "trees", List.of(2, 4), List.of(5, 30), List.of(0.3), ONE, ONE, ONE, ONE),
                new Grid.DecisionTree("tree", List.of(3), List.of(10.0)),
                new Grid.RandomForest(
                    "forest", List.of(5), List.of(50), List.of(5.0), List.of(0.6), List.of(0.5))));

    List<Trial> own = run(candidates, SearchMode.MATRIX_PER_FOLD);
    List<Trial> shared = run(candidates, SearchMode.SHARED_MATRIX);

    for (int at = 0; at < own.size(); at++) {
      Trial one = own.get(at);
      Trial other = shared.get(at);
      String name = candidates.get(one.candidate()).name();
      assertThat(List.of(other.candidate(), other.fold(), other.rows(), other.positives()))
          .as(name)
          .isEqualTo(List.of(one.candidate(), one.fold(), one.rows(), one.positives()));
      // Rows that weigh nothing take part in the draw of a forest's samples. Boosting draws none,
      // but a split between two levels of the training rows may fall on either side of a level
      // that only the 300 held-out rows have: some of these go the other way.
      double noise = name.startsWith("forest") ? 0.03 : 0.005;
      assertThat(other.auc()).as(name).isCloseTo(one.auc(), within(noise));
      assertThat(other.trainAuc()).as(name).isCloseTo(one.trainAuc(), within(noise));
      assertThat(other.logLoss()).as(name).isCloseTo(one.logLoss(), within(noise));
    }
  }

  @Test
  void trialsOfAllFoldsAtOnceOnASharedMatrixGiveWhatTheyGiveInTurn() {
    List<Candidate> candidates =
        Candidate.of(
            List.of(
                new Grid.GradientBoosting(
                    "trees", List.of(2, 3, 4), List.of(20), List.of(0.3), ONE, ONE, ONE, ONE)));
    List<Trial> inTurn = run(candidates, SearchMode.SHARED_MATRIX);
    release();

    List<Trial> atOnce =
        Unit.of(candidates, IntStream.range(0, FOLDS).boxed().toList()).parallelStream()
            .flatMap(unit -> run(unit, SearchMode.SHARED_MATRIX).stream())
            .toList();

    assertThat(atOnce)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds", "peakMemory")
        .containsExactlyElementsOf(inTurn);
  }

  private List<Trial> run(List<Candidate> candidates, SearchMode mode) {
    List<Trial> trials = new ArrayList<>();
    for (Unit unit : Unit.of(candidates, IntStream.range(0, FOLDS).boxed().toList())) {
      trials.addAll(run(unit, mode));
    }
    release();
    return trials;
  }

  private List<Trial> run(Unit unit, SearchMode mode) {
    return FoldMatrices.with(
        SEARCH,
        mode,
        FITTING.bins(),
        unit.fold(),
        () -> rows,
        matrices -> unit.run(matrices, FITTING));
  }
}
