package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Day;
import dev.holdfast.problem.Training.Split;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it was trained on and judged by. */
final class DataSection {

  private DataSection() {}

  static Section of(ModelFacts facts, Evaluation evaluation) {
    List<Map<String, Object>> days = new ArrayList<>();
    long trains = 0;
    long positives = 0;
    List<Day> labelled = evaluation.days();
    for (int at = 0; at < labelled.size(); at++) {
      Day day = labelled.get(at);
      boolean isTraining = facts.trainingDays().contains(day.asOf());
      trains += isTraining ? day.rows() : 0;
      positives += isTraining ? day.positives() : 0;
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("from", day.asOf().toString());
      point.put("to", end(labelled, at).toString());
      point.put("use", use(facts, day.asOf()));
      point.put("rows", day.rows());
      point.put("positives", day.positives());
      point.put("share", (double) day.positives() / day.rows());
      days.add(point);
    }
    boolean byEntity = facts.problem().training().split() instanceof Split.Entities;
    return new Section(
        "Data and split",
        byEntity
            ? "Customers held out never trained; both are of the same days."
            : "The last days are held out: the model is judged by days that lie after all that it learnt from. Days whose outcomes reach into the held-out days are used by neither side.",
        List.of(
            new Block.Table(
                List.of("", "days", "from", "to", "rows", "positive", "share"),
                List.of(
                    row(
                        byEntity ? "labelled, a share of them held out" : "trains",
                        facts.trainingDays(),
                        (double) trains,
                        (double) positives),
                    row(
                        "held out",
                        facts.heldOutDays(),
                        facts.metric("holdout.rows"),
                        facts.metric("holdout.positives"))),
                1,
                -1),
            Charts.of(
                "timeline",
                "Rows of each labelled day, and what they are used for",
                "Each bar reaches from one day of the calendar to the next.",
                days),
            Charts.of(
                "positives",
                "Share of positives, day by day",
                "A jump between the days that train and those held out would say that the past no longer tells the future.",
                days)));
  }

  private static LocalDate end(List<Day> days, int at) {
    if (at + 1 < days.size()) {
      return days.get(at + 1).asOf();
    }
    LocalDate last = days.get(at).asOf();
    return at == 0
        ? last.plusDays(7)
        : last.plusDays(last.toEpochDay() - days.get(at - 1).asOf().toEpochDay());
  }

  private static String use(ModelFacts facts, LocalDate day) {
    if (facts.trainingDays().contains(day)) {
      return "trains";
    }
    return facts.heldOutDays().contains(day) ? "held out" : "used by neither";
  }

  private static List<String> row(
      String name, List<LocalDate> days, double rows, double positives) {
    return List.of(
        name,
        Figures.count(days.size()),
        days.isEmpty() ? "" : days.get(0).toString(),
        days.isEmpty() ? "" : days.get(days.size() - 1).toString(),
        Figures.count(rows),
        Figures.count(positives),
        Figures.percent(positives / rows));
  }
}
