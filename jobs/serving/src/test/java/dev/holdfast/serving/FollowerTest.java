package dev.holdfast.serving;

import static dev.holdfast.serving.ScoredShop.MONDAY;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.serving.Client.Answer;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import io.delta.tables.DeltaTable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {
  @TempDir private static Path original;
  private static ScoredShop first;

  @TempDir private Path folder;
  private ScoredShop shop;
  private Serving serving;
  private Client client;

  @BeforeAll
  static void write() {
    first = new ScoredShop(original);
    first.register(1, Models.linear(-2, 0.05), State.CHAMPION);
    first.scores(MONDAY, 1, ScoredShop.customers(30));
  }

  @BeforeEach
  void serve() {
    shop = first.copiedTo(folder);
    serving =
        ServingJob.start(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Map.of(),
                shop.words())
            .orElseThrow();
    client = new Client(serving.port());
  }

  @AfterEach
  void end() {
    serving.close();
  }

  @Test
  void aNewWeekIsAnsweredWithoutARestart() {
    String next = client.get("/scores?limit=10").json().path("next").asText();
    shop.scores(MONDAY.plusWeeks(1), 1, List.of("c0007", "new"));

    Answer answer = client.getUntil("/scores/c0007", score -> score.path("rank").asInt() == 1);

    assertThat(answer.json().path("as_of").asText()).isEqualTo("2024-03-11");
    assertThat(client.get("/scores/new").status()).isEqualTo(200);
    assertThat(client.get("/scores/c0001").status()).isEqualTo(404);
    assertThat(client.get("/health").json().at("/scores/as_of").asText()).isEqualTo("2024-03-11");
    // The list that was being paged through is not there any more.
    assertThat(client.get(next).status()).isEqualTo(410);
    assertThat(client.get(next).detail()).contains("Begin again");
  }

  @Test
  void aWeekThatIsScoredAgainReplacesItselfAndAnEarlierOneChangesNothing() {
    shop.scores(MONDAY.minusWeeks(1), 1, List.of("old"));
    shop.scores(MONDAY, 1, List.of("c0002", "c0001"));

    Answer answer = client.getUntil("/scores/c0002", score -> score.path("rank").asInt() == 1);

    assertThat(answer.json().path("rank").asInt()).isEqualTo(1);
    assertThat(client.get("/health").json().at("/scores/rows").asInt()).isEqualTo(2);
    assertThat(client.get("/scores/old").status()).isEqualTo(404);
  }

  @Test
  void theChampionIsFollowedAndRollsBack() {
    double before = probability();
    shop.register(2, Models.linear(1, 0.01), State.CHAMPION);
    client.getUntil("/model", card -> card.path("version").asInt() == 2);
    assertThat(probability()).isNotEqualTo(before);

    new ModelRegistry(shop.tables()).promote(shop.spark(), 1, "run", "rollback");
    client.getUntil("/model", card -> card.path("version").asInt() == 1);
    assertThat(client.get("/model").json().path("version").asInt()).isEqualTo(1);
    assertThat(probability()).isEqualTo(before);
  }

  @Test
  void theOldWeekIsAnsweredWhileTheStoreFails() {
    shop.hide("scores");
    JsonNode failing =
        client.getUntil("/health", health -> !health.at("/store/failure").isNull()).json();

    assertThat(failing.path("status").asText()).contains("failing");
    assertThat(failing.at("/store/failure").asText()).contains("scores");
    assertThat(failing.at("/scores/as_of").asText()).isEqualTo("2024-03-04");
    assertThat(client.get("/scores/c0001").status()).isEqualTo(200);
    assertThat(client.get("/scores?limit=30").json().path("scores")).hasSize(30);

    shop.show("scores");
    assertThat(
            client
                .getUntil("/health", health -> health.at("/store/failure").isNull())
                .json()
                .path("status")
                .asText())
        .isEqualTo("ok");
    shop.scores(MONDAY.plusWeeks(1), 1, List.of("new"));
    client.getUntil("/scores/new", score -> score.has("rank"));
    assertThat(client.get("/scores/new").status()).isEqualTo(200);
  }

  @Test
  void aChampionWhoseBytesWereChangedIsNotApplied() {
    DeltaTable.forPath(shop.spark(), shop.tables().models().path())
        .update(
            col(ModelsTable.VERSION).equalTo(1),
            Map.of(ModelsTable.ARTEFACT, lit(new byte[] {1, 2, 3})));
    JsonNode health =
        client.getUntil("/health", each -> !each.at("/store/failure").isNull()).json();

    assertThat(health.at("/store/failure").asText()).contains("Cannot use model version 1");
    // The week does not wait for the models.
    shop.scores(MONDAY.plusWeeks(1), 1, List.of("new"));
    client.getUntil("/scores/new", score -> score.has("rank"));
    assertThat(client.get("/scores/new").status()).isEqualTo(200);
    assertThat(client.post("/score", "{\"spend\": 3}").status()).isEqualTo(200);
  }

  @Test
  void aTableThatWasMadeAnewIsFollowed() {
    shop.delete("scores");
    client.getUntil("/health", health -> !health.at("/store/failure").isNull());
    shop.scores(MONDAY, 1, List.of("anew"));

    client.getUntil("/scores/anew", score -> score.has("rank"));
    assertThat(client.get("/scores/anew").status()).isEqualTo(200);
  }

  @Test
  void rowsThatADeletionVectorTookOutAreNotAnswered() {
    String path = shop.tables().scores().path();
    shop.spark()
        .sql(
            "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.enableDeletionVectors' = true)"
                .formatted(path));
    DeltaTable.forPath(shop.spark(), path)
        .delete(
            col("id")
                .equalTo("c0001")
                .and(col("observed_at").leq(lit(Timestamp.valueOf(MONDAY.atStartOfDay())))));
    assertThat(
            shop.spark()
                .sql("DESCRIBE HISTORY delta.`%s` LIMIT 1".formatted(path))
                .head()
                .<scala.collection.Map<String, String>>getAs("operationMetrics")
                .apply("numDeletionVectorsAdded"))
        .isEqualTo("1");

    client.getUntil("/scores/c0001", answer -> !answer.has("rank"));

    assertThat(client.get("/scores/c0001").status()).isEqualTo(404);
    assertThat(client.get("/scores/c0002").status()).isEqualTo(200);
    assertThat(client.get("/scores").json().path("total").asInt()).isEqualTo(29);
  }

  private double probability() {
    return client.post("/score", "{\"spend\": 3}").json().path("probability").asDouble();
  }
}
