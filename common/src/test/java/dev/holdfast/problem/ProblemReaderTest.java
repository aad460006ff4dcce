package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.problem.Features.Function;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.problem.Training.FoldsBy;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.problem.Training.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemReaderTest {
  private static final String GOOD =
      """
      problem { name = small, entity = [id] }
      sources {
        orders {
          path = ${landing}/orders
          schema = "id STRING, at TIMESTAMP, amount DOUBLE, raw_note STRING"
          columns { note = "trim(raw_note)" }
          event-time = at
          rules {
            zebra = "amount >= 0"
            apple = "id is not null"
          }
        }
        truth { path = ${landing}/truth, schema = "id STRING, day DATE, p DOUBLE" }
      }
      landing = /data
      landing = ${?LANDING}
      spine { first = 2024-01-01, every = 1 week, active { source = orders, within = 8 weeks } }
      features {
        windows = [7 days, 4 weeks]
        groups.orders {
          source = orders
          aggregates {
            orders { function = count }
            spend { function = sum, of = amount, where = "amount > 0" }
            last_order { function = days-since-last }
          }
        }
        attributes.customer { source = orders, columns = note }
        derived {
          zoom = "try_divide(spend_7d, orders_7d)"
          again = "zoom * 2"
        }
        trends.orders_trend { of = orders, last = 7 days, before = 21 days }
        exclude = [spend_7d]
      }
      label { source = orders, positive = absent, horizon = 1 month }
      training {
        split { holdout = 4 }
        candidates.trees { kind = gradient-boosting, depth = [2, 3], rounds = 10 }
        reference { source = truth, as-of = day, probability = p }
      }
      decision { cost = 5, value = 100, success = 0.5 }
      """;

  @TempDir private Path folder;

  @Test
  void aGoodFileBecomesItsRecords() {
    Problem problem = read(GOOD);

    assertThat(problem.name()).isEqualTo("small");
    assertThat(problem.entity()).containsExactly("id");
    Source orders = problem.source("orders");
    assertThat(orders.path()).isEqualTo("/data/orders");
    assertThat(orders.files()).isEqualTo("*.csv");
    assertThat(orders.options()).isEqualTo(Map.of("header", "true"));
    assertThat(orders.eventTime()).contains("at");
    assertThat(orders.maxQuarantined()).isEqualTo(0.05);
    assertThat(problem.spine().calendar())
        .isEqualTo(new AsOfCalendar(LocalDate.of(2024, 1, 1), Period.ofWeeks(1)));
    Features.Group group = problem.features().groups().get(0);
    assertThat(group.windows()).containsExactly(7, 28);
    assertThat(group.by()).containsExactly("id");
    assertThat(group.aggregates().get(2).function()).isEqualTo(Function.DAYS_SINCE_LAST);
    assertThat(problem.label().horizon()).isEqualTo(Period.ofMonths(1));
    assertThat(problem.label().time()).isEqualTo("at");
    assertThat(problem.training().split()).isInstanceOf(Split.Rolling.class);
    Grid.GradientBoosting trees =
        (Grid.GradientBoosting) problem.training().candidates().get(0).grid();
    assertThat(trees.depth()).containsExactly(2, 3);
    assertThat(trees.learningRate()).containsExactly(0.1);
    assertThat(((Decision.Economics) problem.decision()).threshold()).isEqualTo(0.1);
    assertThat(problem.schedule().retrainAfter()).isEqualTo(Period.ofDays(28));
    assertThat(problem.schedule().catchUp()).isEqualTo(Schedule.CatchUp.NEWEST);
  }

  @Test
  void aShareOfTheEntitiesCanBeHeldOut() {
    assertThat(read(GOOD.replace("holdout = 4", "holdout-share = 0.2")).training().split())
        .isEqualTo(new Split.Entities(0.2));
  }

  @Test
  void aCountOfTheMostFrequentValuesIsOneForEachRank() {
    String top = "of_note { function = count, by = note, where = \"amount > 0\", top = 2 }";
    Problem problem =
        read(GOOD.replace("orders { function = count }", "orders { function = count }, " + top));

    Features.Aggregate second = problem.features().groups().get(0).aggregates().get(1);
    assertThat(second.name()).isEqualTo("of_note_top2");
    assertThat(second.frequent()).contains(new Features.Frequent("of_note", "note", 2, 2));
    assertThat(second.ofValue("note", "it's").where())
        .contains("(amount > 0) AND (note) = 'it\\'s'");
  }

  @Test
  void foldsAreACountOrABlockAndByTimeUnlessEntitiesAreHeldOut() {
    Training dated = training("folds = 4");
    Training named = training("folds { by = entity }");
    Training snapshot = read(GOOD.replace("holdout = 4", "holdout-share = 0.2")).training();

    assertThat(dated.folds()).isEqualTo(4);
    assertThat(dated.foldsBy()).isEqualTo(FoldsBy.TIME);
    assertThat(named.folds()).isEqualTo(3);
    assertThat(named.foldsBy()).isEqualTo(FoldsBy.ENTITY);
    assertThat(snapshot.foldsBy()).isEqualTo(FoldsBy.ENTITY);
    assertThat(training("folds { count = 5, by = time }").folds()).isEqualTo(5);
  }

  @Test
  void everyPointIsTriedUnlessAnotherSearchIsDeclared() {
    assertThat(read(GOOD).training().search()).isEqualTo(new Search.EveryPoint());
    assertThat(training("search { method = random, candidates = 20 }").search())
        .isEqualTo(new Search.AtRandom(20, 7));
    assertThat(training("search { method = halving, candidates = 20, seed = 3 }").search())
        .isEqualTo(new Search.Halving(20, 2, 3, 3));
    assertThat(training("search { method = bayesian, candidates = 20, batch = 8 }").search())
        .isEqualTo(new Search.Bayesian(20, 8, 7));
  }

  @Test
  void treesHaveAllBinsAndNothingIsBlendedUnlessDeclared() {
    assertThat(read(GOOD).training().bins()).isEqualTo(255);
    assertThat(read(GOOD).training().blend()).isEmpty();
    assertThat(training("bins = 63").bins()).isEqualTo(63);
    assertThat(
            training("blend { members = 4 }, candidates.line { kind = logistic-regression }")
                .blend())
        .contains(new Training.Blend(4));
  }

  @Test
  void aSettingIsAValueAListOrARange() {
    Training training =
        read(GOOD.replace(
                    "split { holdout = 4 }",
                    "search { method = random, candidates = 9 }, split { holdout = 4 }")
                .replace("depth = [2, 3]", "depth { from = 2, to = 8 }")
                .replace("rounds = 10", "learning-rate { from = 0.01, to = 0.3, scale = log }"))
            .training();

    Space trees = training.candidates().get(0);
    assertThat(trees.isGrid()).isFalse();
    assertThat(trees.settings())
        .contains(
            new Space.Setting.Range("depth", 2, 8, true, false),
            new Space.Setting.Range("learning-rate", 0.01, 0.3, false, true),
            new Space.Setting.Listed("rounds", List.of(50.0, 100.0, 200.0)),
            new Space.Setting.Listed("subsample", List.of(1.0)));
  }

  private Training training(String more) {
    return read(GOOD.replace("split { holdout = 4 }", more + ", split { holdout = 4 }")).training();
  }

  @Test
  void calibrationIsAsDeclared() {
    String platt =
        GOOD.replace("split { holdout = 4 }", "calibration = platt, split { holdout = 4 }");

    assertThat(read(platt).training().calibration()).isEqualTo(CalibrationMethod.PLATT);
    assertThat(read(GOOD).training().calibration()).isEqualTo(CalibrationMethod.AUTO);
  }

  @Test
  void expressionsStandInTheOrderOfTheirLines() {
    Problem problem = read(GOOD);

    assertThat(problem.features().derived())
        .extracting(NamedExpression::name)
        .containsExactly("orders_trend", "zoom", "again");
    assertThat(problem.source("orders").rules())
        .extracting(NamedExpression::name)
        .containsExactly("zebra", "apple");
  }

  @Test
  void fiveMistakesAreReportedAtOnceEachWithItsLine() {
    String bad =
        GOOD.replace("event-time = at", "event-time = att")
            .replace("every = 1 week", "every = weekly")
            .replace("function = count", "function = cout")
            .replace("of = amount,", "of = \"amount +* 2\",")
            .replace("cost = 5", "costs = 5");

    assertThatThrownBy(() -> read(bad))
        .isInstanceOfSatisfying(
            InvalidProblemException.class,
            invalid -> {
              assertThat(invalid.mistakes()).hasSizeGreaterThanOrEqualTo(5);
              assertThat(invalid.getMessage())
                  .contains(
                      "problem.conf:7: sources.orders.event-time: source orders has no column att; did you mean at?")
                  .contains("problem.conf:17: spine.every: found \"weekly\"; expected a length")
                  .contains(
                      "problem.conf:23: features.groups.orders.aggregates.orders.function: found \"cout\"; expected one of count, sum")
                  .contains(
                      "problem.conf:24: features.groups.orders.aggregates.spend.of: not an SQL expression")
                  .contains("problem.conf:42: decision.costs: unknown key; did you mean cost?");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = small|name = Small Shop|problem.name",
        "entity = [id]|entity = []|problem.entity",
        "entity = [id]|entity = [customer]|has no column customer",
        "within = 8 weeks|within = 2 months|spine.active.within",
        "within = 8 weeks|from = at, untill = at|did you mean until?",
        "first = 2024-01-01|first = 01.01.2024|spine.first",
        "source = orders, within|source = order, within|did you mean orders?",
        "source = orders, within|source = truth, within|nothing else may look at the truth",
        "id STRING, at TIMESTAMP|id STRNG, at TIMESTAMP|sources.orders.schema: not Spark DDL",
        "id STRING, at TIMESTAMP|id STRING, _at TIMESTAMP|begins with _",
        "columns = note|columns = notes|has no column notes",
        "columns = note|columns = id|there is a column id already",
        "again =|orders_7d =|there is a column orders_7d already",
        "again =|Orders_7D =|there is a column Orders_7D already",
        "exclude = [spend_7d]|exclude = [spend_8d]|there is no feature spend_8d",
        "orders { function = count }|orders { function = count, by = note, values = [a], top = 2 }|expected either values or top",
        "orders { function = count }|orders { function = count, top = 2 }|aggregates.orders.by",
        "orders { function = count }|orders { function = count, by = note, top = 0 }|from 1 to 100",
        "orders { function = count }|orders { function = sum, by = note, top = 2 }|only a count may be taken",
        "of = orders, last|of = ordrs, last|did you mean orders?",
        "of = orders, last|of = last_order, last|last_order does not add up over days",
        "last = 7 days|last = 6 days|trends.orders_trend.last: orders has no window of 6 days",
        "before = 21 days|before = 28 days|trends.orders_trend.before: orders has no window of 35 days",
        "before = 21 days|until = 21 days|trends.orders_trend.before: missing",
        "orders_trend {|zoom {|there is a column zoom already",
        "positive = absent|positive = never|label.positive",
        "positive = absent|left = exclude, positive = absent|nobody leaves this spine",
        "event-time = at|arrival { delay = 1 month }, event-time = at|sources.orders.arrival.delay",
        "event-time = at|arrival { column = att }, event-time = at|source orders has no column att",
        "event-time = at|arrival { }, event-time = at|expected either column",
        "day DATE, p DOUBLE\"|day DATE, p DOUBLE\", arrival.delay = 1 day|need an event-time to be late for",
        "holdout = 4|holdout = 0|training.split.holdout",
        "holdout = 4|holdout-share = 1.5|training.split.holdout-share: found",
        "holdout = 4|holdout = 4, holdout-share = 0.2|training.split.holdout-share: unknown key",
        "split { holdout = 4 }|calibration = sigmoid, split { holdout = 4 }|one of auto, none, isotonic, platt",
        "holdout = 4|train-until = 2024-05-01, holdout-from = 2024-04-01|is not after train-until",
        "kind = gradient-boosting|kind = magic|kind: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = random-forest, rounds = 10|training.candidates.trees.rounds: unknown key",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = random-forest, trees = 0|training.candidates.trees.trees: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = decision-tree, depth = 31|training.candidates.trees.depth: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = linear-svm, regularization = 0|training.candidates.trees.regularization: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = naive-bayes, smoothing = none|training.candidates.trees.smoothing: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = k-nearest-neighbours, k = 0|training.candidates.trees.k: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10|kind = k-nearest-neighbours, max-rows = all|training.candidates.trees.max-rows: found",
        "kind = gradient-boosting, depth = [2, 3], rounds = 10 }|kind = k-nearest-neighbours }, balance = down-sampled|training.balance: k-nearest-neighbours has no probability",
        "split { holdout = 4 }|negatives-per-positive = 0, split { holdout = 4 }|training.negatives-per-positive: found",
        "split { holdout = 4 }|folds { by = week }, split { holdout = 4 }|one of time, entity",
        "split { holdout = 4 }|folds { counts = 3 }, split { holdout = 4 }|training.folds.counts: unknown key; did you mean count?",
        "split { holdout = 4 }|search { method = random }, split { holdout = 4 }|training.search.candidates: missing",
        "split { holdout = 4 }|search { method = annealing }, split { holdout = 4 }|one of grid, random, halving, bayesian",
        "split { holdout = 4 }|search { method = grid, candidates = 4 }, split { holdout = 4 }|training.search.candidates: unknown key",
        "split { holdout = 4 }|search { method = halving, candidates = 4, batch = 2 }, split { holdout = 4 }|training.search.batch: unknown key",
        "split { holdout = 4 }|bins = 256, split { holdout = 4 }|training.bins: found",
        "split { holdout = 4 }|blend { members = 1 }, split { holdout = 4 }|training.blend.members: found",
        "split { holdout = 4 }|blend { members = 2 }, split { holdout = 4 }|training.blend.members: a blend needs candidates of two families",
        "depth = [2, 3]|depth { from = 2, to = 8 }|training.candidates.trees.depth: a grid has no ranges",
        "depth = [2, 3]|depth { from = 8, to = 2 }|training.candidates.trees.depth.to: 2.0 is not above from = 8.0",
        "depth = [2, 3]|depth { from = 2, to = 31 }|training.candidates.trees.depth.to: found",
        "depth = [2, 3]|depth { from = 2 }|training.candidates.trees.depth.to: missing",
        "depth = [2, 3]|depth { from = 2, to = 8, step = 2 }|training.candidates.trees.depth.step: unknown key",
        "depth = [2, 3]|l2 { from = 0, to = 8, scale = log }|training.candidates.trees.l2.from: a logarithmic scale has no 0",
        "depth = [2, 3]|depth = [2, deep]|found \"deep\"; expected a whole number from 1 to 30",
        "success = 0.5|success = 2|decision.success",
        "probability = p|probability = q|has no column q",
        "of = amount, where|where|features.groups.orders.aggregates.spend.of: missing",
        "event-time = at|options { multiLine = true }, event-time = at|multiLine is not supported",
        "event-time = at|duplicates = latest-by-key|needs a key",
      })
  void eachMistakeIsSaid(String good, String bad, String said) {
    String text =
        GOOD.contains(good) ? GOOD.replace(good, bad) : GOOD.replace("event-time = at", bad);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidProblemException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("problem.conf:");
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(() -> ProblemReader.read(folder.resolve("nowhere.conf"), Map.of(), Map.of()))
        .isInstanceOf(InvalidProblemException.class)
        .hasMessageContaining("nowhere.conf")
        .hasMessageContaining("there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"problem {", "problem { name = ${NOWHERE} }", "a = [1, 2"})
  void brokenHoconIsAMistakeLikeAnyOther(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidProblemException.class)
        .hasMessageContaining("problem.conf");
  }

  @Test
  void overridesAndTheEnvironmentWin() {
    assertThat(read(GOOD, Map.of(), Map.of("LANDING", "/env")).source("orders").path())
        .isEqualTo("/env/orders");
    assertThat(
            read(GOOD, Map.of("landing", "/set"), Map.of("LANDING", "/env"))
                .source("orders")
                .path())
        .isEqualTo("/set/orders");
    assertThat(read(GOOD, Map.of("training.folds", "5"), Map.of()).training().folds()).isEqualTo(5);
  }

  @Test
  void overridesMayBeListsObjectsAndSubstitutions() {
    assertThat(read(GOOD, Map.of("features.windows", "[7 days, 14 days, 28 days]"), Map.of()))
        .isEqualTo(read(GOOD.replace("[7 days, 4 weeks]", "[7 days, 14 days, 28 days]")));
    assertThat(
            read(
                    GOOD.replaceAll("decision .*", ""),
                    Map.of("decision", "{ capacity = 3 }"),
                    Map.of())
                .decision())
        .isEqualTo(new Decision.Capacity(3));
    assertThat(
            read(GOOD, Map.of("sources.orders.path", "${LANDING}/late"), Map.of("LANDING", "/env"))
                .source("orders")
                .path())
        .isEqualTo("/env/late");
  }

  @Test
  void aNumberOfTheCommandLineIsThatOfTheFile() {
    assertThat(read(GOOD, Map.of("training.folds", "7"), Map.of()).digest())
        .isEqualTo(read(GOOD.replace("training {", "training { folds = 7\n")).digest());
  }

  @Test
  void aMistakeOfTheCommandLineNamesIt() {
    assertThatThrownBy(() -> read(GOOD, Map.of("training.folds", "many"), Map.of()))
        .hasMessageContaining("--set: training.folds: found \"many\"");
  }

  @Test
  void theDigestIsOfTheProblemNotOfItsTextOrItsLanding() {
    String digest = read(GOOD).digest();

    assertThat(read("# a comment\n" + GOOD).digest()).isEqualTo(digest);
    assertThat(read(GOOD, Map.of("landing", "/other"), Map.of()).digest()).isEqualTo(digest);
    assertThat(read(GOOD.replace("holdout = 4", "holdout = 5")).digest()).isNotEqualTo(digest);
  }

  @Test
  void everyProblemOfTheProjectIsGood() throws IOException {
    List<Path> problems;
    try (var files = Files.list(Path.of("../conf"))) {
      problems = files.filter(file -> isProblem(file)).sorted().toList();
    }

    assertThat(problems).hasSizeGreaterThanOrEqualTo(3);
    for (Path file : problems) {
      Problem problem = ProblemReader.read(file, Map.of(), Map.of("HOLDFAST_LANDING", "/data"));
      assertThat(file.getFileName().toString()).isEqualTo(problem.name() + ".conf");
    }
  }

  @Test
  void anUnsetLandingIsNamed() {
    assertThatThrownBy(
            () ->
                ProblemReader.read(Path.of("../conf/online-retail-churn.conf"), Map.of(), Map.of()))
        .isInstanceOf(InvalidProblemException.class)
        .hasMessageContaining("HOLDFAST_LANDING");
  }

  private static boolean isProblem(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("\n"))
          .anyMatch(l -> l.startsWith("problem"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Problem read(String text) {
    return read(text, Map.of(), Map.of());
  }

  private Problem read(
      String text, Map<String, String> overrides, Map<String, String> environment) {
    try {
      Path file = Files.writeString(folder.resolve("problem.conf"), text);
      return ProblemReader.read(file, overrides, environment);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
