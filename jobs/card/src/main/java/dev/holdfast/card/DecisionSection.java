package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Cut;
import dev.holdfast.problem.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What acting on its scores comes to. */
final class DecisionSection {

  private DecisionSection() {}

  static Section of(ModelFacts facts, Evaluation evaluation) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Table(
            List.of("held out", "positive", "negative"),
            List.of(
                List.of(
                    "acted on", count(facts, "true_positives"), count(facts, "false_positives")),
                List.of(
                    "left alone", count(facts, "false_negatives"), count(facts, "true_negatives"))),
            1,
            -1));
    blocks.add(measures(facts));
    if (facts.problem().decision() instanceof Decision.Economics economics) {
      blocks.add(profit(facts, evaluation, economics));
    }
    return new Section(
        "Decision", Purpose.decision(facts.problem().decision()) + " " + lead(facts), blocks);
  }

  private static String lead(ModelFacts facts) {
    double acted = facts.metric("holdout.true_positives") + facts.metric("holdout.false_positives");
    return "On the held-out days that is %s, of which %s (%s) were positive; %s of all positives were among them."
        .formatted(
            Figures.counted((long) acted, "row"),
            count(facts, "true_positives"),
            Figures.percent(facts.metric("holdout.precision")),
            Figures.percent(facts.metric("holdout.recall")));
  }

  private static Block measures(ModelFacts facts) {
    List<List<String>> rows = new ArrayList<>();
    for (String[] each :
        new String[][] {
          {"threshold", "threshold"},
          {"precision", "precision: of those acted on, positive"},
          {"recall", "recall: of the positives, acted on"},
          {"f1", "F1"},
          {"accuracy", "accuracy (misleading where positives are rare)"}
        }) {
      rows.add(
          List.of(
              each[1],
              Figures.number(facts.metric("holdout." + each[0]), 4),
              Figures.number(facts.metric("decision." + each[0]), 4)));
    }
    return new Block.Table(
        List.of("", "declared decision", "threshold learnt out of fold"), rows, 1, -1);
  }

  private static Block profit(
      ModelFacts facts, Evaluation evaluation, Decision.Economics economics) {
    double rows = facts.metric("holdout.rows");
    List<Map<String, Object>> drawn = new ArrayList<>();
    drawn.add(point("model", 0, 0));
    for (Cut cut : evaluation.cuts()) {
      drawn.add(
          point(
              "model",
              cut.rows() / rows,
              cut.positives() * economics.value() * economics.success()
                  - cut.rows() * economics.cost()));
    }
    double learnt =
        facts.metric("decision.true_positives") + facts.metric("decision.false_positives");
    double declared =
        facts.metric("holdout.true_positives") + facts.metric("holdout.false_positives");
    drawn.add(point("learnt threshold", learnt / rows, facts.metric("decision.gain")));
    drawn.add(point("declared threshold", declared / rows, facts.metric("decision.declared_gain")));
    return Charts.of(
        "profit",
        "What acting on the first so many would have gained",
        "Each positive acted on keeps %s with chance %s; each row acted on costs %s. Above the threshold learnt out of fold (%s) the held-out rows gain %s, above the declared one (%s) %s. Whether acting keeps anybody is an assumption of the problem file, not something the model knows."
            .formatted(
                Figures.number(economics.value(), 2),
                Figures.percent(economics.success()),
                Figures.number(economics.cost(), 2),
                Figures.number(facts.metric("decision.threshold"), 4),
                Figures.count(facts.metric("decision.gain")),
                Figures.number(facts.metric("decision.declared_threshold"), 4),
                Figures.count(facts.metric("decision.declared_gain"))),
        drawn);
  }

  private static Map<String, Object> point(String of, double share, double gain) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("of", of);
    point.put("share", share);
    point.put("gain", gain);
    return point;
  }

  private static String count(ModelFacts facts, String of) {
    return Figures.count(facts.metric("holdout." + of));
  }
}
