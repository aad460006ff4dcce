package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Comparison;
import dev.holdfast.model.Evaluation.Rule;
import java.util.ArrayList;
import java.util.List;

/** How it stands against the champion that it met, and against the rules. */
final class ChampionSection {

  private ChampionSection() {}

  static Section of(ModelFacts facts, Evaluation evaluation) {
    List<Block> blocks = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Comparison each : evaluation.comparisons()) {
      rows.add(
          List.of(
              Figures.metric(each.metric())
                  + (each.metric().equals("log_loss") ? " (less is better)" : ""),
              Figures.number(each.own(), 4),
              Figures.number(each.champion(), 4),
              Figures.signed(each.own() - each.champion(), 4),
              Figures.signed(each.low(), 4) + " to " + Figures.signed(each.high(), 4)));
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Block.Table(
              List.of("held out", "this", "champion", "difference", "95 % interval"), rows, 1, -1));
    }
    List<List<String>> rules = new ArrayList<>();
    for (Rule rule : evaluation.rules()) {
      rules.add(
          List.of(
              "promotion." + rule.name(),
              rule.holds() ? "holds" : "broken",
              Figures.number(rule.measured(), 4),
              Double.toString(rule.limit())));
    }
    if (!rules.isEmpty()) {
      blocks.add(new Block.Table(List.of("rule", "", "measured", "limit"), rules, 2, -1));
    }
    return new Section(
        "Champion and rules",
        rows.isEmpty()
            ? "There was no champion to compare with when it was trained."
            : "Version %s was the champion when this one was trained. Both scored the very same rows; the intervals are of the difference, over the same resamples of whole entities, so what the two have in common does not widen them."
                .formatted(Figures.count(facts.metric("champion.version"))),
        blocks);
  }
}
