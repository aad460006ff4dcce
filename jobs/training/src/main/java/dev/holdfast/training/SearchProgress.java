package dev.holdfast.training;

import dev.holdfast.job.Progress;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.search.SearchState;
import java.util.Locale;
import java.util.function.Consumer;

/** Says now and then how far a search is: trials done, the best so far, the time left. */
final class SearchProgress implements Consumer<SearchState> {
  private static final long EVERY_NANOS = 5_000_000_000L;

  private final Progress progress;
  private final Metric metric;
  private long last = System.nanoTime();

  SearchProgress(Progress progress, Metric metric) {
    this.progress = progress;
    this.metric = metric;
  }

  @Override
  public void accept(SearchState state) {
    if (System.nanoTime() - last < EVERY_NANOS || state.done() >= state.all()) {
      return;
    }
    last = System.nanoTime();
    StringBuilder words = new StringBuilder();
    words.append("%d of %d trials".formatted(state.done(), state.all()));
    state
        .best()
        .ifPresent(
            best ->
                words.append(
                    String.format(
                        Locale.ROOT,
                        ", best %s %.4f",
                        metric.name().toLowerCase(Locale.ROOT),
                        best.value())));
    state.left().ifPresent(left -> words.append(", some %d s left".formatted(left.toSeconds())));
    progress.line("search", words.toString());
  }
}
