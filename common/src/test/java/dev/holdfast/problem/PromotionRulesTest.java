package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.problem.PromotionRules.Slices;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromotionRulesTest {
  private final Mistakes mistakes = new Mistakes();

  @Test
  void withoutRulesOnlyTheChampionIsToBeMatched() {
    assertThat(read(""))
        .isEqualTo(
            new PromotionRules(
                0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void rulesAreAsDeclared() {
    assertThat(
            read(
                "margin = 0.01, auc = 0.6, calibration-error = 0.05, leaks = 0,"
                    + " slices { by = [plan], auc = 0.55, rows = 1000 }"))
        .isEqualTo(
            new PromotionRules(
                0.01,
                Optional.of(0.6),
                Optional.of(0.05),
                Optional.of(0),
                Optional.of(new Slices(List.of("plan"), 0.55, 1000))));
    assertThat(mistakes.none()).isTrue();
  }

  @Test
  void everyMistakeIsNoted() {
    read("margin = -1, least = 0.6, slices { by = [plans], auc = 2 }");

    assertThatThrownBy(() -> mistakes.throwIfAny(Path.of("file")))
        .hasMessageContaining("promotion.margin: found \"-1\"")
        .hasMessageContaining("promotion.least: unknown key")
        .hasMessageContaining("promotion.slices.by: there is no feature plans; did you mean plan?")
        .hasMessageContaining("promotion.slices.auc: found \"2\"");
  }

  private PromotionRules read(String text) {
    Block block =
        new Block("promotion", ConfigFactory.parseString(text).root(), mistakes)
            .withDefaults(new Defaults().of("promotion"));
    return DecisionReader.promotion(block, List.of("plan"));
  }
}
