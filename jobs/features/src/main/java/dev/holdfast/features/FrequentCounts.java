package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Frequent;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.table.FrequentValues;
import dev.holdfast.table.FrequentValues.Learnt;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/**
 * Finds the values of counts of the most frequent ones: learnt of the rows that training days know,
 * and of no later ones, when they are first asked for. From then on they stay, whatever becomes
 * frequent later: a column that meant another value each week would teach a model nothing.
 */
final class FrequentCounts {
  private static final String VALUE = "_value";
  private static final String ROWS = "_rows";

  private final JobContext context;
  private final Events events;
  private final boolean begun;

  /**
   * Of a run.
   *
   * @param begun whether there are days with features already that this run will not make again
   */
  FrequentCounts(JobContext context, Events events, boolean begun) {
    this.context = context;
    this.events = events;
    this.begun = begun;
  }

  /** The groups with a condition on a value in place of each rank. */
  List<Group> known(List<Group> groups) {
    boolean any =
        groups.stream()
            .flatMap(group -> group.aggregates().stream())
            .anyMatch(aggregate -> aggregate.frequent().isPresent());
    if (!any) {
      return groups;
    }
    Map<String, Learnt> learnt = FrequentValues.read(context.spark(), context.tables());
    Map<String, Learnt> before = Map.copyOf(learnt);
    List<Group> known = groups.stream().map(group -> known(group, learnt)).toList();
    if (!learnt.equals(before)) {
      FrequentValues.write(context.spark(), context.tables(), learnt.values());
    }
    return known;
  }

  private Group known(Group group, Map<String, Learnt> learnt) {
    List<Aggregate> aggregates = new ArrayList<>();
    for (Aggregate aggregate : group.aggregates()) {
      aggregates.add(
          aggregate
              .frequent()
              .map(frequent -> known(group, aggregate, frequent, learnt))
              .orElse(aggregate));
    }
    return new Group(
        group.name(), group.source(), group.by(), group.where(), group.windows(), aggregates);
  }

  private Aggregate known(
      Group group, Aggregate aggregate, Frequent frequent, Map<String, Learnt> learnt) {
    String name = group.name() + "." + frequent.family();
    String declaration = declaration(group, aggregate, frequent);
    Learnt present = learnt.get(name);
    if (present == null || !present.declaration().equals(declaration)) {
      if (present != null && begun) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot add days to %s: aggregate %s is declared otherwise than when its values were learnt, so that its columns would mean other values than in the days that are there. Run the features job with --rebuild to learn them and build every day anew."
                .formatted(context.tables().features().path(), name));
      }
      present = learn(name, declaration, group, aggregate, frequent);
      learnt.put(name, present);
    }
    List<String> values = present.values();
    return frequent.rank() <= values.size()
        ? aggregate.ofValue(text(frequent), values.get(frequent.rank() - 1))
        // There are fewer values than were asked for: no row has the one of this rank.
        : new Aggregate(
            aggregate.name(),
            aggregate.function(),
            aggregate.of(),
            Optional.of("false"),
            Optional.empty());
  }

  private Learnt learn(
      String name, String declaration, Group group, Aggregate aggregate, Frequent frequent) {
    LocalDate before = lastTrainingDay();
    List<String> values =
        events
            .of(group.source(), group.where())
            .where(aggregate.where().orElse("true"))
            .where(col(Events.DAY).lt(Date.valueOf(before)))
            .select(expr(text(frequent)).as(VALUE))
            .where(col(VALUE).isNotNull())
            .groupBy(VALUE)
            .agg(count(lit(1)).as(ROWS))
            .orderBy(col(ROWS).desc(), col(VALUE).asc())
            .limit(frequent.top())
            .collectAsList()
            .stream()
            .map((Row row) -> row.getString(0))
            .toList();
    if (values.isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot learn the values of %s: no row of source %s that was known before %s has a value of %s. Ingest earlier rows, or name the values."
              .formatted(name, group.source(), before, frequent.by()));
    }
    context
        .progress()
        .line(name, "learnt of rows before %s: %s".formatted(before, String.join(", ", values)));
    return new Learnt(name, declaration, before, values);
  }

  // As training chooses its days among those that are labelled now. As long as there is none, only
  // what is older than the calendar is older than all that will be held out.
  private LocalDate lastTrainingDay() {
    Label label = context.problem().label();
    List<LocalDate> labelled =
        context.problem().spine().calendar().through(context.asOf()).stream()
            .filter(day -> !label.matureOn(day).isAfter(context.asOf()))
            .toList();
    LocalDate none = context.problem().spine().calendar().first();
    Split split = context.problem().training().split();
    if (split instanceof Split.Rolling rolling) {
      int heldOut = labelled.size() - rolling.holdout();
      return heldOut < 0
          ? none
          : last(labelled, day -> !label.matureOn(day).isAfter(labelled.get(heldOut)), none);
    }
    return split instanceof Split.Dated dated
        ? last(labelled, day -> !day.isAfter(dated.until()), none)
        : last(labelled, day -> true, none);
  }

  private static LocalDate last(
      List<LocalDate> days, Predicate<LocalDate> wanted, LocalDate otherwise) {
    return days.stream().filter(wanted).reduce(otherwise, (earlier, later) -> later);
  }

  private static String text(Frequent frequent) {
    return "cast((%s) as string)".formatted(frequent.by());
  }

  private static String declaration(Group group, Aggregate aggregate, Frequent frequent) {
    List<Object> said =
        List.of(group.source(), group.where(), aggregate.where(), frequent.by(), frequent.top());
    return ModelCodec.digest(said.toString().getBytes(StandardCharsets.UTF_8));
  }
}
