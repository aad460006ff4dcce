package dev.holdfast.training;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.Budget;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Blend;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.GridSearch;
import dev.holdfast.training.search.GridSearch.Ranked;
import dev.holdfast.training.search.SearchState;
import dev.holdfast.training.search.SpaceSearch;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The search of one training: tries what its method asks for, keeps every finished trial, and ends
 * when the method or the budget does.
 */
final class Searching {
  private final JobContext context;
  private final Training stated;
  private final String searchId;
  private final Balancing balancing;
  private final FoldPlan folds;
  private final SpaceSearch search;
  private final long started = System.nanoTime();
  private final Set<String> asked = new HashSet<>();
  private int trials;
  private int resumed;

  Searching(JobContext context, String searchId, Balancing balancing, FoldPlan folds) {
    this.context = context;
    this.stated = context.problem().training();
    this.searchId = searchId;
    this.balancing = balancing;
    this.folds = folds;
    this.search =
        new SpaceSearch(stated.candidates(), stated.search(), stated.metric(), folds.count());
  }

  /**
   * The best candidate, as it was declared.
   *
   * @param value the mean of its metric over the folds
   */
  record Best(Candidate candidate, double value) {}

  Outcome<Best> run() {
    SpaceSearch.Found found = search.run(this::tried);
    if (found.ranked().isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot choose a model: the budget of %s ended before any of %d candidates was tried on all %d folds. Raise training.budget and run again: finished trials are kept."
              .formatted(stated.budget(), search.planned(), folds.count()));
    }
    Ranked first = found.ranked().get(0);
    Best single = new Best(found.candidates().get(first.candidate()), first.value());
    Optional<Best> blended = blended(found);
    Best best = blended.filter(each -> isBetter(each.value(), single.value())).orElse(single);
    context.record().count("trials", trials);
    context.record().count("trials of earlier runs", resumed);
    return new Outcome<>(
        best,
        String.format(
            Locale.ROOT,
            "%d of %d candidates on %s%s, best %s %.4f%s",
            found.ranked().size(),
            search.planned(),
            folds.words(),
            resumed == 0 ? "" : " (%d trials by earlier runs)".formatted(resumed),
            TrainingJob.written(stated.metric()),
            best.value(),
            blendWords(blended)));
  }

  // A blend that was asked for, and was tried on every fold before the budget ended.
  private Optional<Best> blended(SpaceSearch.Found found) {
    List<Candidate> bestFirst =
        found.ranked().stream().map(each -> found.candidates().get(each.candidate())).toList();
    return stated
        .blend()
        .flatMap(wanted -> Blend.of(bestFirst, wanted.members()))
        .flatMap(
            blend ->
                tried(List.of(blend), IntStream.range(0, folds.count()).boxed().toList()).stream()
                    .findFirst()
                    .map(tried -> new Best(blend, tried.value())));
  }

  private String blendWords(Optional<Best> blended) {
    if (blended.isPresent()) {
      return String.format(Locale.ROOT, ", blend %.4f", blended.get().value());
    }
    return stated.blend().isPresent()
        ? ", no blend: no two families, or not the blend itself, were tried on every fold"
        : "";
  }

  private boolean isBetter(double one, double other) {
    return stated.metric() == Training.Metric.LOG_LOSS ? one < other : one > other;
  }

  private List<Ranked> tried(List<Candidate> candidates, List<Integer> some) {
    RowBlock rows = balancing.rows();
    GridSearch grid =
        new GridSearch(
            searchId,
            folds.count(),
            stated.metric(),
            Fitting.of(stated, balancing.positiveWeight()));
    if (trials == 0) {
      context.progress().line("search", grid.choice(context.spark(), rows).reason());
    }
    Set<String> these = new HashSet<>();
    candidates.forEach(each -> some.forEach(fold -> these.add(each.name() + " on " + fold)));
    // Halving asks again for what it has tried on fewer folds.
    int known = (int) these.stream().filter(asked::contains).count();
    asked.addAll(these);
    trials -= known;
    resumed -= known;
    GridSearch.Found found =
        grid.run(
            context.spark(),
            rows,
            candidates.stream().map(balancing::candidate).toList(),
            some,
            new DeltaTrialLog(context, searchId, candidates),
            left(),
            watcher());
    trials += found.trials().size();
    resumed += found.resumed();
    return found.ranked();
  }

  // What the batches before have left of the budget.
  private Budget left() {
    double minutes = (System.nanoTime() - started) / 60e9;
    return new Budget(
        stated.budget().minutes().map(all -> Math.max(0, all - minutes)),
        stated.budget().trials().map(all -> Math.max(0, all - trials)));
  }

  private Consumer<SearchState> watcher() {
    Consumer<SearchState> progress = new SearchProgress(context.progress(), stated.metric());
    int before = trials;
    int all = Math.max(asked.size(), search.planned() * folds.count());
    return state ->
        progress.accept(
            new SearchState(
                before + state.done(),
                all,
                state.best(),
                state
                    .left()
                    .flatMap(
                        left ->
                            state.all() == state.done()
                                ? Optional.empty()
                                : Optional.of(
                                    left.multipliedBy(all - before - state.done())
                                        .dividedBy(state.all() - state.done())))));
  }
}
