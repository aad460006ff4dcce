package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Cut;
import dev.holdfast.model.Evaluation.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How well it tells positives from negatives. */
final class RankingSection {

  // The precision of fewer rows jumps with each of them.
  private static final int TOO_FEW = 20;

  private RankingSection() {}

  static Section of(ModelFacts facts, Evaluation evaluation) {
    List<Map<String, Object>> roc = new ArrayList<>();
    List<Map<String, Object>> precision = new ArrayList<>();
    List<Map<String, Object>> gain = new ArrayList<>();
    double rows = facts.metric("holdout.rows");
    double positives = facts.metric("holdout.positives");
    double negatives = rows - positives;
    roc.add(point("model", 0, 0));
    gain.add(point("model", 0, 0));
    for (Cut cut : evaluation.cuts()) {
      double found = cut.positives() / positives;
      roc.add(point("model", (cut.rows() - cut.positives()) / negatives, found));
      if (cut.rows() >= TOO_FEW) {
        precision.add(point("model", found, (double) cut.positives() / cut.rows()));
      }
      gain.add(point("model", cut.rows() / rows, found));
    }
    roc.addAll(List.of(point("chance", 0, 0), point("chance", 1, 1)));
    gain.addAll(List.of(point("chance", 0, 0), point("chance", 1, 1)));
    precision.addAll(List.of(point("chance", 0, facts.base()), point("chance", 1, facts.base())));
    double recall = facts.metric("holdout.recall");
    double wrong = facts.metric("holdout.false_positives");
    double acted = wrong + facts.metric("holdout.true_positives");
    roc.add(point("decision", wrong / negatives, recall));
    precision.add(point("decision", recall, facts.metric("holdout.precision")));
    gain.add(point("decision", acted / rows, recall));
    return new Section(
        "Ranking",
        "Counted on %s held-out rows. The diamond is the declared decision; dashed is chance."
            .formatted(Figures.count(rows)),
        List.of(
            scores(facts),
            Charts.of(
                "gain",
                "Gain: who is reached by acting on the first so many",
                "Acting on %s of all rows finds %s of the positives."
                    .formatted(Figures.percent(acted / rows), Figures.percent(recall)),
                gain),
            Charts.of(
                "deciles",
                "Lift by tenth",
                "How many times the average share of positives each tenth holds, with 95 %% intervals as if rows were independent; the interval at the top of the page is resampled by entity. Bars that do not fall from left to right would mean a ranking that cannot be trusted there. The average is %s."
                    .formatted(Figures.percent(facts.base())),
                deciles(facts, evaluation)),
            Charts.of(
                "roc",
                "ROC",
                "The area under the line is the AUC: the chance that a positive row has a higher probability than a negative one.",
                roc),
            Charts.of(
                "precision-recall",
                "Precision and recall",
                "Of those acted on, how many are positive, as more of the positives are found; from the first %d rows on."
                    .formatted(TOO_FEW),
                precision),
            table(facts, evaluation)));
  }

  private static Block scores(ModelFacts facts) {
    List<List<String>> rows = new ArrayList<>();
    for (String name : List.of("auc", "average_precision", "lift_10", "log_loss")) {
      rows.add(
          List.of(
              Figures.metric(name),
              Figures.number(facts.metric("holdout." + name), 4),
              Figures.interval(
                  facts.metric("holdout." + name + ".low"),
                  facts.metric("holdout." + name + ".high"),
                  4)));
    }
    rows.add(List.of("Brier score", Figures.number(facts.metric("holdout.brier"), 4), ""));
    double reachable = facts.metric("reference.auc");
    if (!Double.isNaN(reachable)) {
      rows.add(
          List.of(
              "AUC of the true probabilities (generated data)", Figures.number(reachable, 4), ""));
    }
    return new Block.Table(
        List.of("held out", "value", "95 % interval, resampled by entity"), rows, 1, -1);
  }

  private static Map<String, Object> point(String of, double x, double y) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("of", of);
    point.put("x", x);
    point.put("y", y);
    return point;
  }

  private static List<Map<String, Object>> deciles(ModelFacts facts, Evaluation evaluation) {
    List<Map<String, Object>> drawn = new ArrayList<>();
    int number = 1;
    for (Group decile : evaluation.deciles()) {
      Map<String, Object> bar = new LinkedHashMap<>();
      bar.put("decile", number++);
      bar.put("lift", decile.observed() / facts.base());
      bar.put("low", decile.low() / facts.base());
      bar.put("high", decile.high() / facts.base());
      drawn.add(bar);
    }
    return drawn;
  }

  private static Block table(ModelFacts facts, Evaluation evaluation) {
    List<List<String>> rows = new ArrayList<>();
    long found = 0;
    int number = 1;
    for (Group decile : evaluation.deciles()) {
      found += decile.positives();
      rows.add(
          List.of(
              Integer.toString(number++),
              Figures.count(decile.rows()),
              Figures.count(decile.positives()),
              Figures.percent(decile.observed()),
              Figures.percent(decile.low()) + " to " + Figures.percent(decile.high()),
              Figures.number(decile.observed() / facts.base(), 2),
              Figures.percent(found / facts.metric("holdout.positives"))));
    }
    return new Block.Table(
        List.of("tenth", "rows", "positives", "share", "95 % interval", "lift", "found so far"),
        rows,
        1,
        -1);
  }
}
