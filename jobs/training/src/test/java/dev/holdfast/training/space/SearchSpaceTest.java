package dev.holdfast.training.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.problem.Space;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Space.Setting;
import dev.holdfast.training.fit.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final Space LINEAR =
      new Space(
          "linear",
          Kind.LOGISTIC_REGRESSION,
          List.of(
              new Setting.Range("regularization", 0.0001, 1, false, true),
              new Setting.Listed("elastic-net", List.of(0.0, 0.5, 1.0)),
              new Setting.Listed("max-iterations", List.of(50.0))));
  private static final Space TREE =
      new Space(
          "tree",
          Kind.DECISION_TREE,
          List.of(
              new Setting.Range("depth", 2, 5, true, false),
              new Setting.Range("min-child-weight", 1, 100, false, true)));
  private static final SearchSpace SPACE = SearchSpace.of(List.of(LINEAR, TREE));

  @Test
  void equalRatiosOrDifferencesAreEquallyLikely() {
    List<Point> drawn = SPACE.draw(3, 4000);

    assertThat(drawn).hasSize(4000).doesNotHaveDuplicates();
    List<Double> strengths =
        drawn.stream().filter(p -> p.family() == 0).map(p -> p.values().get(0)).toList();
    assertThat(strengths).allMatch(value -> value >= 0.0001 && value <= 1);
    assertThat(share(strengths, 0.01)).isCloseTo(0.5, within(0.03));
    assertThat(share(strengths, 0.1)).isCloseTo(0.75, within(0.03));
    assertThat(
            drawn.stream()
                .filter(p -> p.family() == 0)
                .collect(Collectors.groupingBy(p -> p.values().get(1), Collectors.counting())))
        .hasSize(3)
        .allSatisfy((value, count) -> assertThat(count).isBetween(400L, 1000L));
  }

  @Test
  void wholeNumbersAreAsLikelyAtTheEndsOfARangeAsWithin() {
    Axis depth = new Axis.Range("depth", 2, 5, true, false);
    int[] counts = new int[6];
    for (int step = 0; step < 4000; step++) {
      counts[(int) depth.value((step + 0.5) / 4000)]++;
    }

    assertThat(counts).containsExactly(0, 0, 1000, 1000, 1000, 1000);
    assertThat(depth.value(0)).isEqualTo(2);
    assertThat(depth.value(1)).isEqualTo(5);
  }

  @Test
  void aValueIsWhereItsPositionSays() {
    Axis rate = new Axis.Range("learning-rate", 0.01, 0.3, false, true);
    for (double position = 0; position <= 1; position += 0.1) {
      assertThat(rate.position(rate.value(position))).isCloseTo(position, within(1e-3));
    }
    Axis.Choice choice = new Axis.Choice("elastic-net", List.of(0.0, 0.5, 1.0));
    assertThat(choice.value(choice.position(0.5))).isEqualTo(0.5);
    assertThat(choice.value(1)).isEqualTo(1.0);
  }

  @Test
  void aPointIsACandidateWhoseNameIsShort() {
    Candidate candidate = SPACE.candidate(new Point(0, List.of(0.01234, 0.5, 50.0)));

    assertThat(candidate).isEqualTo(new Candidate.Linear("linear", 0.01234, 0.5, 50));
    assertThat(SPACE.draw(1, 500))
        .allMatch(point -> SPACE.candidate(point).name().length() < 70)
        .extracting(point -> SPACE.candidate(point).name())
        .doesNotHaveDuplicates();
  }

  @Test
  void moreDrawsOfOneSeedBeginWithTheFewer() {
    assertThat(SPACE.draw(5, 30).subList(0, 10)).isEqualTo(SPACE.draw(5, 10));
    assertThat(SPACE.draw(6, 10)).isNotEqualTo(SPACE.draw(5, 10));
  }

  @Test
  void rungsCostWhatTheBudgetAllows() {
    assertThat(Rungs.of(30, 3, 3, 3).steps())
        .containsExactly(new Rungs.Rung(List.of(1), 54), new Rungs.Rung(List.of(1, 0, 2), 18));
    assertThat(Rungs.of(30, 2, 3, 5).steps())
        .extracting(Rungs.Rung::folds)
        .containsExactly(List.of(2), List.of(2, 1, 3), List.of(2, 1, 3, 0, 4));
    for (int folds = 1; folds < 9; folds++) {
      for (int budget = 3; budget < 100; budget++) {
        int most = budget * folds;
        assertThat(fits(Rungs.of(budget, 3, 3, folds))).isBetween(most - 3 * folds, most);
      }
    }
  }

  private static int fits(Rungs rungs) {
    int before = 0;
    int fits = 0;
    for (Rungs.Rung rung : rungs.steps()) {
      fits += rung.points() * (rung.folds().size() - before);
      before = rung.folds().size();
    }
    return fits;
  }

  @Test
  void aFitPassesFewerRoundsOnTheWay() {
    SearchSpace ranged = boosting(new Setting.Range("rounds", 10, 200, true, true));
    Point point = ranged.draw(3, 1).get(0);
    Candidate.Boosted whole = (Candidate.Boosted) ranged.candidate(point);

    assertThat(whole.rounds()).isGreaterThan(40);
    assertThat(ranged.onTheWay(point))
        .startsWith(whole, whole.withRounds(whole.rounds() / 2))
        .allMatch(each -> ((Candidate.Boosted) each).rounds() >= 10)
        .allMatch(each -> each.key().equals(whole.key()));

    SearchSpace listed = boosting(new Setting.Listed("rounds", List.of(20.0, 50.0, 70.0)));
    List<Point> all = listed.draw(3, 3);
    assertThat(all).hasSize(3);
    for (Point each : all) {
      int rounds = ((Candidate.Boosted) listed.candidate(each)).rounds();
      assertThat(listed.onTheWay(each))
          .extracting(one -> ((Candidate.Boosted) one).rounds())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(20, 50, 70).filter(one -> one <= rounds).toList());
    }
  }

  private static SearchSpace boosting(Setting rounds) {
    List<Setting> settings = new ArrayList<>(List.of(rounds));
    for (String one :
        List.of("learning-rate", "min-child-weight", "subsample", "column-sample", "l2")) {
      settings.add(new Setting.Listed(one, List.of(1.0)));
    }
    settings.add(new Setting.Listed("depth", List.of(3.0)));
    return SearchSpace.of(List.of(new Space("boosted", Kind.GRADIENT_BOOSTING, settings)));
  }

  private static double share(List<Double> values, double below) {
    return values.stream().filter(value -> value < below).count() / (double) values.size();
  }
}
