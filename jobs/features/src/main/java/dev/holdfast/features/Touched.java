package dev.holdfast.features;

import dev.holdfast.job.JobContext;
import dev.holdfast.problem.AsOfCalendar;
import dev.holdfast.problem.Features.Attributes;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Source;
import dev.holdfast.problem.Spine;
import dev.holdfast.problem.Spine.Departure;
import dev.holdfast.problem.Spine.Population;
import dev.holdfast.table.Table;
import dev.holdfast.table.Watermarks;
import dev.holdfast.table.Watermarks.Watermark;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which days that were built before are touched by rows that came, changed or went since: exactly
 * those with a window, or a horizon, that holds the day of such a row.
 */
final class Touched {
  private static final long EVER = 1_000_000;

  private final JobContext context;
  private final Problem problem;
  private final Watermarks watermarks;
  private final Changes changes;
  private final List<Watermark> renewed = new ArrayList<>();

  /** A use of a source's rows by the days after them, up to a number of days. */
  private record Use(String source, String day, Optional<String> where, long reach) {
    /** A use from the moment on at which a row is known. */
    Use(String source, Optional<String> where, long reach) {
      this(source, Events.DAY, where, reach);
    }
  }

  /** Rows of a source that decide labels, from a gap after a row's moment to its horizon's end. */
  private record Outcome(String source, String time, Optional<String> where, Period gap) {}

  Touched(JobContext context, Watermarks watermarks, Changes changes) {
    this.context = context;
    this.changes = changes;
    this.problem = context.problem();
    this.watermarks = watermarks;
  }

  /** Where the tables stand when the run is done. */
  List<Watermark> renewed() {
    return List.copyOf(renewed);
  }

  /** Of some days with features, those to build again. */
  Set<LocalDate> features(Collection<LocalDate> built) {
    Map<String, List<Use>> bySource = new LinkedHashMap<>();
    for (Use use : uses()) {
      bySource.computeIfAbsent(use.source(), each -> new ArrayList<>()).add(use);
    }
    Set<LocalDate> touched = new TreeSet<>();
    String name = context.tables().features().name();
    bySource.forEach(
        (source, uses) -> {
          long version = version(source);
          Optional<Watermark> seen = seen(name, source, version);
          for (Use use : built.isEmpty() ? List.<Use>of() : uses) {
            seen.ifPresent(mark -> touched.addAll(by(use, mark.version(), version, built)));
          }
        });
    return touched;
  }

  /** Of some days with labels, those to label again. */
  Set<LocalDate> labels(Collection<LocalDate> labelled) {
    Label label = problem.label();
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(
        new Outcome(
            label.source(), dayOf(label.source(), label.time()), label.where(), label.gap()));
    if (label.left().isPresent()) {
      Departure left = ((Spine.OfEntities) problem.spine()).left().orElseThrow();
      // Whoever leaves in the gap has left before the horizon ends, too.
      outcomes.add(
          new Outcome(
              left.source(),
              dayOf(left.source(), happened(left.source())),
              left.where(),
              Period.ZERO));
    }
    Map<String, Optional<Watermark>> marks = new LinkedHashMap<>();
    String name = context.tables().labels().name();
    Set<LocalDate> touched = new TreeSet<>();
    for (Outcome outcome : outcomes) {
      long version = version(outcome.source());
      marks
          .computeIfAbsent(outcome.source(), source -> seen(name, source, version))
          .ifPresent(mark -> touched.addAll(by(outcome, mark.version(), version, labelled)));
    }
    return touched;
  }

  private Set<LocalDate> by(
      Outcome outcome, long after, long upTo, Collection<LocalDate> labelled) {
    if (labelled.isEmpty()) {
      return Set.of();
    }
    Optional<Set<LocalDate>> days =
        changes.days(outcome.source(), outcome.time(), outcome.where(), after, upTo);
    Set<LocalDate> touched = new TreeSet<>();
    for (LocalDate asOf : labelled) {
      LocalDate from = firstMoment(asOf).plus(outcome.gap());
      LocalDate until = problem.label().matureOn(asOf);
      if (days.map(all -> holds(all, from, until)).orElse(true)) {
        touched.add(asOf);
      }
    }
    return touched;
  }

  // What dates the source's rows anyway is asked for by that name: others ask the same.
  private String dayOf(String sourceName, String time) {
    Source source = problem.source(sourceName);
    boolean anyway = source.arrival().isEmpty() && source.eventTime().equals(Optional.of(time));
    return anyway ? Events.DAY : time;
  }

  // Without a watermark the days were built before there were any: they stay as they are.
  private Optional<Watermark> seen(String table, String source, long version) {
    Optional<Watermark> mark = watermarks.of(table, source);
    renewed.add(
        new Watermark(
            table,
            source,
            version,
            "",
            mark.map(Watermark::through)
                .filter(day -> day.isAfter(context.asOf()))
                .orElse(context.asOf())));
    return mark;
  }

  private long version(String source) {
    Table table = context.tables().raw(source);
    return table.exists(context.spark()) ? table.version(context.spark()) : 0;
  }

  private Set<LocalDate> by(Use use, long after, long upTo, Collection<LocalDate> built) {
    Optional<Set<LocalDate>> days = changes.days(use.source(), use.day(), use.where(), after, upTo);
    Set<LocalDate> touched = new TreeSet<>();
    for (LocalDate asOf : built) {
      // A day that knows the row: it lies behind it, and the row within its reach.
      LocalDate from = firstMoment(asOf).minusDays(use.reach());
      if (days.map(all -> holds(all, from, asOf)).orElse(true)) {
        touched.add(asOf);
      }
    }
    return touched;
  }

  private static boolean holds(Set<LocalDate> days, LocalDate from, LocalDate until) {
    return days.stream().anyMatch(day -> !day.isBefore(from) && day.isBefore(until));
  }

  private LocalDate firstMoment(LocalDate asOf) {
    AsOfCalendar calendar = problem.spine().calendar();
    return problem.spine() instanceof Spine.OfEvents ? calendar.before(asOf) : asOf;
  }

  private List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    for (Group group : problem.features().groups()) {
      boolean ever = group.aggregates().stream().anyMatch(each -> !each.function().windowed());
      long longest = group.windows().stream().mapToLong(Integer::longValue).max().orElse(0);
      uses.add(new Use(group.source(), group.where(), ever ? EVER : longest));
    }
    for (Attributes attributes : problem.features().attributes()) {
      addDated(uses, attributes.source(), Optional.empty());
    }
    if (problem.spine() instanceof Spine.OfEvents events) {
      uses.add(new Use(events.source(), happened(events.source()), events.where(), 0));
    } else {
      Spine.OfEntities entities = (Spine.OfEntities) problem.spine();
      if (entities.active() instanceof Population.Within within) {
        uses.add(new Use(within.source(), within.where(), within.days()));
      } else {
        Population.Between between = (Population.Between) entities.active();
        addDated(uses, between.source(), between.where());
      }
      entities.left().ifPresent(left -> uses.add(new Use(left.source(), left.where(), EVER)));
    }
    return uses;
  }

  private String happened(String source) {
    return problem.source(source).eventTime().orElseThrow();
  }

  // Rows that are not dated say what holds now: days that were built before keep what held then.
  private void addDated(List<Use> uses, String name, Optional<String> where) {
    Source source = problem.source(name);
    if (source.eventTime().isPresent()) {
      uses.add(new Use(name, where, EVER));
    }
  }
}
