package dev.holdfast.serving;

import static dev.holdfast.serving.ScoredShop.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.serving.Client.Answer;
import dev.holdfast.table.ModelsTable.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
  private static final String TOKEN = "correct-horse-battery";
  private static final String ODD = "a/b c+%ü..;x";

  @TempDir private static Path folder;
  private static ScoredShop shop;
  private static Serving serving;
  private static Client client;

  @BeforeAll
  static void serve() {
    shop = new ScoredShop(folder);
    shop.register(1, Models.linear(-2, 0.05), State.CHAMPION);
    shop.register(2, Models.linear(-1, -0.04), State.CANDIDATE);
    shop.scores(MONDAY.minusWeeks(1), 1, List.of("c0001", "left"));
    List<String> ids = new ArrayList<>(ScoredShop.customers(44));
    ids.add(ODD);
    shop.scores(MONDAY, 1, ids);
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
  void anEntityIsAnsweredWithItsScoreOfTheNewestWeek() throws IOException {
    Answer answer = client.get("/scores/c0001");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("application/json");
    assertThat(answer.json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id": "c0001", "as_of": "2024-03-04", "probability": 0.9782608695652174,
                     "rank": 1, "decile": 1, "expected_value": null, "act": true,
                     "model_version": 1, "features_digest": "-9223372036854775807",
                     "flags": ["missing:spend"],
                     "reasons": [{"feature": "spend", "value": null, "contribution": 0.5,
                       "sentence": "spends \\"little\\" – 3 €"}]}
                    """));
  }

  @Test
  void anEntityThatIsNotInTheWeekIsNotFound() {
    Answer answer = client.get("/scores/left");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.detail())
        .isEqualTo("There is no score of id \"left\" in the week of 2024-03-04.");
    assertThat(client.get("/scores/c0001/more").status()).isEqualTo(400);
    assertThat(client.get("/scores/c0001/more").detail()).contains("/scores/{id}");
    assertThat(client.get("/scores/").status()).isEqualTo(404);
  }

  @Test
  void aKeyMayHoldAnything() {
    Answer answer = client.get("/scores/a%2Fb%20c+%25%C3%BC..%3Bx");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("id").asText()).isEqualTo(ODD);
    assertThat(answer.json().path("rank").asInt()).isEqualTo(45);
  }

  @Test
  void pagesTogetherAreAllScoresInOrder() {
    List<Integer> ranks = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = "/scores";
    while (!next.equals("null")) {
      Answer page = client.get(next);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.json().path("as_of").asText()).isEqualTo("2024-03-04");
      assertThat(page.json().path("total").asInt()).isEqualTo(45);
      page.json().path("scores").forEach(score -> ranks.add(score.path("rank").asInt()));
      sizes.add(page.json().path("scores").size());
      next = page.json().path("next").asText();
    }

    assertThat(sizes).containsExactly(20, 20, 5);
    assertThat(ranks).hasSize(45).isSorted().doesNotHaveDuplicates();
    assertThat(client.get("/scores?limit=1000").json().path("scores")).hasSize(45);
    assertThat(client.get("/scores?after=45").json().path("scores")).isEmpty();
    assertThat(client.get("/scores?after=2147483647").json().path("next").isNull()).isTrue();
  }

  @Test
  void whatCannotBeAPageIsRefusedWithItsBounds() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "limit=0", "from 1 to 1000",
                "limit=1001", "from 1 to 1000",
                "after=-1", "from 0",
                "after=x", "\"x\"",
                "top=3", "no parameter top",
                "limit=1&limit=2", "twice",
                "limit=%zz", "")
            .entrySet()) {
      Answer answer = client.get("/scores?" + wrong.getKey().replace("%zz", "%25zz"));
      assertThat(answer.status()).as(wrong.getKey()).isEqualTo(400);
      assertThat(answer.type()).isEqualTo("application/problem+json");
      assertThat(answer.detail()).contains(wrong.getValue());
    }
  }

  @Test
  void theCardSaysWhatTheRegistryStates() {
    JsonNode card = client.get("/model").json();

    assertThat(card.path("version").asInt()).isEqualTo(1);
    assertThat(card.path("state").asText()).isEqualTo("champion");
    assertThat(card.path("created_at").asText()).isEqualTo("2024-03-04T05:06:07Z");
    assertThat(card.path("threshold").asDouble()).isEqualTo(0.25);
    assertThat(card.at("/metrics/holdout/auc/value").asDouble()).isEqualTo(0.7);
    assertThat(card.at("/metrics/holdout/auc/low").asDouble()).isEqualTo(0.6);
    assertThat(card.at("/metrics/holdout/auc/high").asDouble()).isEqualTo(0.8);
    assertThat(card.at("/metrics/holdout/lift_10").isNull()).isTrue();
    assertThat(card.path("features"))
        .extracting(JsonNode::asText)
        .containsExactly("spend", "orders", "new", "plan");
    assertThat(card.at("/training_days/first").asText()).isEqualTo("2024-02-19");
    assertThat(card.at("/training_days/last").asText()).isEqualTo("2024-02-26");
    assertThat(card.at("/provenance/table_versions/features").asLong()).isEqualTo(7);
    assertThat(card.at("/provenance/seed").asLong()).isEqualTo(7);
    assertThat(card.at("/provenance/digest").asText()).hasSize(64);
    assertThat(card.at("/history/0/why").asText()).isEqualTo("trained");
    assertThat(card.has("artefact")).isFalse();
    assertThat(card.path("page").isNull()).isTrue();
    assertThat(client.get("/model?version=2").json().path("state").asText()).isEqualTo("candidate");
    assertThat(client.get("/model?version=3").status()).isEqualTo(404);
    assertThat(client.get("/model?version=3").detail()).contains("There are: 1, 2");
    assertThat(client.get("/model.html").status()).isEqualTo(404);
  }

  @Test
  void aPageOfAModelIsAnsweredWhereOneWasMade() throws IOException {
    Path page = folder.resolve("tables/shop/cards/model-2.html");
    Files.createDirectories(page.getParent());
    Files.writeString(page, "<!doctype html><title>größe</title>");

    String where = client.get("/model?version=2").json().path("page").asText();
    Answer answer = client.get(where);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).startsWith("text/html").containsIgnoringCase("utf-8");
    assertThat(answer.response().body()).isEqualTo("<!doctype html><title>größe</title>");
  }

  @Test
  void healthSaysWhatIsAnsweredFrom() {
    Answer answer = client.get("/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("ok");
    assertThat(answer.json().path("problem").asText()).isEqualTo("shop");
    assertThat(answer.json().at("/scores/as_of").asText()).isEqualTo("2024-03-04");
    assertThat(answer.json().at("/scores/age_days").asLong()).isGreaterThan(200);
    assertThat(answer.json().at("/scores/rows").asInt()).isEqualTo(45);
    assertThat(answer.json().at("/scores/model_versions/0").asInt()).isEqualTo(1);
    assertThat(answer.json().at("/scores/table_version").asLong()).isEqualTo(1);
    assertThat(answer.json().at("/model/champion").asInt()).isEqualTo(1);
    assertThat(answer.json().at("/store/failure").isNull()).isTrue();
    assertThat(answer.json().at("/store/seconds_since_look").asLong()).isLessThan(60);
  }

  @Test
  void whatIsNotThereAndMethodsThatAreNotTakenAreSaid() {
    assertThat(client.get("/").json().path("a_score").asText()).isEqualTo("/scores/{id}");
    assertThat(client.get("/other").status()).isEqualTo(404);
    assertThat(client.get("/score").status()).isEqualTo(405);
    assertThat(client.get("/score").response().headers().firstValue("Allow")).contains("POST");
    assertThat(client.post("/scores", "{}").status()).isEqualTo(405);
    assertThat(client.post("/scores", "{}").response().headers().firstValue("Allow"))
        .contains("GET, HEAD");
    Answer head = client.send("HEAD", "/scores/c0001", BodyPublishers.noBody());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.response().body()).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeOrOfAnotherTypeIsRefused() {
    String large = "{\"spend\": 1" + " ".repeat(70_000) + "}";

    assertThat(client.post("/score", large).status()).isEqualTo(413);
    Flow.Publisher<java.nio.ByteBuffer> chunks = BodyPublishers.ofString(large);
    Answer chunked =
        client.send(
            "POST",
            "/score",
            BodyPublishers.fromPublisher(chunks),
            "Content-Type",
            "application/json");
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(chunked.type()).isEqualTo("application/problem+json");
    Answer form =
        client.send(
            "POST",
            "/score",
            BodyPublishers.ofString("{}"),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.status()).isEqualTo(415);
    assertThat(form.detail()).contains("Content-Type: application/json");
  }

  @Test
  void whoeverIsStillSendingABodyThatIsTooLargeLearnsIt() throws Exception {
    byte[] half = " ".repeat(150_000).getBytes(StandardCharsets.US_ASCII);
    String head =
        "POST /score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.formatted(2 * half.length).getBytes(StandardCharsets.US_ASCII));
      out.write(half);
      // A server that had answered and closed by now would make the next bytes a reset.
      Thread.sleep(200);
      out.write(half);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void whatIsNoRequestIsAnsweredAsAProblemToo() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port())) {
      socket
          .getOutputStream()
          .write("GET /scores/%zz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("application/problem+json")
          .contains("\"status\":400")
          .doesNotContainIgnoringCase("jetty");
    }
  }

  @Test
  void nothingIsAnsweredWithoutTheToken() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Serving withToken =
        ServingJob.start(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                Map.of(ServingOptions.TOKEN, TOKEN),
                shop.words())
            .orElseThrow()) {
      Client asking = new Client(withToken.port());
      for (String path : List.of("/", "/health", "/model", "/scores", "/scores/c0001", "/none")) {
        assertThat(asking.get(path).status()).as(path).isEqualTo(401);
      }
      assertThat(asking.post("/score", "{}").status()).isEqualTo(401);
      for (String wrong :
          List.of(
              "Bearer " + TOKEN + "x",
              "Bearer " + TOKEN.substring(1),
              "Bearer ",
              "Basic " + TOKEN,
              TOKEN)) {
        Answer answer = asking.get("/scores/c0001", "Authorization", wrong);
        assertThat(answer.status()).as(wrong).isEqualTo(401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.response().body()).doesNotContain(TOKEN).doesNotContain("c0001");
      }
      assertThat(asking.get("/scores/c0001", "Authorization", "Bearer " + TOKEN).status())
          .isEqualTo(200);
      assertThat(asking.get("/health", "Authorization", "bearer " + TOKEN).status()).isEqualTo(200);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("shop").doesNotContain(TOKEN);
  }
}
