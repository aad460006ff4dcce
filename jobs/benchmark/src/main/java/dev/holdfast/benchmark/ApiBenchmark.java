package dev.holdfast.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.benchmark.ApiTables.Scored;
import dev.holdfast.benchmark.HttpLoad.Answers;
import dev.holdfast.job.Sessions;
import dev.holdfast.table.ScoresTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * The server of a scored week, in a process of its own as {@code deploy/holdfast serve} starts it,
 * with a token, asked from this process on the same machine: for scores of random customers at a
 * set rate, and as fast as it answers; and for scores of posted rows, one after the other, which
 * are compared with those of the batch.
 */
public final class ApiBenchmark {
  private static final int ROWS = 100_000;
  private static final int RATE = 12_000;
  private static final int SECONDS = 20;
  private static final int WARM_UP = 10;
  private static final int CONNECTIONS = 16;
  private static final int POSTED = 2_000;
  private static final String TOKEN = "benchmark";

  private ApiBenchmark() {}

  /**
   * Takes {@code --rows N} (100,000), {@code --rate N} requests a second (12,000), {@code --seconds
   * N} (20) and {@code --connections N} (16).
   */
  public static void main(String[] args) throws IOException {
    Options options = Options.of(args, "--rows", "--rate", "--seconds", "--connections");
    Path folder = Files.createTempDirectory("holdfast-api");
    try {
      int rows = options.number("--rows", ROWS);
      List<Scored> scored = written(folder, rows);
      try (ServerProcess server = ServerProcess.start(folder, ApiTables.PROBLEM, TOKEN)) {
        say(
            "%,d scores served by a process of its own, which holds %,d MB; asked by one thread of another",
            rows, server.residentMegabytes());
        run(
            server,
            rows,
            options.number("--rate", RATE),
            options.number("--seconds", SECONDS),
            options.number("--connections", CONNECTIONS),
            scored);
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private static List<Scored> written(Path folder, int rows) throws IOException {
    try (SparkSession spark =
        Sessions.open(
            "api benchmark",
            Map.of(
                "spark.master", System.getProperty("spark.master", "local[2]"),
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "2"))) {
      spark.sparkContext().setLogLevel("ERROR");
      ApiTables tables = new ApiTables(spark, folder.resolve("tables").toString());
      tables.writeScores(rows);
      return tables.writeChampion(POSTED);
    }
  }

  private static void run(
      ServerProcess server, int rows, int rate, int seconds, int connections, List<Scored> scored)
      throws IOException {
    StringBuilder figures = new StringBuilder();
    SplittableRandom random = new SplittableRandom(1);
    try (HttpLoad load =
        new HttpLoad(
            server.port(),
            connections,
            number -> get("/scores/" + ApiTables.customer(random.nextInt(rows))))) {
      Answers warm = load.atRate(rate, WARM_UP);
      say("%-26s %s", "warm-up", words(warm));
      Duration before = server.cpu();
      Answers asked = load.atRate(rate, seconds);
      double cpu = server.cpu().minus(before).toMillis() / 1000.0;
      say("%-26s %s", "at %,d/s, %d connections".formatted(rate, connections), words(asked));
      say("%-26s %.1f CPU seconds of the server in %.1f s", "", cpu, asked.seconds());
      Answers most = load.asFastAsAnswered(seconds / 2);
      say("%-26s %s", "as fast as answered", words(most));
      figure(figures, "requests_per_second", asked.failed() == 0 ? asked.perSecond() : 0);
      figure(figures, "p50_ms", asked.millis(0.5));
      figure(figures, "p99_ms", asked.millis(0.99));
      figure(figures, "most_requests_per_second", most.perSecond());
    }
    posted(server, scored, figures);
    System.out.print(figures);
  }

  private static void posted(ServerProcess server, List<Scored> scored, StringBuilder figures)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Long> nanos = new ArrayList<>();
    double difference = 0;
    try (HttpLoad one = new HttpLoad(server.port(), 1, number -> new byte[0])) {
      for (int turn = 0; turn < 2; turn++) {
        nanos.clear();
        for (Scored row : scored) {
          byte[] request = post(row.features());
          long started = System.nanoTime();
          String body = one.body(request);
          nanos.add(System.nanoTime() - started);
          double probability = json.readTree(body).path(ScoresTable.PROBABILITY).asDouble();
          difference = Math.max(difference, Math.abs(probability - row.probability()));
        }
      }
    }
    Answers answers =
        new Answers(nanos.stream().mapToLong(Long::longValue).sorted().toArray(), 1, 0);
    say(
        "%-26s median %.3f ms, p99 %.3f ms, greatest %.3f ms; differs from the batch by %.1e",
        "a posted row, one by one",
        answers.millis(0.5),
        answers.millis(0.99),
        answers.millis(1),
        difference);
    figure(figures, "score_p99_ms", answers.millis(0.99));
    figures.append(String.format(Locale.ROOT, "figure api.score_difference %.1e%n", difference));
  }

  private static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
        .formatted(path, TOKEN)
        .getBytes(UTF_8);
  }

  private static byte[] post(String body) {
    return "POST /score HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(TOKEN, body.getBytes(UTF_8).length, body)
        .getBytes(UTF_8);
  }

  private static String words(Answers answers) {
    return String.format(
        Locale.ROOT,
        "%,.0f/s: median %.2f ms, p99 %.2f ms, p99.9 %.2f ms, greatest %.1f ms; %d failed",
        answers.perSecond(),
        answers.millis(0.5),
        answers.millis(0.99),
        answers.millis(0.999),
        answers.millis(1),
        answers.failed());
  }

  private static void figure(StringBuilder figures, String key, double value) {
    figures.append(String.format(Locale.ROOT, "figure api.%s %.3f%n", key, value));
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
