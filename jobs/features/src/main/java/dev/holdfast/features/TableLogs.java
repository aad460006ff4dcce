package dev.holdfast.features;

import dev.holdfast.job.JobContext;
import dev.holdfast.problem.Features.Group;
import dev.holdfast.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the logs of a run's tables beside its other work: to read one is mostly to wait for it.
 *
 * <p>On threads of its own. Those that Java shares among all do not see the jars that spark-submit
 * was given, where the class that reads logs lies.
 */
final class TableLogs implements AutoCloseable {
  private static final int AT_ONCE = 4;

  private final JobContext context;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  TableLogs(JobContext context) {
    this.context = context;
  }

  /** Reads where all tables stand, and returns when that is known. */
  void open() {
    List<Table> tables = new ArrayList<>();
    tables.add(context.tables().features());
    context.problem().sources().forEach(source -> tables.add(context.tables().raw(source.name())));
    tables.addAll(tiles());
    tables.add(context.tables().watermarks());
    tables.add(context.tables().labels());
    List<Future<?>> readings = new ArrayList<>();
    for (Table table : tables) {
      readings.add(
          threads.submit(
              () -> table.exists(context.spark()) ? table.version(context.spark()) : 0L));
    }
    readings.forEach(TableLogs::ended);
  }

  /** Begins to read what the commits of this run will ask for, in the order of the commits. */
  Future<?> ahead() {
    List<Table> tables = new ArrayList<>(tiles());
    tables.add(context.tables().features());
    tables.add(context.tables().watermarks());
    return threads.submit(
        () ->
            tables.stream()
                .filter(table -> table.exists(context.spark()))
                .forEach(table -> table.readLog(context.spark())));
  }

  private List<Table> tiles() {
    List<Table> tables = new ArrayList<>();
    for (Group group : context.problem().features().groups()) {
      tables.add(context.tables().tiles(group.name()));
    }
    return tables;
  }

  // Whatever went wrong with a log is said by whoever asks for it next, too.
  static void ended(Future<?> reading) {
    try {
      reading.get();
    } catch (ExecutionException said) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while logs of tables were read", interrupted);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
