package dev.holdfast.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.job.JobException;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardJobTest {
  private static final String REQUIRED = "HOLDFAST_REQUIRE_CHROMIUM";

  @TempDir private static Path folder;

  private static ShopTables shop;

  @BeforeAll
  static void aShopWithThreeModels() {
    shop = new ShopTables(folder);
    registryOfAnEarlierVersionOfThePlatform();
    shop.register(1, State.CHAMPION, "trained", null);
    shop.register(2, State.CHAMPION, "trained", Facts.evaluation());
    shop.register(3, State.CANDIDATE, "refused: its AUC is 0.6100", Facts.evaluation());
    shop.tried("linear regularization=0.01", "linear regularization=" + Facts.HOSTILE);
    shop.drifted(ShopTables.MONDAY.minusWeeks(1), 1, Map.of("spend_28d", 0.9));
    shop.drifted(ShopTables.MONDAY, 2, Map.of("spend_28d", 0.05, "plan", 0.31, "(score)", 0.02));
    shop.drifted(ShopTables.MONDAY.plusWeeks(1), 2, Map.of("spend_28d", 3.0));
  }

  @AfterAll
  static void close() {
    shop.spark().stop();
  }

  private static void registryOfAnEarlierVersionOfThePlatform() {
    StructType earlier =
        new StructType(
            Arrays.stream(ModelsTable.SCHEMA.fields())
                .filter(field -> !field.name().equals(ModelsTable.EVALUATION))
                .toArray(StructField[]::new));
    DeltaTable.create(shop.spark())
        .location(shop.tables().models().path())
        .addColumns(earlier)
        .execute();
  }

  private static String page(int version) throws IOException {
    return Files.readString(Path.of(shop.tables().card(version)));
  }

  @Test
  void whatIsRegisteredIsReadAgain() {
    Optional<ModelFacts> facts = new FactsReader(shop.context(Map.of())).read(Optional.empty());

    assertThat(facts).isPresent();
    assertThat(facts.get().version()).isEqualTo(2);
    assertThat(facts.get().evaluation()).contains(Facts.evaluation());
    assertThat(facts.get().tried()).hasSize(2);
    assertThat(facts.get().tried().get(0).mean()).isGreaterThan(0.81);
    assertThat(facts.get().drift().orElseThrow().asOf()).isEqualTo(ShopTables.MONDAY);
    assertThat(facts.get().drift().orElseThrow().features().get(0).feature()).isEqualTo("plan");
  }

  @Test
  void thePageOfTheChampionAnswersAtItsTop() throws IOException {
    shop.card(Map.of());

    String html = page(2);
    String top = html.substring(html.indexOf("<body>"), html.indexOf("class=\"checks\""));
    assertThat(top)
        .contains("shop, model version 2")
        .contains("the version that scores each week")
        .contains("Ready to ship, with cautions")
        .contains(
            "Drift:</strong> On 2024-07-01 1 of 3 columns lie beyond the declared limit: plan 0.31")
        .contains("0.810")
        .contains("0.790 to 0.830");
    assertThat(html).contains("and they are 45.0 % of all positives");
  }

  @Test
  void thePageNeedsNothingBesideItAndNothingInItIsCode() throws IOException {
    shop.card(Map.of("--version", "2", "--out", folder.resolve("again.html").toString()));

    String html = Files.readString(folder.resolve("again.html"));
    assertThat(html).doesNotContain("<script src").doesNotContain("<link rel=\"stylesheet\"");
    assertThat(html.toLowerCase(java.util.Locale.ROOT)).doesNotContain("<img");
    assertThat(html).doesNotContain("<script>console.log");
    assertThat(folder.resolve(".again.html.crc")).doesNotExist();
  }

  @Test
  void aVersionWithoutRecordedPointsHasACardThatSaysSo() throws IOException {
    shop.card(Map.of("--version", "1"));

    assertThat(page(1)).contains("retired").contains("was not kept");
  }

  @Test
  void aVersionThatIsNotThereIsAMistakeOfTheUser() {
    assertThatThrownBy(() -> shop.card(Map.of("--version", "9")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("has no version 9");
    assertThatThrownBy(() -> shop.card(Map.of("--version", "two")))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("whole number");
  }

  @Test
  void aRealBrowserDrawsEveryChartInAnyWidthAndAsksForNothing()
      throws IOException, InterruptedException {
    Optional<Path> binary = Browser.find();
    if (System.getenv(REQUIRED) == null) {
      assumeTrue(binary.isPresent(), "SKIPPED: there is no chromium on the PATH to open the card");
    }
    assertThat(binary).as("chromium, which %s asks for", REQUIRED).isPresent();
    shop.card(Map.of("--version", "2"));
    Path card = Path.of(shop.tables().card(2));
    String drawn =
        "document.querySelectorAll('.chart').length ==="
            + " document.querySelectorAll('.chart[data-drawn=yes] svg').length";
    try (Browser browser =
        Browser.start(binary.orElseThrow(), Files.createDirectory(folder.resolve("browser")))) {
      for (int width : new int[] {1240, 390}) {
        browser.open(card, width, 900, drawn);

        assertThat(browser.evaluate("document.querySelectorAll('.chart').length").asInt())
            .isEqualTo(14);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .as("width of the page in a window of %d", width)
            .isLessThanOrEqualTo(width);
        assertThat(
                browser
                    .evaluate(
                        "[...document.querySelectorAll('.chart svg')].filter(svg =>"
                            + " svg.getBoundingClientRect().right > innerWidth"
                            + " || svg.getBoundingClientRect().height < 40"
                            + " || svg.querySelectorAll('path').length < 3)"
                            + ".map(svg => svg.closest('.chart').id).join()")
                    .asText())
            .as("charts that are cut off, or empty")
            .isEmpty();
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isEmpty();
      }
      assertThat(browser.print()).hasSizeGreaterThan(10_000);
    }
  }
}
