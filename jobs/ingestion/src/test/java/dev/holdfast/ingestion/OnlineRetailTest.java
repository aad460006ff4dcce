package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.job.RunRecord;
import dev.holdfast.problem.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counts that are known of the Online Retail data must come out of its ingestion. */
class OnlineRetailTest {
  private static final String VARIABLE = "HOLDFAST_REAL_DATA";
  private static final String BESIDE_THE_REPOSITORY = "../shared/data";

  @TempDir Path root;

  @Test
  void theKnownCountsComeOut() {
    Path data = data();
    assumeTrue(
        Files.isDirectory(data),
        "Skipped: the folder " + data + " is missing (set " + VARIABLE + " to the one above it)");
    Landing landing = new Landing(root);
    Source source =
        Sources.named("events", data)
            .schema(
                "InvoiceNo STRING, StockCode STRING, Description STRING, Quantity INT,"
                    + " InvoiceDate TIMESTAMP, UnitPrice DOUBLE, CustomerID STRING, Country STRING")
            .column("customer_id", "nullif(regexp_replace(trim(CustomerID), '[.]0$', ''), '')")
            .rule("customer_known", "customer_id is not null")
            .maxQuarantined(0.4)
            .build();

    RunRecord record = landing.ingest(source);

    assertThat(record.counts())
        .containsEntry("events.read", 541_909L)
        .containsEntry("events.duplicate", 5_268L);
    Row account = landing.tables().batches().read(landing.spark()).head();
    assertThat(account.<String, Long>getJavaMap(account.fieldIndex("broken")))
        .containsEntry("customer_known", 135_080L)
        .hasSize(1);
    assertThat(account.<Long>getAs("read"))
        .isEqualTo(
            account.<Long>getAs("accepted")
                + account.<Long>getAs("duplicate")
                + account.<Long>getAs("quarantined"));
    assertThat(landing.tables().raw("events").read(landing.spark()).count())
        .isEqualTo(account.<Long>getAs("accepted"));
  }

  private static Path data() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .map(Path::of)
        .orElseGet(() -> repository().resolve(BESIDE_THE_REPOSITORY))
        .resolve("online-retail")
        .toAbsolutePath()
        .normalize();
  }

  // Tests run in the module's folder.
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
