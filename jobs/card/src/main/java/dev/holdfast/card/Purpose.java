package dev.holdfast.card;

import dev.holdfast.problem.Decision;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;

/** What a problem asks, in sentences. */
final class Purpose {

  private Purpose() {}

  /** What is foretold. */
  static String outcome(Problem problem) {
    Label label = problem.label();
    String event =
        "a row of %s%s"
            .formatted(
                label.source(), label.where().map(condition -> " where " + condition).orElse(""));
    String period =
        label.gap().isZero()
            ? "in the %s from the day on".formatted(Figures.period(label.horizon()))
            : "in the %s that begin %s after the day"
                .formatted(Figures.period(label.horizon()), Figures.period(label.gap()));
    return switch (label.positive()) {
      case OCCURS -> "the chance that %s comes %s".formatted(event, period);
      case ABSENT -> "the chance that no %s comes %s".formatted(event.substring(2), period);
    };
  }

  /** About whom. */
  static String population(Problem problem) {
    String entity = String.join(", ", problem.entity());
    if (problem.spine() instanceof Spine.OfEvents events) {
      return "each event of %s%s, by %s"
          .formatted(
              events.source(),
              events.where().map(condition -> " where " + condition).orElse(""),
              entity);
    }
    Spine.OfEntities entities = (Spine.OfEntities) problem.spine();
    String active =
        entities.active() instanceof Spine.Population.Within within
            ? "with a row of %s in the %d days before".formatted(within.source(), within.days())
            : "that is in %s on the day".formatted(entities.active().source());
    String left =
        entities.left().map(departure -> ", not left by " + departure.source()).orElse("");
    return "each %s %s%s".formatted(entity, active, left);
  }

  /** Who is acted on. */
  static String decision(Decision decision) {
    if (decision instanceof Decision.Economics economics) {
      return "Acted on is every row whose probability is above %s, where acting pays: cost %s, value %s, success %s."
          .formatted(
              Figures.number(economics.threshold(), 4),
              Figures.number(economics.cost(), 2),
              Figures.number(economics.value(), 2),
              Figures.percent(economics.success()));
    }
    Decision.Capacity capacity = (Decision.Capacity) decision;
    return "Acted on are the %s highest probabilities of each day."
        .formatted(Figures.count(capacity.count()));
  }
}
