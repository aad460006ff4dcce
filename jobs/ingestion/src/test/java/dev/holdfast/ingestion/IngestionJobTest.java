package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.RunRecord;
import dev.holdfast.problem.Source;
import dev.holdfast.problem.Source.Duplicates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.spark.metrics.source.CodegenMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionJobTest {
  @TempDir Path root;

  @Test
  void everyRowIsAcceptedOrADuplicateOrQuarantined() {
    Landing landing = new Landing(root);
    landing.csv(
        "one.csv",
        "a,1,2024-01-01 00:00:00",
        "b,-2,2024-01-01 00:00:00",
        "a,1,2024-01-01 00:00:00",
        "b,-2,2024-01-01 00:00:00",
        "c,many,2024-01-01 00:00:00",
        "d,4");
    landing.csv("two.csv", "a,1,2024-01-01 00:00:00", "e,5,", "f,6,2024-01-01 00:00:00,more");

    RunRecord record = landing.ingest(landing.source().rule("positive", "amount > 0").build());

    assertThat(landing.accepted("id", "amount", "at"))
        .containsExactly("a|1|2024-01-01 00:00:00", "e|5|null");
    assertThat(landing.quarantined())
        .containsExactly(
            "b,-2,2024-01-01 00:00:00|positive",
            "c,many,2024-01-01 00:00:00|column:amount+positive",
            "d,4|columns",
            "f,6,2024-01-01 00:00:00,more|columns");
    assertThat(landing.accounts())
        .containsExactly("0|2|9|2|3|4|column:amount:1 columns:2 positive:3");
    assertThat(record.counts())
        .containsEntry("events.read", 9L)
        .containsEntry("events.accepted", 2L)
        .containsEntry("events.duplicate", 3L)
        .containsEntry("events.quarantined", 4L);
    assertThat(record.versionsWritten()).containsKeys("raw.events", "quarantine", "batches");
  }

  @Test
  void aStreamCompilesNothingThatAnotherHasCompiled() throws IOException {
    takeThreeRows(Files.createDirectories(root.resolve("one")));
    long compiled = CodegenMetrics.METRIC_COMPILATION_TIME().getCount();
    assertThat(compiled).isPositive();

    takeThreeRows(Files.createDirectories(root.resolve("other")));

    assertThat(CodegenMetrics.METRIC_COMPILATION_TIME().getCount()).isEqualTo(compiled);
  }

  private static void takeThreeRows(Path where) {
    Landing landing = new Landing(where);
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00", "b,-2,2024-01-01 00:00:00", "c,x,");
    landing.ingest(landing.source().rule("positive", "amount > 0").build());
  }

  @Test
  void aRuleThatIsNullIsBroken() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,,2024-01-01 00:00:00");
    landing.ingest(landing.source().rule("positive", "amount > 0").build());
    assertThat(landing.quarantined()).containsExactly("a,,2024-01-01 00:00:00|positive");
  }

  @Test
  void whatIsDeclaredNotNullMustBeThere() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", ",1,2024-01-01 00:00:00", "b,2,2024-01-01 00:00:00");
    landing.ingest(landing.source().schema("id STRING NOT NULL, amount INT, at TIMESTAMP").build());
    assertThat(landing.accepted("id")).containsExactly("b");
    assertThat(landing.quarantined()).containsExactly(",1,2024-01-01 00:00:00|column:id");
  }

  @Test
  void emptyValuesAreNull() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", ",1,2024-01-01 00:00:00", "\"\",2,2024-01-01 00:00:00");
    landing.ingest(landing.source().build());
    assertThat(landing.accepted("id", "amount")).containsExactly("null|1", "null|2");
  }

  @Test
  void computedColumnsAreAddedAndMayReplaceLandedOnes() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", " a ,1,2024-01-01 00:00:00");
    landing.ingest(
        landing
            .source()
            .column("id", "upper(trim(id))")
            .column("twice", "2 * amount")
            .column("label", "concat(id, twice)")
            .rule("trimmed", "id = 'A'")
            .build());
    assertThat(landing.accepted("id", "amount", "twice", "label")).containsExactly("A|1|2|A2");
    assertThat(landing.tables().raw("events").read(landing.spark()).columns())
        .containsExactly(
            "id", "amount", "at", "twice", "label", "_batch", "_file", "_hash_high", "_hash_low");
  }

  @Test
  void aSecondRunTakesNothing() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00");
    Source source = landing.source().duplicates(Duplicates.KEEP).build();
    landing.ingest(source);
    RunRecord second = landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("a|0");
    assertThat(landing.accounts()).hasSize(1);
    assertThat(second.versionsWritten()).isEmpty();
    assertThat(landing.said()).contains("nothing new");
  }

  @Test
  void aLateFolderIsTakenByTheNextRunHoweverOldItsFilesAre() throws IOException {
    Landing landing = new Landing(root);
    landing.csv("2024/one.csv", "a,1,2024-01-01 00:00:00");
    Source source = landing.source().build();
    landing.ingest(source);
    Path late = landing.csv("2023/late/two with a [blank].csv", "b,2,2023-01-01 00:00:00");
    Files.setLastModifiedTime(late, FileTime.from(Instant.parse("2023-01-01T00:00:00Z")));
    assertThat(landing.plan(source).get(0)).contains("1 new files").contains("[blank]");
    landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("a|0", "b|1");
  }

  @Test
  void duplicatesAreFoundAcrossBatchesAmongAcceptedAndQuarantinedRows() {
    Landing landing = new Landing(root);
    Source source = landing.source().rule("positive", "amount > 0").build();
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00", "b,-1,2024-01-01 00:00:00");
    landing.ingest(source);
    landing.csv(
        "two.csv",
        "b,-1,2024-01-01 00:00:00",
        "a,1,2024-01-01 00:00:00",
        "a,1.,2024-01-01 00:00:00",
        "c,3,2024-01-01 00:00:00",
        "c,3,2024-01-01 00:00:00");
    landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("a|0", "c|1");
    assertThat(landing.accounts())
        .containsExactly("0|1|2|1|0|1|positive:1", "1|1|5|1|3|1|column:amount:1 positive:2");
  }

  @Test
  void keptDuplicatesAllCount() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00", "a,1,2024-01-01 00:00:00");
    landing.ingest(landing.source().duplicates(Duplicates.KEEP).build());
    assertThat(landing.accepted("id")).containsExactly("a", "a");
    assertThat(landing.accounts()).containsExactly("0|1|2|2|0|0|");
    assertThat(landing.quarantined()).isEmpty();
  }

  @Test
  void severalSourcesAreIngestedSideBySide() {
    Landing landing = new Landing(root);
    landing.csv("a/one.csv", "a,1,2024-01-01 00:00:00", "bad");
    landing.csv("b/one.csv", "b,1,2024-01-01 00:00:00", "bad");
    landing.csv("c/one.csv", "c,1,2024-01-01 00:00:00", "bad");
    landing.ingest(
        Sources.named("events", landing.folder().resolve("a")).build(),
        Sources.named("other", landing.folder().resolve("b")).build(),
        Sources.named("third", landing.folder().resolve("c")).build());
    assertThat(landing.accounts()).hasSize(3);
    assertThat(landing.quarantined()).containsExactly("bad|columns", "bad|columns", "bad|columns");
    assertThat(landing.accepted("id")).containsExactly("a");
  }

  @Test
  void manyUncleanRowsAreReadOnceMore() {
    Landing landing = new Landing(root);
    String[] lines = new String[30_000];
    for (int line = 0; line < lines.length; line++) {
      lines[line] = "a,%d,2024-01-01 00:00:00".formatted(line % 25_000 - 20_000);
    }
    landing.csv("one.csv", lines);
    landing.ingest(landing.source().rule("not_negative", "amount >= 0").build());
    assertThat(landing.accounts()).containsExactly("0|1|30000|5000|5000|20000|not_negative:25000");
    assertThat(landing.quarantined()).hasSize(20_000);
  }
}
