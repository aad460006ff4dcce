package dev.holdfast.card;

import java.util.ArrayList;
import java.util.List;

/**
 * The page of one model version.
 *
 * @param predicts what it foretells, in a sentence
 * @param figures the few that people ask for first
 */
public record Page(
    String title,
    String state,
    String predicts,
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
        Verdict.of(facts),
        figures(facts),
        sections(facts));
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
            "of all rows %s".formatted(Figures.percent(facts.base()))));
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
