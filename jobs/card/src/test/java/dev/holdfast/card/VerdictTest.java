package dev.holdfast.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.card.Check.Result;
import dev.holdfast.card.ModelFacts.Change;
import dev.holdfast.card.ModelFacts.Drift;
import dev.holdfast.card.ModelFacts.Provenance;
import dev.holdfast.card.Verdict.Answer;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Comparison;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Rule;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTest {
  @TempDir private Path folder;

  private Problem problem;
  private final Map<String, Double> metrics = new TreeMap<>(Facts.metrics());
  private String why = "trained";
  private Drift drift =
      new Drift(Facts.FIRST, List.of(new Drift.OfFeature("spend_28d", 0.01, false, 0)));

  @BeforeEach
  void read() throws IOException {
    Path file = Files.writeString(folder.resolve("shop.conf"), ShopTables.PROBLEM);
    problem = ProblemReader.read(file, Map.of(), Map.of());
  }

  private Verdict verdict(Evaluation evaluation) {
    return Verdict.of(
        new ModelFacts(
            problem,
            2,
            "champion",
            Facts.FIRST,
            "linear",
            metrics,
            List.of("spend_28d"),
            Facts.trainingDays(),
            Facts.heldOutDays(),
            new Provenance("", "", Map.of(), "1", Map.of(), 7, "run", Instant.EPOCH),
            List.of(new Change("champion", Instant.EPOCH, why)),
            Optional.of(evaluation),
            List.of(),
            Optional.of(drift)));
  }

  private static Check check(Verdict verdict, String title) {
    return verdict.checks().stream()
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aModelThatNothingSpeaksAgainstIsReady() {
    Verdict verdict = verdict(Facts.evaluation());

    assertThat(verdict.checks()).allMatch(check -> check.result() == Result.PASSED);
    assertThat(verdict.answer()).isEqualTo(Answer.READY);
    assertThat(check(verdict, "Against the champion").words())
        .contains("Version 1 had AUC 0.8000, this one has 0.8100")
        .contains("+0.0020 to +0.0180")
        .endsWith("better.");
  }

  @Test
  void aBrokenRuleStopsItEvenWhereItWasForced() {
    why = "forced: asked for by the board; refused: its AUC is 0.8100, promotion.auc asks for 0.9";
    Evaluation broken =
        Facts.evaluation()
            .judged(
                List.of(
                    new Rule("auc", 0.81, 0.9, "its AUC is 0.8100, promotion.auc asks for 0.9")),
                List.of());

    Verdict verdict = verdict(broken);

    assertThat(verdict.answer()).isEqualTo(Answer.NOT_READY);
    assertThat(check(verdict, "Rules of promotion").words())
        .contains("promotion.auc asks for 0.9")
        .contains("by force: asked for by the board");
  }

  @Test
  void whatIsTrainedOnGeneratedDataIsADemonstrationWhateverItsFigures() throws IOException {
    String generated =
        ShopTables.PROBLEM.concat(
            """
            training.reference { source = truth, as-of = at, probability = chance }
            sources.truth { path = /truth, schema = "id STRING, at DATE, chance DOUBLE" }
            """);
    Path file = Files.writeString(folder.resolve("generated.conf"), generated);
    problem = ProblemReader.read(file, Map.of(), Map.of());

    Verdict verdict = verdict(Facts.evaluation());

    assertThat(verdict.answer()).isEqualTo(Answer.DEMONSTRATION);
    assertThat(verdict.why().get(0).words()).contains("must not be used on anybody");
    metrics.put("holdout.auc.low", 0.49);
    assertThat(verdict(Facts.evaluation()).answer()).isEqualTo(Answer.NOT_READY);
  }

  @Test
  void withoutDeclaredRulesItIsForThePersonToSay() {
    Verdict verdict =
        verdict(Facts.evaluation().judged(List.of(), Facts.evaluation().comparisons()));

    assertThat(verdict.answer()).isEqualTo(Answer.CAUTIONS);
    assertThat(check(verdict, "Rules of promotion").result()).isEqualTo(Result.CAUTION);
  }

  @Test
  void aModelThatIsSurelyWorseThanTheChampionIsACautionWhicheverWayTheMetricPoints() {
    Evaluation worse =
        Facts.evaluation()
            .judged(
                Facts.evaluation().rules(),
                List.of(new Comparison("auc", 0.79, 0.81, -0.03, -0.01)));

    assertThat(check(verdict(worse), "Against the champion").result()).isEqualTo(Result.CAUTION);
  }

  @Test
  void chanceTooFewPositivesAndLossStopIt() {
    metrics.put("holdout.auc.low", 0.49);
    assertThat(check(verdict(Facts.evaluation()), "Ranking").result()).isEqualTo(Result.FAILED);

    metrics.put("holdout.positives", 29.0);
    assertThat(check(verdict(Facts.evaluation()), "Enough to judge by").result())
        .isEqualTo(Result.FAILED);

    metrics.put("decision.gain", -5.0);
    assertThat(check(verdict(Facts.evaluation()), "Decision").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void probabilitiesThatAreTooHighOverfittingLeaksAndDriftAreCautions() {
    metrics.put("holdout.positives", 300.0);
    assertThat(check(verdict(Facts.evaluation()), "Calibration").result())
        .isEqualTo(Result.CAUTION);

    metrics.put("cv.auc", 0.87);
    assertThat(check(verdict(Facts.evaluation()), "Overfitting").result())
        .isEqualTo(Result.CAUTION);

    assertThat(check(verdict(Facts.leaking()), "Leaks").words())
        .contains("refunded (alone AUC 0.990 in training, 0.980 held out)");
  }

  @Test
  void driftMattersWhereTheModelLooks() {
    drift = new Drift(Facts.FIRST, List.of(new Drift.OfFeature("spend_28d", 0.4, true, 0)));
    Check matters = check(verdict(Facts.evaluation()), "Drift");
    drift = new Drift(Facts.FIRST, List.of(new Drift.OfFeature("colour", 0.4, true, 0)));
    Check hardly = check(verdict(Facts.evaluation()), "Drift");

    assertThat(matters.result()).isEqualTo(Result.CAUTION);
    assertThat(matters.words()).contains("spend_28d 0.40").contains("57.7 % of what");
    assertThat(hardly.result()).isEqualTo(Result.PASSED);
    assertThat(hardly.words()).contains("colour 0.40").contains("0.0 % of what");
  }

  @Test
  void aGroupThatIsRankedWorseOrForetoldWrongIsACautionUnlessItIsAQuarter() {
    Check worse =
        check(verdict(Facts.with(Facts.slice("plan", "lead", Kind.VALUE, 100, 0.7))), "Groups");
    Check quarter =
        check(verdict(Facts.with(Facts.slice("age", "up to 3", Kind.QUARTER, 100, 0.7))), "Groups");
    Check wrong =
        check(verdict(Facts.with(Facts.slice("age", "up to 3", Kind.QUARTER, 60, 0.8))), "Groups");

    assertThat(worse.result()).isEqualTo(Result.CAUTION);
    assertThat(worse.words()).contains("1 ranked worse").contains("plan: lead (AUC 0.700)");
    assertThat(quarter.result()).isEqualTo(Result.PASSED);
    assertThat(wrong.result()).isEqualTo(Result.CAUTION);
    assertThat(wrong.words()).contains("age: up to 3 (foretold 10.0 %, 6.0 % came)");
  }
}
