package dev.holdfast.ingestion;

import dev.holdfast.ingestion.BatchIngestion.Step;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.problem.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * Takes what has landed since the last run into the tables of each source: every file once, every
 * row accepted, counted as a duplicate, or quarantined with the rules that it breaks.
 */
public final class IngestionJob implements Job {
  private static final int SOURCES_AT_ONCE = 2;

  private final Consumer<Step> after;

  public IngestionJob() {
    this(step -> {});
  }

  /**
   * For tests.
   *
   * @param after is told of every commit, and may end the run there
   */
  IngestionJob(Consumer<Step> after) {
    this.after = after;
  }

  public static void main(String[] args) {
    JobLauncher.main(new IngestionJob(), args);
  }

  @Override
  public String name() {
    return "ingestion";
  }

  @Override
  public String purpose() {
    return "Takes new files from the landing folders into the raw tables, checks every row and quarantines the bad ones.";
  }

  @Override
  public List<String> plan(JobContext context) {
    return ingestions(context).stream().flatMap(each -> each.plan().stream()).toList();
  }

  @Override
  public void run(JobContext context) {
    Map<SourceIngestion, StructType> checked = new LinkedHashMap<>();
    ingestions(context).forEach(each -> checked.put(each, each.check()));
    ExecutorService threads = Executors.newFixedThreadPool(SOURCES_AT_ONCE);
    try {
      List<Future<?>> runs = new ArrayList<>();
      checked.forEach((each, columns) -> runs.add(threads.submit(() -> each.run(columns))));
      throwFailures(runs);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<SourceIngestion> ingestions(JobContext context) {
    List<Source> sources = context.problem().sources();
    SharedAppend shared = new SharedAppend();
    return sources.stream()
        .map(source -> new SourceIngestion(context, source, shared, after))
        .toList();
  }

  // What is wrong with one source does not keep the others out.
  private static void throwFailures(List<Future<?>> runs) {
    List<RuntimeException> failures = new ArrayList<>();
    for (Future<?> run : runs) {
      try {
        run.get();
      } catch (ExecutionException failed) {
        failures.add(
            failed.getCause() instanceof RuntimeException known
                ? known
                : new IllegalStateException(failed.getCause()));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while sources were ingested", interrupted);
      }
    }
    if (failures.size() > 1 && failures.get(0) instanceof JobException first) {
      throw new JobException(
          first.exitCode(),
          failures.stream().map(Throwable::getMessage).collect(Collectors.joining(" ")),
          first);
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
