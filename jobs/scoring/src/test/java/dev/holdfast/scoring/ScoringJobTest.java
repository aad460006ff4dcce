package dev.holdfast.scoring;

import static dev.holdfast.scoring.Shop.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.job.RunRecord;
import dev.holdfast.model.NaiveBayesModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.scoring.Shop.Customer;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.ScoresTable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringJobTest {
  private static final Map<String, String> REPLACE = Map.of("--replace", "");
  private static final String ECONOMICS = "decision { cost = 5, value = 100, success = 0.25 }\n";
  private static final String REASONS =
      """
      reasons {
        top = 2
        templates { spend_28d = "spent {value:0}, {ratio:1} x the usual {usual}", plan = "is on {value}" }
      }
      """;

  @TempDir private Path folder;

  @Test
  void aRowSaysWhatContactingIsWorth() {
    Shop shop = scored(ECONOMICS, Shop.customers(30));

    List<Row> scores = shop.scores(MONDAY);
    assertThat(scores).hasSize(30);
    for (Row score : scores) {
      double probability = score.getAs(ScoresTable.PROBABILITY);
      assertThat(score.<Double>getAs(ScoresTable.EXPECTED_VALUE))
          .isCloseTo(probability * 25 - 5, within(1e-9));
      assertThat(score.<Boolean>getAs(ScoresTable.ACT)).isEqualTo(probability > 0.2);
      assertThat(score.<Integer>getAs(ScoresTable.MODEL_VERSION)).isEqualTo(1);
    }
    assertThat(scores).extracting(row -> row.<Boolean>getAs(ScoresTable.ACT)).contains(true, false);
    assertThat(scores.stream().map(row -> row.<Long>getAs(ScoresTable.FEATURES_DIGEST)).distinct())
        .hasSize(30);
  }

  @Test
  void whatTheTrainingNeverSawIsScoredAndFlagged() {
    List<Customer> customers =
        List.of(
            new Customer("a", 1.0, "gold"),
            new Customer("b", null, "gold"),
            new Customer("c", 1.0, "platinum"),
            new Customer("d", null, null));
    Shop shop = scored("decision.capacity = 2", customers);

    assertThat(flags(shop))
        .isEqualTo(
            Map.of(
                "a", List.of(),
                "b", List.of("missing:spend_28d"),
                "c", List.of("unseen:plan"),
                "d", List.of("missing:spend_28d", "missing:plan")));
    assertThat(shop.scores(MONDAY))
        .allSatisfy(row -> assertThat(row.isNullAt(row.fieldIndex("expected_value"))).isTrue());
  }

  @Test
  void everyRowIsScoredOrExcludedForAReason() {
    List<Customer> customers = new ArrayList<>(Shop.customers(20));
    customers.add(new Customer(null, 3.0, "gold"));
    customers.add(new Customer("c0003", 99.0, "tin"));
    customers.add(new Customer("c0003", 3.0, "tin"));
    Shop shop = shop("decision.capacity = 2", customers);

    RunRecord record = shop.run(new ScoringJob(), MONDAY, Map.of());

    assertThat(record.counts())
        .containsEntry("scored", 20L)
        .containsEntry("excluded without a key", 1L)
        .containsEntry("excluded as repeated", 2L);
    List<Row> scores = shop.scores(MONDAY);
    assertThat(scores).hasSize(20);
    shop.run(new ScoringJob(), MONDAY, REPLACE);
    assertThat(shop.scores(MONDAY)).isEqualTo(scores);
  }

  @Test
  void reasonsAreTheFeaturesThatRaiseTheScoreInWords() {
    Shop shop = scored(ECONOMICS + REASONS, Shop.customers(11));

    // Spend is 0 to 10, 5 on average; its term is 0.3 a unit, that of plan tin 1, 0.5 on average.
    Map<String, List<Row>> reasons = reasons(shop);
    assertThat(reasons.get("c0009"))
        .extracting(row -> row.<String>getAs(ScoresTable.SENTENCE))
        .containsExactly("spent 9, 1.8 x the usual 5", "is on tin");
    assertThat(reasons.get("c0009"))
        .extracting(row -> row.<String>getAs(ScoresTable.VALUE))
        .containsExactly("9.0", "tin");
    assertThat(reasons.get("c0009").get(0).<Double>getAs(ScoresTable.CONTRIBUTION))
        .isCloseTo(1.2, within(1e-9));
    assertThat(reasons.get("c0009").get(1).<Double>getAs(ScoresTable.CONTRIBUTION))
        .isCloseTo(0.5, within(1e-9));
    // Nothing raises the score of little spend and plan gold.
    assertThat(reasons.get("c0002")).isEmpty();
    assertThat(reasons).hasSize(11);
  }

  @Test
  void reasonsMayBeForThoseToActOnAlone() {
    Shop shop =
        scored("decision.capacity = 3\nreasons { of = acted, top = 1 }", Shop.customers(11));

    for (Row score : shop.scores(MONDAY)) {
      boolean explained = !score.isNullAt(score.fieldIndex(ScoresTable.REASONS));
      assertThat(explained).isEqualTo(score.<Boolean>getAs(ScoresTable.ACT));
    }
    assertThat(reasons(shop).get("c0010"))
        .extracting(row -> row.<String>getAs(ScoresTable.SENTENCE))
        .containsExactly("spend_28d is 10");
  }

  @Test
  void aModelWithoutContributionsScoresWithoutReasons() {
    TrainedModel linear = Shop.model(0, 1);
    NaiveBayesModel.Bernoulli even = new NaiveBayesModel.Bernoulli(0.1, -0.2);
    TrainedModel bayes =
        new TrainedModel(
            linear.encoding(),
            new NaiveBayesModel(0.1, List.of(even, even, even, even, even)),
            linear.calibrator(),
            linear.inputs(),
            linear.scores());
    Shop shop = new Shop(folder, ECONOMICS + REASONS);
    shop.features(MONDAY, Shop.customers(4));
    shop.register(1, bayes, State.CHAMPION);
    shop.run(new ScoringJob(), MONDAY, Map.of());

    assertThat(shop.scores(MONDAY))
        .hasSize(4)
        .allSatisfy(row -> assertThat(row.isNullAt(row.fieldIndex(ScoresTable.REASONS))).isTrue());
  }

  @Test
  void aWeekScoredTwiceHasOneRowForEach() {
    Shop shop = scored("decision.capacity = 2", Shop.customers(12));
    List<Row> scores = shop.scores(MONDAY);
    shop.features(MONDAY.plusWeeks(1), Shop.customers(5));

    shop.run(new ScoringJob(), MONDAY, Map.of());
    shop.run(new ScoringJob(), MONDAY.plusWeeks(1), Map.of());
    shop.run(new ScoringJob(), MONDAY, REPLACE);

    assertThat(shop.scores(MONDAY)).isEqualTo(scores);
    assertThat(shop.scores(MONDAY.plusWeeks(1))).hasSize(5);
  }

  @Test
  void twoRunsOfAWeekAtOnceLeaveOneRowForEach() throws InterruptedException {
    Shop shop = scored("decision.capacity = 2", Shop.customers(12));
    LocalDate next = MONDAY.plusWeeks(1);
    shop.features(next, Shop.customers(9));
    List<ExitCode> ends = Collections.synchronizedList(new ArrayList<>());
    List<Thread> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Thread thread = new Thread(() -> ends.add(end(shop, next)));
      runs.add(thread);
      thread.start();
    }
    for (Thread run : runs) {
      run.join();
    }

    assertThat(ends).hasSize(2).contains(ExitCode.DONE);
    assertThat(ends).isSubsetOf(ExitCode.DONE, ExitCode.CONFLICT);
    assertThat(shop.scores(next))
        .extracting(row -> row.getString(0))
        .hasSize(9)
        .doesNotHaveDuplicates();
    assertThat(shop.scores(MONDAY)).hasSize(12);
  }

  private static ExitCode end(Shop shop, LocalDate day) {
    try {
      shop.run(new ScoringJob(), day, Map.of());
      return ExitCode.DONE;
    } catch (JobException failed) {
      return failed.exitCode();
    }
  }

  @Test
  void whoComesLateIsScoredAndFlaggedAndTheOthersStay() {
    Shop shop = scored("decision.capacity = 2" + "\n" + REASONS, Shop.customers(10));
    List<Row> before = shop.scores(MONDAY);
    List<Customer> more = new ArrayList<>(Shop.customers(10));
    more.add(new Customer("late", 8.5, "tin"));
    more.set(0, new Customer("c0000", 1000.0, "tin"));
    shop.features(MONDAY, more);
    shop.register(2, Shop.model(3, 3), State.CHAMPION);

    shop.run(new ScoringJob(), MONDAY, Map.of());
    shop.run(new ScoringJob(), MONDAY, Map.of());

    List<Row> after = shop.scores(MONDAY);
    assertThat(after).hasSize(11).containsAll(before);
    Row late =
        after.stream().filter(row -> row.getString(0).equals("late")).findFirst().orElseThrow();
    assertThat(late.<Integer>getAs(ScoresTable.RANK)).isEqualTo(2);
    assertThat(late.getList(late.fieldIndex(ScoresTable.FLAGS))).isEqualTo(List.of("late"));
    // The version that scored its day, whose capacity is used up.
    assertThat(late.<Integer>getAs(ScoresTable.MODEL_VERSION)).isEqualTo(1);
    assertThat(late.<Boolean>getAs(ScoresTable.ACT)).isFalse();
    assertThat(reasons(shop).get("late")).isNotEmpty();
  }

  @Test
  void aVersionThatIsNotThereCannotScore() {
    Shop shop = shop("decision.capacity = 2", Shop.customers(3));

    assertThatThrownBy(() -> shop.run(new ScoringJob(), MONDAY, Map.of("--model", "7")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no model version 7");
  }

  private Shop shop(String more, List<Customer> customers) {
    Shop shop = new Shop(folder, more);
    shop.features(MONDAY, customers);
    shop.register(1, Shop.model(-3, 0.3), State.CHAMPION);
    return shop;
  }

  private Shop scored(String more, List<Customer> customers) {
    Shop shop = shop(more, customers);
    shop.run(new ScoringJob(), MONDAY, Map.of());
    return shop;
  }

  private static Map<String, List<Object>> flags(Shop shop) {
    return shop.scores(MONDAY).stream()
        .collect(
            java.util.stream.Collectors.toMap(
                row -> row.getString(0), row -> row.getList(row.fieldIndex(ScoresTable.FLAGS))));
  }

  private static Map<String, List<Row>> reasons(Shop shop) {
    Map<String, List<Row>> reasons = new java.util.TreeMap<>();
    for (Row score : shop.scores(MONDAY)) {
      int at = score.fieldIndex(ScoresTable.REASONS);
      Optional.ofNullable(score.isNullAt(at) ? null : score.<Row>getList(at))
          .ifPresent(each -> reasons.put(score.getString(0), each));
    }
    return reasons;
  }
}
