package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.problem.PromotionRules;
import dev.holdfast.problem.PromotionRules.Slices;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.Gate.Rival;
import dev.holdfast.training.evaluation.Bootstrap.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Map<String, Double> METRICS =
      Map.of(
          "holdout.rows", 1000.0,
          "holdout.auc", 0.71,
          "holdout.log_loss", 0.3,
          "holdout.ece", 0.04,
          "leak.suspects", 2.0);
  private static final PromotionRules NO_RULES = rules(0);

  @Test
  void aModelWithoutARivalAndRulesMayScore() {
    assertThat(new Gate(NO_RULES, Metric.AUC).refusals(METRICS, Optional.empty(), Map.of()))
        .isEmpty();
  }

  @Test
  void aModelThatIsWorseThanTheChampionByMoreThanTheMarginIsRefusedInNumbers() {
    Optional<Rival> rival = Optional.of(new Rival(3, 0.72, new Interval(-0.02, 0.001)));

    assertThat(new Gate(NO_RULES, Metric.AUC).refusals(METRICS, rival, Map.of()))
        .containsExactly(
            "on the same 1,000 held-out rows its holdout.auc is 0.7100, that of the champion"
                + " (version 3) is 0.7200; the difference lies between -0.0200 and +0.0010 in 95 %"
                + " of resamples of entities");
    assertThat(new Gate(rules(0.02), Metric.AUC).refusals(METRICS, rival, Map.of())).isEmpty();
  }

  @Test
  void anEqualModelMayScoreAndOfLossesTheSmallerIsBetter() {
    Interval any = new Interval(0, 0);
    Gate auc = new Gate(NO_RULES, Metric.AUC);
    Gate loss = new Gate(NO_RULES, Metric.LOG_LOSS);

    assertThat(auc.refusals(METRICS, Optional.of(new Rival(1, 0.71, any)), Map.of())).isEmpty();
    assertThat(loss.refusals(METRICS, Optional.of(new Rival(1, 0.31, any)), Map.of())).isEmpty();
    assertThat(loss.refusals(METRICS, Optional.of(new Rival(1, 0.29, any)), Map.of())).hasSize(1);
  }

  @Test
  void everyRuleThatIsBrokenIsNamed() {
    PromotionRules strict =
        new PromotionRules(
            0,
            Optional.of(0.75),
            Optional.of(0.03),
            Optional.of(0),
            Optional.of(new Slices(List.of("plan"), 0.6, 100)));

    List<String> refusals =
        new Gate(strict, Metric.AUC)
            .refusals(METRICS, Optional.empty(), Map.of("plan=gold", 0.55, "plan=tin", 0.7));

    assertThat(refusals)
        .containsExactly(
            "its AUC is 0.7100, promotion.auc asks for 0.75",
            "its calibration error is 0.0400, promotion.calibration-error allows 0.03",
            "2 features are suspected of knowing the outcome, promotion.leaks allows 0",
            "its AUC where plan=gold is 0.5500, promotion.slices.auc asks for 0.6");
  }

  private static PromotionRules rules(double margin) {
    return new PromotionRules(
        margin, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
