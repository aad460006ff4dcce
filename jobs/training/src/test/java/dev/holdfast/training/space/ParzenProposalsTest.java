package dev.holdfast.training.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.problem.Space;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Space.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions whose minimum is known, over spaces as they are declared. */
class ParzenProposalsTest {
  private static final int TRIES = 40;
  private static final int SEEDS = 40;

  private static final Space FOREST =
      new Space(
          "forest",
          Kind.RANDOM_FOREST,
          List.of(
              new Setting.Range("depth", 1, 12, true, false),
              new Setting.Listed("trees", List.of(10.0, 100.0, 1000.0)),
              new Setting.Range("min-child-weight", 0.1, 1000, false, true),
              new Setting.Range("subsample", 0.1, 1, false, false),
              new Setting.Range("column-sample", 0.1, 1, false, false)));
  private static final Space LINEAR =
      new Space(
          "linear",
          Kind.LOGISTIC_REGRESSION,
          List.of(
              new Setting.Range("regularization", 1e-6, 1, false, true),
              new Setting.Range("elastic-net", 0, 1, false, false),
              new Setting.Listed("max-iterations", List.of(100.0))));
  private static final SearchSpace MIXED = SearchSpace.of(List.of(FOREST, LINEAR));

  /** Least, 0, at depth 6, 100 trees, weight 10 and shares of 0.4; every other family is worse. */
  private static double bowl(Point point) {
    if (point.family() == 1) {
      return 1 + Math.abs(Math.log10(point.values().get(0)) + 3) / 3;
    }
    double depth = (point.values().get(0) - 6) / 11;
    double trees = point.values().get(1) == 100 ? 0 : 0.4;
    double weight = (Math.log10(point.values().get(2)) - 1) / 4;
    double rows = (point.values().get(3) - 0.4) / 0.9;
    double columns = (point.values().get(4) - 0.4) / 0.9;
    return depth * depth + trees + weight * weight + rows * rows + columns * columns;
  }

  /** Two valleys on crossing axes, of which one is deeper. */
  private static double valleys(Point point) {
    if (point.family() == 1) {
      return 0.8;
    }
    double depth = (point.values().get(0) - 1) / 11;
    double weight = (Math.log10(point.values().get(2)) + 1) / 4;
    double far = Math.hypot(depth - 0.8, weight - 0.2);
    double near = Math.hypot(depth - 0.2, weight - 0.8);
    return 1 - Math.exp(-20 * far * far) - 0.6 * Math.exp(-5 * near * near);
  }

  @Test
  void onABowlOverMixedAxesItBeatsRandomDrawsOfTheSameNumber() {
    assertThat(wins(ParzenProposalsTest::bowl)).isGreaterThanOrEqualTo(SEEDS * 3 / 4);
  }

  @Test
  void onTwoValleysItBeatsRandomDrawsOfTheSameNumber() {
    assertThat(wins(ParzenProposalsTest::valleys)).isGreaterThanOrEqualTo(SEEDS * 6 / 10);
  }

  @Test
  void mostOfWhatItProposesIsOfTheFamilyThatIsBetter() {
    List<Scored> tried = search(5, 8, 4, ParzenProposalsTest::bowl);

    assertThat(tried.subList(0, 8)).extracting(each -> each.point().family()).contains(0, 1);
    assertThat(tried.subList(20, TRIES).stream().filter(each -> each.point().family() == 0).count())
        .isGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void whatIsProposedFollowsFromTheSeedAndWhatWasTried(int batch) {
    List<Scored> whole = search(9, 8, batch, ParzenProposalsTest::bowl);
    List<Scored> again = search(9, 8, batch, ParzenProposalsTest::bowl);

    assertThat(again).isEqualTo(whole);
    assertThat(whole).extracting(Scored::point).doesNotHaveDuplicates();
    // Of a search that was killed: what was tried before is all that is left of it.
    int kept = 8 + 2 * batch;
    assertThat(new ParzenProposals(MIXED, 9, 8).next(whole.subList(0, kept), batch))
        .isEqualTo(whole.subList(kept, kept + batch).stream().map(Scored::point).toList());
    assertThat(search(10, 8, batch, ParzenProposalsTest::bowl)).isNotEqualTo(whole);
  }

  @Test
  void pointsOfOneBatchKeepOffEachOther() {
    List<Scored> tried = search(3, 10, 1, ParzenProposalsTest::bowl).subList(0, 20);

    List<Point> batch = new ParzenProposals(MIXED, 3, 10).next(tried, 8);

    assertThat(batch).hasSize(8).doesNotHaveDuplicates();
    // Asked one by one without being told of each other, they would be the same point.
    assertThat(new ParzenProposals(MIXED, 3, 10).next(tried, 1)).isEqualTo(batch.subList(0, 1));
  }

  @Test
  void aSmallSpaceIsTriedWholeAndNoMore() {
    SearchSpace six =
        SearchSpace.of(
            List.of(
                new Space(
                    "tree",
                    Kind.DECISION_TREE,
                    List.of(
                        new Setting.Range("depth", 2, 4, true, false),
                        new Setting.Listed("min-child-weight", List.of(1.0, 50.0))))));
    List<Scored> tried = new ArrayList<>();
    ParzenProposals proposals = new ParzenProposals(six, 2, 2);

    for (int round = 0; round < 5; round++) {
      for (Point point : proposals.next(tried, 2)) {
        tried.add(new Scored(point, point.values().get(0)));
      }
    }

    assertThat(tried).hasSize(6).extracting(Scored::point).doesNotHaveDuplicates();
  }

  private static int wins(ToDoubleFunction<Point> loss) {
    int wins = 0;
    double ours = 0;
    double random = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double best = least(search(seed, 10, 4, loss));
      double drawn =
          least(
              MIXED.draw(seed, TRIES).stream()
                  .map(point -> new Scored(point, loss.applyAsDouble(point)))
                  .toList());
      wins += best < drawn ? 1 : 0;
      ours += best / SEEDS;
      random += drawn / SEEDS;
    }
    assertThat(ours).isLessThan(random);
    return wins;
  }

  private static double least(List<Scored> tried) {
    return tried.stream().min(Comparator.comparingDouble(Scored::loss)).orElseThrow().loss();
  }

  private static List<Scored> search(
      long seed, int atRandom, int batch, ToDoubleFunction<Point> loss) {
    ParzenProposals proposals = new ParzenProposals(MIXED, seed, atRandom);
    List<Scored> tried = new ArrayList<>();
    while (tried.size() < TRIES) {
      int wanted = tried.isEmpty() ? atRandom : batch;
      for (Point point : proposals.next(tried, wanted)) {
        tried.add(new Scored(point, loss.applyAsDouble(point)));
      }
    }
    return tried;
  }
}
