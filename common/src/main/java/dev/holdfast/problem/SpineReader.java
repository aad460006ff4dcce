package dev.holdfast.problem;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads the block {@code spine}. */
final class SpineReader {
  private final Scope scope;
  private final List<String> entity;

  SpineReader(Scope scope, List<String> entity) {
    this.scope = scope;
    this.entity = entity;
  }

  Spine read(Block block) {
    LocalDate first = Texts.date(block, "first");
    AsOfCalendar calendar = new AsOfCalendar(first, Texts.period(block, "every", true));
    Optional<Block> events = block.optionalBlock("events");
    Optional<Block> active = block.optionalBlock("active");
    Optional<Block> left = block.optionalBlock("left");
    if (events.isPresent() == active.isPresent()) {
      block.mistake(
          events.isPresent() ? "events" : "active",
          "expected either active (a row per entity and day) or events (a row per event)");
    }
    if (events.isPresent() && left.isPresent()) {
      block.mistake("left", "entities leave only a spine of active entities");
    }
    Spine spine =
        events
            .map(each -> (Spine) events(each, calendar))
            .orElseGet(
                () ->
                    new Spine.OfEntities(
                        calendar,
                        active
                            .map(this::population)
                            .orElse(new Spine.Population.Within("", 1, Optional.empty())),
                        left.map(this::departure)));
    block.noMore();
    return spine;
  }

  private Spine.OfEvents events(Block block, AsOfCalendar calendar) {
    Optional<Source> source = scope.datedSource(block, "source");
    Spine.OfEvents events =
        new Spine.OfEvents(
            calendar,
            source.map(Source::name).orElse(""),
            Sql.optional(block, "where"),
            Texts.names(block, "key", "columns that tell one event of an entity from another"),
            Texts.optionalNames(block, "carry", "columns"));
    source.ifPresent(
        each -> {
          Scope.columns(block, "source", each, entity);
          Scope.columns(block, "key", each, events.key());
          Scope.columns(block, "carry", each, events.carry());
        });
    block.noMore();
    return events;
  }

  private Spine.Population population(Block block) {
    boolean within = block.has("within");
    Optional<Source> source =
        within ? scope.datedSource(block, "source") : scope.source(block, "source");
    source.ifPresent(each -> Scope.columns(block, "source", each, entity));
    String name = source.map(Source::name).orElse("");
    Spine.Population population;
    if (within) {
      population =
          new Spine.Population.Within(
              name, Texts.days(block, "within"), Sql.optional(block, "where"));
    } else {
      Spine.Population.Between between =
          new Spine.Population.Between(
              name,
              Texts.text(block, "from", "a column (or within = 90 days instead)"),
              Texts.optionalText(block, "until", "a column"),
              Sql.optional(block, "where"));
      source.ifPresent(
          each -> {
            Scope.columns(block, "from", each, List.of(between.from()));
            between.until().ifPresent(until -> Scope.columns(block, "until", each, List.of(until)));
          });
      population = between;
    }
    block.noMore();
    return population;
  }

  private Spine.Departure departure(Block block) {
    Optional<Source> source = scope.datedSource(block, "source");
    source.ifPresent(each -> Scope.columns(block, "source", each, entity));
    Spine.Departure departure =
        new Spine.Departure(source.map(Source::name).orElse(""), Sql.optional(block, "where"));
    block.noMore();
    return departure;
  }
}
