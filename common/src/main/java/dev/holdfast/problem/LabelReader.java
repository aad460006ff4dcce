package dev.holdfast.problem;

import dev.holdfast.problem.Label.Leaving;
import dev.holdfast.problem.Label.Outcome;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** Reads the block {@code label}. */
final class LabelReader {

  private LabelReader() {}

  static Label read(
      Block stated, Scope scope, List<String> entity, Spine spine, Defaults defaults) {
    Block block = stated.withDefaults(defaults.of("label"));
    Optional<Source> source = scope.source(block, "source");
    List<String> match = block.has("match") ? Texts.names(block, "match", "columns") : entity;
    String time =
        Texts.optionalText(block, "time", "a column")
            .or(() -> source.flatMap(Source::eventTime))
            .orElse("");
    if (source.isPresent() && time.isEmpty()) {
      block.mistake(
          "source",
          "source %s has no event-time; expected time = a column that dates the event"
              .formatted(source.get().name()));
    }
    source.ifPresent(
        each -> {
          if (block.has("time")) {
            Scope.columns(block, "time", each, List.of(time));
          }
          Scope.columns(block, "match", each, match);
        });
    for (String column : match) {
      boolean onSpine =
          entity.contains(column)
              || (spine instanceof Spine.OfEvents events
                  && (events.key().contains(column) || events.carry().contains(column)));
      if (!onSpine) {
        block.mistake("match", column + " is no column of the spine");
      }
    }
    Period gap = Texts.period(block, "gap", false);
    Label label =
        new Label(
            source.map(Source::name).orElse(""),
            Sql.optional(block, "where"),
            time,
            Texts.choice(block, "positive", Outcome.class),
            match,
            gap,
            Texts.period(block, "horizon", true),
            left(block, spine));
    block.noMore();
    return label;
  }

  private static Optional<Leaving> left(Block block, Spine spine) {
    if (!block.has("left")) {
      return Optional.empty();
    }
    boolean somebodyLeaves =
        spine instanceof Spine.OfEntities entities && entities.left().isPresent();
    if (!somebodyLeaves) {
      block.mistake("left", "nobody leaves this spine; expected spine.left to say who does");
    }
    return Optional.of(Texts.choice(block, "left", Leaving.class));
  }
}
