package dev.holdfast.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a user starts it, on what the scoring job left. */
class ServingIT {
  private static final LocalDate MONDAY = LocalDate.of(2024, 3, 4);
  private static final int CUSTOMERS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEM =
      """
      problem { name = shop, entity = [id] }
      sources.orders {
        path = /data, schema = "id STRING, at TIMESTAMP, amount DOUBLE, plan STRING", event-time = at
      }
      spine { first = 2024-01-01, every = 1 week, active { source = orders, within = 8 weeks } }
      features {
        windows = [28 days]
        groups.orders { source = orders, aggregates { spend { function = sum, of = amount } } }
        attributes.customer { source = orders, columns = plan }
      }
      label { source = orders, positive = absent, horizon = 4 weeks }
      training { split { holdout = 4 }, candidates.linear { kind = logistic-regression } }
      decision.capacity = 20
      """;

  @TempDir private Path folder;
  private Path problem;
  private int port;

  @Test
  void aScoredWeekIsServedByAProcessWithoutSparkUntilItIsToldToEnd() throws Exception {
    problem = Files.writeString(folder.resolve("shop.conf"), PROBLEM);
    TableState.inSession(spark -> write(spark));
    Command scoring =
        Command.run(
            List.of(
                "scoring",
                "--problem",
                problem.toString(),
                "--as-of",
                MONDAY.toString(),
                "--set",
                "deployment.tables=" + folder.resolve("tables")));
    assertThat(scoring.exitCode()).as(scoring.err()).isZero();
    List<Row> scores = TableState.inSession(spark -> tables().scores().read(spark).collectAsList());

    Process server = start();
    try {
      assertThatNoSparkIsIn(server);
      assertThat(scores).hasSize(CUSTOMERS);
      for (Row score : scores) {
        assertServed(score);
      }
      endWhileARowIsPosted(server);
    } finally {
      server.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    Process server =
        new ProcessBuilder(
                RealData.home().resolve("deploy/holdfast").toString(),
                "serve",
                "--problem",
                problem.toString(),
                "--set",
                "deployment.tables=" + folder.resolve("tables"),
                "--listen",
                "127.0.0.1:0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    String where = out.readLine();
    assertThat(where).startsWith("shop is served on http://127.0.0.1:");
    port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
    return server;
  }

  private static void assertThatNoSparkIsIn(Process server) throws IOException {
    List<String> words = List.of(server.info().arguments().orElseThrow());
    assertThat(words).contains("-jar").doesNotContain("-cp", "-classpath", "--class-path");
    try (JarFile jar = new JarFile(words.get(words.indexOf("-jar") + 1))) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("dev/holdfast/serving/ServingJob.class")
          .noneMatch(ServingIT::isOfSpark);
    }
  }

  // Delta's own storage, which knows no Spark, has a class in a package of that name.
  private static boolean isOfSpark(String name) {
    return name.endsWith(".class")
        && (name.startsWith("scala/")
            || (name.startsWith("org/apache/spark/")
                && !name.startsWith("org/apache/spark/sql/delta/coordinatedcommits/")));
  }

  // The row that was scored, and the same features posted.
  private void assertServed(Row score) throws Exception {
    String id = score.getAs("id");
    JsonNode served = ask(HttpRequest.newBuilder(uri("/scores/" + id)).build());
    double probability = score.getAs(ScoresTable.PROBABILITY);
    assertThat(served.path(ScoresTable.PROBABILITY).asDouble()).isEqualTo(probability);
    assertThat(served.path(ScoresTable.RANK).asInt())
        .isEqualTo(score.<Integer>getAs(ScoresTable.RANK));

    JsonNode posted =
        ask(
            HttpRequest.newBuilder(uri("/score"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(features(Integer.parseInt(id.substring(1)))))
                .build());
    assertThat(posted.path(ScoresTable.PROBABILITY).asDouble())
        .isCloseTo(probability, within(1e-6));
    List<String> flags = new ArrayList<>();
    posted.path(ScoresTable.FLAGS).forEach(flag -> flags.add(flag.asText()));
    assertThat(flags).isEqualTo(score.getList(score.fieldIndex(ScoresTable.FLAGS)));
  }

  private void endWhileARowIsPosted(Process server) throws Exception {
    byte[] body = features(3).getBytes(UTF_8);
    String head =
        "POST /score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    try (Socket begun = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = begun.getOutputStream();
      out.write(head.getBytes(UTF_8));
      out.write(body, 0, 5);
      out.flush();
      // Answered after it: the server has read what was sent before.
      ask(HttpRequest.newBuilder(uri("/health")).build());
      server.destroy();
      while (accepts()) {
        Thread.sleep(20);
      }
      out.write(body, 5, body.length - 5);
      out.flush();
      BufferedReader in = new BufferedReader(new InputStreamReader(begun.getInputStream(), UTF_8));
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(server.waitFor()).isZero();
  }

  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static JsonNode ask(HttpRequest request) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static Double spend(int number) {
    return number % 7 == 0 ? null : (Double) (number * 1.37);
  }

  private static String plan(int number) {
    return number % 11 == 0 ? null : number % 5 == 0 ? "lead" : number % 2 == 0 ? "gold" : "tin";
  }

  private static String features(int number) {
    return JSON.createObjectNode()
        .put("spend_28d", spend(number))
        .put("plan", plan(number))
        .toString();
  }

  private Tables tables() {
    return new Tables(folder.resolve("tables").toString(), "shop");
  }

  private Void write(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (int number = 1; number <= CUSTOMERS; number++) {
      rows.add(
          RowFactory.create(
              "c" + number,
              Date.valueOf(MONDAY),
              Timestamp.valueOf(MONDAY.atStartOfDay()),
              spend(number),
              plan(number)));
    }
    Commit.replaceDays(
        spark.createDataFrame(
            rows,
            StructType.fromDDL(
                "id STRING, as_of DATE, observed_at TIMESTAMP, spend_28d DOUBLE, plan STRING")),
        tables().features(),
        FeaturesTable.AS_OF,
        List.of(MONDAY));
    new ModelRegistry(tables()).register(spark, champion(), State.CHAMPION);
    return null;
  }

  private static Row champion() {
    Category plan = new Category("plan", List.of("gold", "tin"));
    TrainedModel model =
        new TrainedModel(
            new FeatureEncoding(List.of(new Numeric("spend_28d"), plan)),
            new LinearModel(
                -1,
                new double[] {0.01, 0, 1, 0.3, -0.2},
                new double[] {0.25, 0, 0, 0, 0},
                new double[] {0.4, 0, 0, 0, 0}),
            new Calibrator.Platt(0.9, 0.05),
            List.of(
                new Distribution.OfNumbers(List.of(3.0), List.of(0.5, 0.5, 0.0)),
                new Distribution.OfCategories(plan, List.of(0.5, 0.5, 0.0, 0.0))),
            new Distribution.OfNumbers(List.of(0.5), List.of(0.5, 0.5, 0.0)));
    byte[] artefact = ModelCodec.write(model);
    Instant now = Instant.now();
    return RowFactory.create(
        1,
        State.CHAMPION.stored(),
        "training",
        "search",
        Date.valueOf(MONDAY),
        "linear",
        "logistic-regression",
        Map.of(),
        model.encoding().columns(),
        artefact,
        ModelCodec.digest(artefact),
        Map.of("holdout.auc", 0.7),
        List.of(),
        List.of(),
        Map.of(),
        "digest",
        "test",
        Map.of(),
        7L,
        "run",
        Timestamp.from(now),
        List.of(ModelsTable.change(State.CHAMPION, now, "run", "trained")),
        null);
  }
}
