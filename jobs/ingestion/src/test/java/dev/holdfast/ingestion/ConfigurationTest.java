package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path root;

  @Test
  void aMissingLandingFolderIsNamed() {
    Landing landing = new Landing(root);
    Path missing = landing.folder().resolve("nowhere");
    assertWrong(landing, Sources.named("events", missing).build(), missing + " does not exist");
  }

  @Test
  void aFolderWithoutAnyMatchingFileIsNamedAtTheFirstRun() {
    Landing landing = new Landing(root);
    landing.file("one.txt", "a");
    assertWrong(landing, landing.source().build(), "matches *.csv");
  }

  @Test
  void aFolderThatWasClearedAwayLaterIsFine() throws java.io.IOException {
    Landing landing = new Landing(root);
    Path file = landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    landing.ingest(landing.source().build());
    java.nio.file.Files.delete(file);
    landing.ingest(landing.source().build());
    assertThat(landing.accepted("id")).containsExactly("a");
  }

  @Test
  void expressionsThatDoNotFitTheColumnsAreNamed() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    assertWrong(landing, landing.source().rule("known", "nobody > 0").build(), "rule known");
    assertWrong(landing, landing.source().rule("number", "amount + 1").build(), "no condition");
    assertWrong(landing, landing.source().column("sum", "a + b").build(), "column sum");
  }

  @Test
  void anotherSchemaThanTheTablesIsRefused() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    landing.ingest(landing.source().build());
    assertWrong(
        landing,
        landing.source().schema("id STRING, amount BIGINT, at TIMESTAMP").build(),
        "amount BIGINT");
  }

  private static void assertWrong(Landing landing, Source source, String words) {
    assertThatThrownBy(() -> landing.ingest(source))
        .isInstanceOfSatisfying(
            JobException.class,
            wrong -> {
              assertThat(wrong.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(wrong).hasMessageContainingAll("source events", words);
            });
  }
}
