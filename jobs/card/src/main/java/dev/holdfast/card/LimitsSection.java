package dev.holdfast.card;

import dev.holdfast.model.Evaluation.Slice;
import dev.holdfast.problem.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What it does not know, and what it must not be used for. */
final class LimitsSection {
  private static final int NAMED = 5;

  private LimitsSection() {}

  static Section of(ModelFacts facts) {
    Problem problem = facts.problem();
    List<String> limits = new ArrayList<>();
    limits.add(
        "It answers one question: %s. It says nothing about another outcome or another horizon."
            .formatted(Purpose.outcome(problem)));
    limits.add(
        "It is for %s. Others, such as entities that are no longer or not yet active, were never seen in training."
            .formatted(Purpose.population(problem)));
    limits.add(
        "It tells who is likely, not whom contacting would change. Reasons and importances are what the model looks at, not causes.");
    limits.add(
        "It must not decide alone on anything that has legal or similar weight for a person, such as credit, insurance, employment, prices or ending a contract: it was neither built nor tested for that. Whether it treats groups of people alike is known only for the groups on this page.");
    limits.add(
        "It learnt from %s and was judged on %s. What changed since, such as new products, prices or ways of recording, it does not know."
            .formatted(span(facts.trainingDays()), span(facts.heldOutDays())));
    List<Slice> few =
        facts.evaluation().stream()
            .flatMap(evaluation -> evaluation.slices().stream())
            .filter(slice -> !Slices.isTold(slice))
            .toList();
    if (!few.isEmpty()) {
      limits.add(
          "For these groups the held-out rows are too few to tell: %s%s."
              .formatted(
                  few.stream().limit(NAMED).map(Slices::named).collect(Collectors.joining(", ")),
                  few.size() > NAMED ? " and %d more".formatted(few.size() - NAMED) : ""));
    }
    if (facts.isDemonstration()) {
      limits.add("It was trained on generated data and must not be used on anybody.");
    }
    return new Section(
        "Limits, and what it must not be used for", "", List.of(new Block.Points(limits)));
  }

  private static String span(List<LocalDate> days) {
    return days.isEmpty()
        ? "no days"
        : "days from %s to %s".formatted(days.get(0), days.get(days.size() - 1));
  }
}
