package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.problem.Source.Format;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtherFormatsTest {
  @TempDir Path root;

  @Test
  void linesOfJsonAreRows() {
    Landing landing = new Landing(root);
    landing.file(
        "one.json",
        """
        {"id": "a", "amount": 1, "at": "2024-01-01 00:00:00"}
        {"id": "a", "amount": 1, "at": "2024-01-01 00:00:00"}
        {"id": "b", "amount": "many", "at": "2024-01-01 00:00:00"}
        {"id": "c", "amount":
        {"id": "d"}
        """);
    landing.ingest(landing.source().format(Format.JSON).build());
    assertThat(landing.accepted("id", "amount")).containsExactly("a|1", "d|null");
    assertThat(landing.quarantined())
        .containsExactly(
            "{\"id\": \"b\", \"amount\": \"many\", \"at\": \"2024-01-01 00:00:00\"}|column:amount",
            "{\"id\": \"c\", \"amount\":|columns");
    assertThat(landing.accounts()).containsExactly("0|1|5|2|1|2|column:amount:1 columns:1");
  }

  static Stream<Format> columnar() {
    return Stream.of(Format.PARQUET, Format.ORC);
  }

  @ParameterizedTest
  @MethodSource("columnar")
  void rowsOfColumnarFilesAreCastToTheirTypes(Format format) {
    Landing landing = new Landing(root);
    landing
        .spark()
        .sql(
            "SELECT * FROM VALUES ('a', '1', timestamp'2024-01-01', 'x'),"
                + " ('a', '1', timestamp'2024-01-01', 'x'),"
                + " ('b', 'many', timestamp'2024-01-01', 'y'),"
                + " ('c', null, timestamp'2024-01-01', 'z') t(id, amount, at, other)")
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .format(format.name())
        .save(landing.folder().resolve("drop").toString());
    landing.ingest(landing.source().format(format).build());
    assertThat(landing.accepted("id", "amount")).containsExactly("a|1", "c|null");
    assertThat(landing.quarantined()).hasSize(1);
    assertThat(landing.quarantined().get(0))
        .startsWith("{\"id\":\"b\",\"amount\":\"many\"")
        .contains("\"other\":\"y\"")
        .endsWith("|column:amount");
    assertThat(landing.accounts()).containsExactly("0|1|4|2|1|1|column:amount:1");
  }
}
