package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.problem.Source;
import dev.holdfast.problem.Source.Duplicates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestByKeyTest {
  @TempDir Path root;

  @Test
  void withinABatchTheLatestRowStays() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,1,2024-01-01 00:00:00", "a,2,2024-01-03 00:00:00");
    landing.csv("two.csv", "a,3,2024-01-02 00:00:00", "b,4,2024-01-01 00:00:00");
    landing.ingest(source(landing));
    assertThat(landing.accepted("id", "amount")).containsExactly("a|2", "b|4");
    assertThat(landing.accounts()).containsExactly("0|2|4|2|2|0|");
  }

  @Test
  void aLaterRowReplacesWhatIsThereAndAnOlderOrEqualOneDoesNot() {
    Landing landing = new Landing(root);
    Source source = source(landing);
    landing.csv(
        "one.csv", "a,1,2024-01-02 00:00:00", "b,1,2024-01-02 00:00:00", "c,1,2024-01-02 00:00:00");
    landing.ingest(source);
    landing.csv(
        "two.csv",
        "a,2,2024-01-01 00:00:00",
        "b,2,2024-01-02 00:00:00",
        "c,2,2024-01-03 00:00:00",
        "d,2,2024-01-01 00:00:00");
    landing.ingest(source);
    assertThat(landing.accepted("id", "amount", "_batch"))
        .containsExactly("a|1|0", "b|1|0", "c|2|1", "d|2|1");
    assertThat(landing.accounts()).containsExactly("0|1|3|3|0|0|", "1|1|4|2|2|0|");
  }

  @Test
  void rowsOfOneTimeAreTakenInTheOrderOfTheirFileAndText() {
    Landing landing = new Landing(root);
    landing.csv("two.csv", "a,1,2024-01-01 00:00:00");
    landing.csv("one.csv", "a,3,2024-01-01 00:00:00", "a,2,2024-01-01 00:00:00");
    landing.ingest(source(landing));
    assertThat(landing.accepted("amount")).containsExactly("2");
  }

  @Test
  void aBadRowDoesNotDriveOutAGoodOne() {
    Landing landing = new Landing(root);
    landing.csv(
        "one.csv",
        "a,1,2024-01-01 00:00:00",
        "a,-1,2024-01-02 00:00:00",
        ",1,2024-01-01 00:00:00",
        "b,1,");
    landing.ingest(source(landing));
    assertThat(landing.accepted("id", "amount")).containsExactly("a|1");
    assertThat(landing.quarantined())
        .containsExactly(
            ",1,2024-01-01 00:00:00|key:id",
            "a,-1,2024-01-02 00:00:00|positive",
            "b,1,|event_time");
  }

  private static Source source(Landing landing) {
    return landing
        .source()
        .duplicates(Duplicates.LATEST_BY_KEY)
        .rule("positive", "amount > 0")
        .build();
  }
}
