package dev.holdfast.card;

import dev.holdfast.card.ModelFacts.Tried;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What else was tried, and whether more would have helped. */
final class CandidatesSection {
  private static final int SHOWN = 20;

  private CandidatesSection() {}

  static Section of(ModelFacts facts) {
    String metric = facts.ranking();
    List<List<String>> rows = new ArrayList<>();
    List<Map<String, Object>> drawn = new ArrayList<>();
    int chosen = -1;
    List<Tried> shown = facts.tried().stream().limit(SHOWN).toList();
    for (int at = 0; at < shown.size(); at++) {
      Tried tried = shown.get(at);
      boolean isChosen = facts.candidate().equals(tried.candidate());
      chosen = isChosen ? at : chosen;
      rows.add(
          List.of(
              "%d. %s".formatted(at + 1, tried.candidate()),
              Figures.number(tried.mean(), 4),
              Figures.interval(tried.low(), tried.high(), 4),
              Figures.number(tried.training(), 4),
              isChosen ? Figures.number(facts.metric("holdout." + metric), 4) : ""));
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("rank", at + 1);
      point.put("mean", tried.mean());
      point.put("low", tried.low());
      point.put("high", tried.high());
      point.put("chosen", isChosen ? "chosen" : "other");
      drawn.add(point);
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Charts.of(
            "candidates",
            "Cross-validated %s of each candidate".formatted(Figures.metric(metric)),
            "Where the lines of the first ones overlap, chance chose between them.",
            drawn));
    blocks.add(
        new Block.Table(
            List.of(
                "candidate",
                Figures.metric(metric) + ", folds",
                "worst to best fold",
                "AUC, training rows",
                "held out"),
            rows,
            1,
            chosen));
    blocks.addAll(curves(facts));
    return new Section(
        "Candidates",
        "%s tried on %s, ranked by their mean cross-validated %s%s. Only the chosen one ever saw the held-out rows. Training rows lie before those that a fold judges by where folds go by time, so that the two may differ in how hard they are."
            .formatted(
                Figures.counted(facts.tried().size(), "candidate"),
                Figures.counted(shown.isEmpty() ? 0 : shown.get(0).folds(), "fold"),
                Figures.metric(metric),
                facts.tried().size() > SHOWN ? "; the first %d are shown".formatted(SHOWN) : ""),
        blocks);
  }

  private static List<Block> curves(ModelFacts facts) {
    List<Map<String, Object>> byRows = new ArrayList<>();
    List<Map<String, Object>> byRounds = new ArrayList<>();
    new TreeMap<>(facts.metrics())
        .forEach(
            (name, value) -> {
              // curve.rows_050.auc, curve.rounds_120.train_auc
              String[] parts = name.split("[._]", 4);
              if (parts[0].equals("curve")) {
                Map<String, Object> point = new LinkedHashMap<>();
                boolean ofRows = parts[1].equals("rows");
                double at = Double.parseDouble(parts[2]);
                point.put(ofRows ? "share" : "rounds", ofRows ? at / 100 : at);
                point.put("value", value);
                point.put(
                    "of",
                    parts[3].equals("train_auc")
                        ? "AUC, training rows"
                        : Figures.metric(parts[3]) + ", other rows");
                (ofRows ? byRows : byRounds).add(point);
              }
            });
    List<Block> curves = new ArrayList<>();
    if (!byRows.isEmpty()) {
      curves.add(
          Charts.of(
              "learning-rows",
              "Would more rows help?",
              "The chosen candidate fitted on shares of the rows. If the line of other rows still rises at the right, more weeks would help; training rows far above it are learnt by heart.",
              byRows));
    }
    if (!byRounds.isEmpty()) {
      curves.add(
          Charts.of(
              "learning-rounds",
              "Would more rounds help?",
              "The chosen boosting with fewer and more rounds. Beyond the top of the line of other rows, rounds only learn the training rows by heart.",
              byRounds));
    }
    return curves;
  }
}
