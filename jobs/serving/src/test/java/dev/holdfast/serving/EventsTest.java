package dev.holdfast.serving;

import static dev.holdfast.serving.ScoredShop.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.table.ModelsTable.State;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @TempDir private Path folder;

  @Test
  void anEntityOfTwoColumnsIsAnsweredWithTheScoresOfItsEvents() {
    ScoredShop shop = new ScoredShop(folder);
    shop.register(1, Models.linear(-2, 0.05), State.CHAMPION);
    shop.scoresOfEvents(
        MONDAY,
        List.of(
            List.of("north", 12L, "o1"),
            List.of("north", 1L, "o2"),
            List.of("north", 12L, "o3"),
            List.of("north1", 2L, "o4")));
    try (Serving serving =
        ServingJob.start(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Map.of(),
                shop.words())
            .orElseThrow()) {
      Client client = new Client(serving.port());

      JsonNode two = client.get("/scores/north/12").json();

      assertThat(two.path("as_of").asText()).isEqualTo("2024-03-04");
      assertThat(two.path("total").asInt()).isEqualTo(2);
      assertThat(two.path("scores"))
          .extracting(score -> score.path("order_id").asText())
          .containsExactly("o1", "o3");
      assertThat(two.at("/scores/0/observed_at").asText()).isEqualTo("2024-03-04T09:30:00Z");
      assertThat(two.at("/scores/0/customer").asLong()).isEqualTo(12);
      assertThat(client.get("/scores/north1/2").json().at("/scores/0/order_id").asText())
          .isEqualTo("o4");
      assertThat(client.get("/scores/north/2").status()).isEqualTo(404);
      assertThat(client.get("/scores/north").detail()).contains("/scores/{shop}/{customer}");
      assertThat(client.get("/").json().path("a_score").asText())
          .isEqualTo("/scores/{shop}/{customer}");
    }
  }
}
