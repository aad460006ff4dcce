package dev.holdfast.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.JobException;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitTest {
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

    List<Trial> trials = run(candidates);

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

    List<Unit> units = Unit.of(candidates, 1);

    // Two depths, two grids of machines, two trees; the longest boosting first.
    assertThat(units).hasSize(6);
    assertThat(units.stream().mapToInt(unit -> unit.candidates().size()).sum())
        .isEqualTo(candidates.size());
  }

  @Test
  void neighboursAreRefusedByAllRowsNotByThoseOfAFold() {
    List<Candidate> candidates =
        Candidate.of(List.of(new Grid.NearestNeighbours("near", List.of(5), 899)));

    assertThatThrownBy(() -> run(candidates))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("there are 900 labelled training rows");
  }

  private List<Trial> run(List<Candidate> candidates) {
    List<Trial> trials = new ArrayList<>();
    for (Unit unit : Unit.of(candidates, FOLDS)) {
      trials.addAll(
          FoldMatrices.with(SEARCH, unit.fold(), () -> rows, matrices -> unit.run(matrices, 1, 7)));
    }
    return trials;
  }
}
