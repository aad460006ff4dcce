package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final String GOOD = "a,1,2024-01-01 00:00:00";
  private static final Map<String, byte[]> BAD_FILES =
      Map.of(
          "is empty", new byte[0],
          "zero bytes", new byte[] {'i', 'd', 0, 1, 2},
          "is not text in UTF-8", new byte[] {(byte) 0xc3, (byte) 0x28, 10},
          "in place of the header", "amount,id,at\n1,a,x\n".getBytes(StandardCharsets.UTF_8),
          "begins with \"\"", "\nid,amount,at\n".getBytes(StandardCharsets.UTF_8));

  @TempDir Path root;

  static Stream<String> flaws() {
    return BAD_FILES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void aFileThatCannotBeReadRefusesTheBatchUntilItIsMended(String flaw) {
    Landing landing = new Landing(root);
    Source source = landing.source().build();
    landing.csv("good.csv", GOOD);
    landing.bytes("bad.csv", BAD_FILES.get(flaw));

    assertRefused(landing, source, "bad.csv", flaw, "Mend them");

    landing.csv("bad.csv", "b,2,2024-01-01 00:00:00");
    landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("a|0", "b|0");
  }

  @Test
  void tooManyBrokenRowsRefuseTheBatchAndSayWhich() {
    Landing landing = new Landing(root);
    Source source = landing.source().rule("positive", "amount > 0").maxQuarantined(0.5).build();
    landing.csv("good.csv", GOOD, GOOD);
    landing.csv("bad.csv", "b,-1,2024-01-01 00:00:00", "c,-1,2024-01-01 00:00:00");

    assertRefused(
        landing, source, "2 of 3 rows", "66.7 %", "positive 2", "bad.csv", "-1,2024", "max-quar");

    landing.csv("bad.csv", "b,-1,2024-01-01 00:00:00", "c,3,2024-01-01 00:00:00");
    landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("a|0", "c|0");
    assertThat(landing.accounts()).containsExactly("0|2|4|2|1|1|positive:1");
  }

  @Test
  void aLaterBatchThatIsRefusedLeavesTheEarlierOnesAlone() {
    Landing landing = new Landing(root);
    Source source = landing.source().maxQuarantined(0).build();
    landing.csv("one.csv", GOOD);
    landing.ingest(source);
    landing.csv("two.csv", "bad");
    assertThatThrownBy(() -> landing.ingest(source)).isInstanceOf(JobException.class);
    assertThat(landing.accepted("id")).containsExactly("a");
    assertThat(landing.accounts()).hasSize(1);
    assertThat(landing.quarantined()).isEmpty();
  }

  @Test
  void aRefusedFileThatIsTakenAwayDoesNotStopTheStream() throws IOException {
    Landing landing = new Landing(root);
    Source source = landing.source().build();
    landing.csv("good.csv", GOOD);
    Path bad = landing.bytes("bad.csv", new byte[0]);
    assertRefused(landing, source, "is empty");
    Files.delete(bad);
    landing.csv("new.csv", "n,1,2024-01-01 00:00:00");
    landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("a|0", "n|1");
    assertThat(landing.said()).contains("1 files of batch 0 are gone");
  }

  @Test
  void aBatchOfWhichNothingIsLeftIsPassedOver() throws IOException {
    Landing landing = new Landing(root);
    Source source = landing.source().build();
    Path bad = landing.bytes("bad.csv", new byte[0]);
    assertRefused(landing, source, "is empty");
    Files.delete(bad);
    landing.ingest(source);
    landing.csv("new.csv", "n,1,2024-01-01 00:00:00");
    landing.ingest(source);
    assertThat(landing.accepted("id", "_batch")).containsExactly("n|1");
  }

  @Test
  void aRefusedSourceDoesNotKeepTheOthersOut() {
    Landing landing = new Landing(root);
    landing.bytes("bad/empty.csv", new byte[0]);
    landing.csv("good/one.csv", GOOD);
    assertThatThrownBy(
            () ->
                landing.ingest(
                    Sources.named("bad", landing.folder().resolve("bad")).build(),
                    Sources.named("events", landing.folder().resolve("good")).build()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("source bad");
    assertThat(landing.accepted("id")).containsExactly("a");
  }

  private static void assertRefused(Landing landing, Source source, String... words) {
    assertThatThrownBy(() -> landing.ingest(source))
        .isInstanceOfSatisfying(
            JobException.class,
            refused -> {
              assertThat(refused.exitCode()).isEqualTo(ExitCode.QUALITY_GATE);
              assertThat(refused).hasMessageContainingAll("source events", "Nothing of the batch");
              assertThat(refused).hasMessageContainingAll(words);
            });
    assertThat(landing.tables().raw("events").exists(landing.spark())).isFalse();
    assertThat(landing.tables().batches().exists(landing.spark())).isFalse();
    assertThat(landing.tables().quarantine().exists(landing.spark())).isFalse();
  }
}
