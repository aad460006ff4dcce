package dev.holdfast.serving;

import dev.holdfast.serving.model.ModelPages;
import dev.holdfast.serving.model.StoredModels;
import dev.holdfast.serving.store.StoredTable;
import dev.holdfast.serving.store.TableState;
import dev.holdfast.serving.week.ScoredWeek;
import dev.holdfast.serving.week.WeekReader;
import dev.holdfast.table.TablePlaces;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The tables that are served. Each look lists the ends of their logs, and reads what changed since
 * the look before. For one thread, but for the pages.
 */
final class Store {
  private static final String HADOOP = "spark.hadoop.";

  private final StoredTable scores;
  private final StoredTable models;
  private final ModelPages pages;
  private Optional<TableState> scoresThen = Optional.empty();
  private Optional<TableState> modelsThen = Optional.empty();
  private Optional<ScoredWeek> week = Optional.empty();
  private Optional<StoredModels> registry = Optional.empty();

  /**
   * @param settings of the deployment; those of Hadoop are followed, as {@code spark.hadoop.*}
   */
  Store(TablePlaces places, Map<String, String> settings) {
    Configuration configuration = configuration(settings);
    Engine engine = DefaultEngine.create(configuration);
    this.pages = new ModelPages(places, configuration);
    this.scores = new StoredTable(engine, places.scores());
    this.models = new StoredTable(engine, places.models());
  }

  ModelPages pages() {
    return pages;
  }

  private static Configuration configuration(Map<String, String> settings) {
    Configuration configuration = new Configuration();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(HADOOP)) {
            configuration.set(name.substring(HADOOP.length()), value);
          }
        });
    return configuration;
  }

  /**
   * What came of a look.
   *
   * @param failure why a table could not be read; what was read of it before is still in place
   */
  record Found(Served served, Optional<RuntimeException> failure) {}

  /**
   * What there is now. A table that cannot be read is tried again by the next look, and does not
   * keep from reading the other. The champion is looked at first: what scored a new week is there
   * when the week is.
   *
   * @throws RuntimeException if a table cannot be read that never was
   */
  Found look() {
    Optional<RuntimeException> noModels = failure(this::lookAtModels);
    Optional<RuntimeException> noScores = failure(this::lookAtScores);
    Optional<RuntimeException> failure = noModels.or(() -> noScores);
    if (week.isEmpty() || registry.isEmpty()) {
      throw failure.orElseThrow();
    }
    return new Found(new Served(week.get(), registry.get()), failure);
  }

  private static Optional<RuntimeException> failure(Runnable look) {
    try {
      look.run();
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of(failed);
    }
  }

  private void lookAtModels() {
    if (modelsThen.map(models::changedSince).orElse(true)) {
      TableState now = models.latest();
      registry = Optional.of(StoredModels.read(models, now));
      modelsThen = Optional.of(now);
    }
  }

  private void lookAtScores() {
    if (scoresThen.map(scores::changedSince).orElse(true)) {
      TableState now = scores.latest();
      week = Optional.of(WeekReader.newest(scores, now, week));
      scoresThen = Optional.of(now);
    }
  }
}
