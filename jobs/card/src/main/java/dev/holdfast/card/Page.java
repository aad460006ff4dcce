package dev.holdfast.card;

import java.util.ArrayList;
import java.util.List;

/**
 * The page of one model version.
 *
 * @param predicts what it foretells, in a sentence
 * @param plainly what it is, and what acting on it came to, for whoever knows none of the terms
 * @param figures the few that people ask for first
 */
public record Page(
    String title,
    String state,
    String predicts,
    String plainly,
    Verdict verdict,
    List<Figure> figures,
    List<Section> sections) {

  public Page {
    figures = List.copyOf(figures);
    sections = List.copyOf(sections);
  }

  /** A figure with what it is of, and where it lies by 95 %, or what it is to be held against. */
  public record Figure(String name, String value, String about) {}

  static Page of(ModelFacts facts) {
    return new Page(
        "%s, model version %d".formatted(facts.problem().name(), facts.version()),
        facts.state(),
        "Foretells, for %s: %s."
            .formatted(Purpose.population(facts.problem()), Purpose.outcome(facts.problem())),
        plainly(facts),
        Verdict.of(facts),
        figures(facts),
        sections(facts));
  }

  private static String plainly(ModelFacts facts) {
    String role =
        switch (facts.state()) {
          case "champion" -> "It is the champion: the version that scores each week";
          case "retired" -> "It is retired: it was the champion once and scores no more";
          default -> "It is a candidate: it scores nothing unless it is made the champion";
        };
    return "%s. A row is one %s on one day, and positive if that came true. Tried on %s that it had not seen, of 100 rows that it would have had acted on, %s were positive, against %s of 100 at random; of 100 positives, %s were not among them."
        .formatted(
            role,
            String.join(", ", facts.problem().entity()),
            Figures.counted(facts.heldOutDays().size(), "day"),
            Figures.number(100 * facts.metric("holdout.precision"), 0),
            Figures.number(100 * facts.base(), 1),
            Figures.number(100 * (1 - facts.metric("holdout.recall")), 0));
  }

  private static List<Figure> figures(ModelFacts facts) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "AUC",
            Figures.number(facts.metric("holdout.auc"), 3),
            interval(facts, "auc", 3) + "; chance 0.5"));
    figures.add(
        new Figure(
            "Average precision",
            Figures.number(facts.metric("holdout.average_precision"), 3),
            interval(facts, "average_precision", 3)
                + "; chance "
                + Figures.number(facts.base(), 3)));
    figures.add(
        new Figure(
            "Lift of the top 10 %",
            Figures.number(facts.metric("holdout.lift_10"), 2),
            interval(facts, "lift_10", 2) + "; chance 1"));
    figures.add(
        new Figure(
            "Acted on that are positive",
            Figures.percent(facts.metric("holdout.precision")),
            "of as many at random %s".formatted(Figures.percent(facts.base()))));
    figures.add(
        new Figure(
            "Positives that are acted on",
            Figures.percent(facts.metric("holdout.recall")),
            "by acting on %s of the rows".formatted(Figures.percent(acted(facts)))));
    figures.add(
        new Figure(
            "Calibration error",
            Figures.number(facts.metric("holdout.ece"), 4),
            "mean distance of what was said and what came"));
    return figures;
  }

  private static double acted(ModelFacts facts) {
    return (facts.metric("holdout.true_positives") + facts.metric("holdout.false_positives"))
        / facts.metric("holdout.rows");
  }

  private static String interval(ModelFacts facts, String metric, int digits) {
    return Figures.interval(
        facts.metric("holdout." + metric + ".low"),
        facts.metric("holdout." + metric + ".high"),
        digits);
  }

  private static List<Section> sections(ModelFacts facts) {
    List<Section> sections = new ArrayList<>();
    facts.evaluation().ifPresent(each -> sections.add(ChampionSection.of(facts, each)));
    facts.evaluation().ifPresent(each -> sections.add(DecisionSection.of(facts, each)));
    facts.evaluation().ifPresent(each -> sections.add(RankingSection.of(facts, each)));
    facts.evaluation().ifPresent(each -> sections.add(CalibrationSection.of(facts, each)));
    facts.evaluation().ifPresent(each -> sections.add(Slices.of(facts, each)));
    facts.evaluation().ifPresent(each -> sections.add(ImportanceSection.of(facts, each)));
    facts.evaluation().ifPresent(each -> sections.add(DataSection.of(facts, each)));
    sections.add(CandidatesSection.of(facts));
    sections.add(DriftSection.of(facts));
    sections.add(LimitsSection.of(facts));
    sections.add(ProvenanceSection.of(facts));
    return sections;
  }
}
