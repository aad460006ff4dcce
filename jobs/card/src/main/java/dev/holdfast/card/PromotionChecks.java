package dev.holdfast.card;

import dev.holdfast.card.Check.Result;
import dev.holdfast.card.ModelFacts.Change;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Comparison;
import dev.holdfast.model.Evaluation.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the declared rules and the champion say of a model. */
final class PromotionChecks {
  private static final String MARGIN = "margin";

  private PromotionChecks() {}

  static List<Check> of(ModelFacts facts) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        facts
            .evaluation()
            .map(evaluation -> rules(facts, evaluation))
            .orElse(
                new Check(
                    Result.CAUTION,
                    "Rules of promotion",
                    "What was seen of this version was not kept; train again to see it.")));
    checks.add(facts.evaluation().map(evaluation -> champion(facts, evaluation)).orElse(first()));
    return checks;
  }

  private static Check rules(ModelFacts facts, Evaluation evaluation) {
    String title = "Rules of promotion";
    List<Rule> broken = evaluation.rules().stream().filter(rule -> !rule.holds()).toList();
    if (!broken.isEmpty()) {
      return new Check(
          Result.FAILED,
          title,
          "%s: %s.%s"
              .formatted(
                  broken.size() == 1 ? "One is broken" : broken.size() + " are broken",
                  broken.stream().map(Rule::refusal).collect(Collectors.joining("; ")),
                  forced(facts)
                      .map(why -> " It was made the champion by force: " + why)
                      .orElse("")));
    }
    List<Rule> declared =
        evaluation.rules().stream().filter(rule -> !rule.name().equals(MARGIN)).toList();
    if (declared.isEmpty()) {
      return new Check(
          Result.CAUTION,
          title,
          "None is declared beyond the margin to the champion: whether this model is good enough is for you to say. See promotion in the problem file.");
    }
    return new Check(
        Result.PASSED,
        title,
        "All %s hold: %s."
            .formatted(
                Figures.counted(declared.size(), "declared rule"),
                declared.stream().map(PromotionChecks::said).collect(Collectors.joining("; "))));
  }

  private static String said(Rule rule) {
    return "%s %s (limit %s)"
        .formatted(rule.name(), Figures.number(rule.measured(), 4), limit(rule.limit()));
  }

  private static String limit(double limit) {
    return limit == Math.rint(limit) ? Figures.count(limit) : Double.toString(limit);
  }

  private static Optional<String> forced(ModelFacts facts) {
    return facts.history().stream()
        .map(Change::why)
        .filter(why -> why.startsWith("forced: "))
        .map(why -> why.substring("forced: ".length()))
        .findFirst();
  }

  private static Check champion(ModelFacts facts, Evaluation evaluation) {
    Optional<Comparison> ranking =
        evaluation.comparisons().stream()
            .filter(each -> each.metric().equals(facts.ranking()))
            .findFirst();
    return ranking.map(each -> against(facts, each)).orElse(first());
  }

  private static Check against(ModelFacts facts, Comparison comparison) {
    boolean lessIsBetter = comparison.metric().equals("log_loss");
    double worst = lessIsBetter ? -comparison.high() : comparison.low();
    double best = lessIsBetter ? -comparison.low() : comparison.high();
    String found = worst > 0 ? "better" : best < 0 ? "worse" : "not told apart by these rows";
    return new Check(
        best < 0 ? Result.CAUTION : Result.PASSED,
        "Against the champion",
        "Version %s had %s %s, this one has %s on the same rows: %s (95 %% interval %s, the same resamples of entities for both): %s."
            .formatted(
                Figures.count(facts.metric("champion.version")),
                Figures.metric(comparison.metric()),
                Figures.number(comparison.champion(), 4),
                Figures.number(comparison.own(), 4),
                Figures.signed(comparison.own() - comparison.champion(), 4),
                Figures.signed(comparison.low(), 4) + " to " + Figures.signed(comparison.high(), 4),
                found));
  }

  private static Check first() {
    return new Check(
        Result.UNKNOWN,
        "Against the champion",
        "There was none to compare with when it was trained.");
  }
}
