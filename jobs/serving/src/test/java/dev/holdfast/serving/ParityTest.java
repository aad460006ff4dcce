package dev.holdfast.serving;

import static dev.holdfast.serving.ScoredShop.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.serving.Client.Answer;
import dev.holdfast.table.ModelsTable.State;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityTest {
  private static final StructType FEATURES =
      StructType.fromDDL("id STRING, spend DOUBLE, orders BIGINT, new BOOLEAN, plan STRING");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static ScoredShop shop;
  private static TrainedModel trees;
  private static TrainedModel linear;
  private static Serving serving;
  private static Client client;

  @BeforeAll
  static void serve() throws XGBoostError, IOException {
    shop = new ScoredShop(folder);
    trees = Models.trees(3);
    linear = Models.linear(-1, 0.02);
    shop.register(1, linear, State.CANDIDATE);
    shop.register(2, trees, State.CHAMPION);
    shop.scores(MONDAY, 2, List.of("c0001"));
    serving =
        ServingJob.start(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Map.of(),
                shop.words())
            .orElseThrow();
    client = new Client(serving.port());
  }

  @AfterAll
  static void end() {
    serving.close();
  }

  @Test
  void aPostedRowHasTheProbabilityOfTheBatch() {
    List<Row> rows = rows(300, 11);
    for (Map.Entry<String, TrainedModel> model :
        Map.of("/score", trees, "/score?version=1", linear).entrySet()) {
      Map<String, Double> batch = batch(rows, model.getValue());
      for (Row row : rows) {
        Answer answer = client.post(model.getKey(), json(row).toString());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("probability").asDouble())
            .as("%s by %s", row, model.getKey())
            .isCloseTo(batch.get(row.getString(0)), within(1e-6));
      }
      assertThat(batch.values()).hasSizeGreaterThan(100).doesNotContain(Double.NaN);
      assertThat(batch.values().stream().distinct().count()).isGreaterThan(50);
    }
  }

  @Test
  void missingAndUnseenValuesAreScoredAndFlaggedAsInTheBatch() {
    JsonNode none = client.post("/score", "{}").json();
    JsonNode nulls =
        client
            .post("/score", "{\"spend\": null, \"orders\": null, \"new\": null, \"plan\": null}")
            .json();
    JsonNode unseen =
        client
            .post("/score", "{\"spend\": 3, \"orders\": 2, \"new\": true, \"plan\": \"tin\"}")
            .json();

    assertThat(nulls).isEqualTo(none);
    assertThat(none.path("model_version").asInt()).isEqualTo(2);
    // A fifth of the training rows had no orders: nothing to be told of.
    assertThat(texts(none.path("flags")))
        .containsExactly("missing:spend", "missing:new", "missing:plan");
    assertThat(texts(none.path("missing"))).containsExactly("spend", "orders", "new", "plan");
    assertThat(texts(unseen.path("flags"))).containsExactly("unseen:plan");
    assertThat(unseen.path("missing")).isEmpty();
  }

  @Test
  void aRowThatCannotBeScoredIsRefusedWithAllThatIsWrong() {
    Answer answer =
        client.post("/score", "{\"spent\": 3, \"orders\": \"two\", \"plan\": 4, \"new\": [1]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.detail())
        .startsWith("Cannot score the row by model version 2: ")
        .contains("spent is no feature of the model (did you mean spend?)")
        .contains("orders is \"two\"; expected a number")
        .contains("plan is 4; expected a text")
        .contains("new is [1]; expected a number");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "", "not a JSON object",
                "[1]", "not a JSON object",
                "{\"spend\": 1", "not JSON",
                "{\"spend\": NaN}", "not JSON",
                "{\"spend\": 1, \"spend\": 2}", "Duplicate",
                "{\"spend\": 1} {}", "not JSON")
            .entrySet()) {
      Answer refused = client.post("/score", wrong.getKey());
      assertThat(refused.status()).as(wrong.getKey()).isEqualTo(400);
      assertThat(refused.detail()).as(wrong.getKey()).contains(wrong.getValue());
    }
    assertThat(client.post("/score?version=9", "{}").status()).isEqualTo(404);
  }

  private static Map<String, Double> batch(List<Row> rows, TrainedModel model) {
    Map<String, Double> scores = new java.util.TreeMap<>();
    BatchScorer.score(shop.spark().createDataFrame(rows, FEATURES), model, List.of("id"))
        .collectAsList()
        .forEach(row -> scores.put(row.getString(0), row.getDouble(1)));
    return scores;
  }

  private static List<Row> rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      rows.add(
          RowFactory.create(
              "r%04d".formatted(number),
              random.nextInt(10) == 0 ? null : (Double) (random.nextDouble() * 100),
              // More digits than a float has.
              random.nextInt(10) == 0 ? null : (Long) random.nextLong(1L << 40),
              random.nextInt(10) == 0 ? null : (Boolean) random.nextBoolean(),
              List.of("gold", "größe", "tin", "").get(random.nextInt(4))));
    }
    return rows;
  }

  private static ObjectNode json(Row row) {
    ObjectNode json = JSON.createObjectNode();
    json.put("spend", row.<Double>getAs(1));
    json.put("orders", row.<Long>getAs(2));
    json.put("new", row.<Boolean>getAs(3));
    json.put("plan", row.<String>getAs(4));
    return json;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
