package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ingestion.BatchIngestion.Step;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import dev.holdfast.problem.Source.Duplicates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayTest {
  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(Duplicates.class)
  void aRunThatIsKilledAfterEveryCommitAndRepeatedLeavesWhatOneRunLeaves(Duplicates how)
      throws IOException {
    List<String> undisturbed = story(root.resolve("undisturbed"), how);
    List<String> killed = story(root.resolve("killed"), how, Step.values());
    assertThat(killed).isEqualTo(undisturbed);
  }

  private static List<String> story(Path where, Duplicates how, Step... kills) throws IOException {
    Landing landing = new Landing(Files.createDirectories(where));
    Source source = landing.source().duplicates(how).rule("positive", "amount > 0").build();
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00", "b,-1,2024-01-01 00:00:00");
    landing.ingest(source);
    landing.csv(
        "two.csv",
        "a,1,2024-01-01 00:00:00",
        "a,2,2024-01-02 00:00:00",
        "b,-1,2024-01-01 00:00:00",
        "c,-3,2024-01-01 00:00:00",
        "d,4,2024-01-01 00:00:00",
        "d,4,2024-01-01 00:00:00");
    for (Step fatal : kills) {
      assertThatThrownBy(() -> landing.ingest(step -> killAt(fatal, step), source))
          .hasMessageContaining("killed");
    }
    landing.ingest(source);
    landing.csv("three.csv", "d,4,2024-01-01 00:00:00", "e,5,2024-01-01 00:00:00");
    landing.ingest(source);
    List<String> all = new ArrayList<>(landing.accepted("id", "amount", "at", "_batch"));
    all.addAll(landing.quarantined());
    all.addAll(landing.accounts());
    return all;
  }

  private static void killAt(Step fatal, Step step) {
    if (step == fatal) {
      throw new IllegalStateException("killed");
    }
  }

  @Test
  void tablesWithoutTheirCheckpointAreNotFilledTwice() throws IOException {
    Landing landing = new Landing(root);
    Source source = landing.source().duplicates(Duplicates.KEEP).build();
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    landing.ingest(source);
    delete(Path.of(landing.tables().checkpoint("events")));
    assertBroken(landing, source, "checkpoint");
    assertThat(landing.accepted("id")).containsExactly("a");
  }

  @Test
  void aCheckpointWithoutItsTablesDoesNotSkipFiles() throws IOException {
    Landing landing = new Landing(root);
    Source source = landing.source().build();
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    landing.ingest(source);
    delete(Path.of(landing.tables().raw("events").path()));
    assertBroken(landing, source, "no raw.events");
    delete(Path.of(landing.tables().batches().path()));
    assertBroken(landing, source, "checkpoint");
  }

  @Test
  void anOldCopyOfTheCheckpointIsNoticed() throws IOException {
    Landing landing = new Landing(root);
    Source source = landing.source().build();
    Path checkpoint = Path.of(landing.tables().checkpoint("events"));
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    landing.ingest(source);
    landing.csv("two.csv", "b,1,2024-01-01 00:00:00");
    landing.ingest(source);
    for (String log : List.of("offsets/1", "commits/1", "sources/0/1")) {
      Files.delete(checkpoint.resolve(log));
    }
    assertBroken(landing, source, "old copy");
  }

  private static void assertBroken(Landing landing, Source source, String word) {
    assertThatThrownBy(() -> landing.ingest(source))
        .isInstanceOfSatisfying(
            JobException.class,
            broken -> {
              assertThat(broken.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(broken).hasMessageContainingAll(word, "delete the folder");
            });
  }

  @Test
  void twoRunsOfOneSourceAtOnceEndWithOneOfThemSayingSo() throws Exception {
    Landing landing = new Landing(root);
    Source source = landing.source().build();
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> first = threads.submit(() -> landing.ingest(step -> waitAt(inside, goOn), source));
      inside.await();
      assertThatThrownBy(() -> landing.ingest(source))
          .isInstanceOfSatisfying(
              JobException.class,
              conflict -> assertThat(conflict.exitCode()).isEqualTo(ExitCode.CONFLICT));
      goOn.countDown();
      first.get();
    } finally {
      goOn.countDown();
      threads.shutdownNow();
    }
    assertThat(landing.accepted("id")).containsExactly("a");
    assertThat(landing.accounts()).containsExactly("0|1|1|1|0|0|");
  }

  private static void waitAt(CountDownLatch inside, CountDownLatch goOn) {
    inside.countDown();
    try {
      goOn.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
