package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong: one clear paragraph, the documented exit code, nothing written. */
class BadInputIT {
  private static final String GOOD =
      """
      order_id,customer_id,ordered_at,amount
      1,a,2024-01-02 10:00:00,12.5
      2,b,2024-01-03 11:00:00,7.0
      """;

  @TempDir private Path folder;
  private Path landing;
  private Path problem;

  @BeforeEach
  void aSmallProblem() throws IOException {
    landing = Files.createDirectories(folder.resolve("landing"));
    problem = folder.resolve("small.conf");
    Files.writeString(
        problem,
        """
        problem { name = small, entity = [customer_id] }
        sources.orders {
          path = "%s"
          schema = "order_id STRING, customer_id STRING, ordered_at TIMESTAMP, amount DOUBLE"
          event-time = ordered_at
          rules { customer_known = "customer_id is not null" }
        }
        spine { first = 2024-02-05, every = 1 week, active { source = orders, within = 60 days } }
        features {
          windows = [30 days]
          groups.orders { source = orders, aggregates.orders { function = count } }
        }
        label { source = orders, positive = absent, horizon = 30 days }
        training {
          split { holdout = 2 }
          candidates.linear { kind = logistic-regression }
        }
        decision { capacity = 10 }
        """
            .formatted(landing));
  }

  @Test
  void aMissingLandingFolder() throws IOException {
    Files.delete(landing);

    refused(ingest(), 2, landing.toString());
  }

  @Test
  void anEmptyFile() throws IOException {
    Files.writeString(landing.resolve("good.csv"), GOOD);
    Files.createFile(landing.resolve("empty.csv"));

    refused(ingest(), 3, "empty.csv");
  }

  @Test
  void aWrongHeader() throws IOException {
    Files.writeString(landing.resolve("orders.csv"), GOOD.replace("amount", "price"));

    refused(ingest(), 3, "orders.csv", "price", "amount");
  }

  @Test
  void aColumnOfTheWrongType() throws IOException {
    Files.writeString(
        landing.resolve("orders.csv"), GOOD.replace("12.5", "twelve").replace("7.0", "seven"));

    refused(ingest(), 3, "column:amount", "twelve");
  }

  @Test
  void binaryRubbish() throws IOException {
    byte[] rubbish = new byte[20_000];
    new Random(1).nextBytes(rubbish);
    Files.write(landing.resolve("orders.csv"), rubbish);

    refused(ingest(), 3, "orders.csv");
  }

  @Test
  void aProblemFileWithFiveMistakes() throws IOException {
    Files.writeString(
        problem,
        Files.readString(problem)
            .replace("every = 1 week", "every = weekly")
            .replace("event-time = ordered_at", "event-time = orderd_at")
            .replace("within = 60 days", "whithin = 60 days")
            .replace("function = count", "function = cout")
            .replace("capacity = 10", "capacity = -1"));

    Command refused = ingest();

    refused(refused, 2, "spine.every", "orderd_at", "whithin", "cout", "decision.capacity");
    assertThat(refused.err()).contains("small.conf");
  }

  @Test
  void jobsInTheWrongOrder() throws IOException {
    Files.writeString(landing.resolve("orders.csv"), GOOD);

    refused(run("features"), 2, "ingestion");
    refused(run("training"), 2, "features");
    refused(run("scoring"), 2, "training");
  }

  @Test
  void aDayThatIsNotOfTheCalendar() throws IOException {
    Files.writeString(landing.resolve("orders.csv"), GOOD);

    refused(run("ingestion", "--as-of", "2024-02-07"), 2, "2024-02-07", "2024-02-05");
  }

  @Test
  void aSampleThatWouldTakeThePlaceOfOtherFiles() throws IOException {
    Path own = landing.resolve("own.csv");
    Files.writeString(own, GOOD);

    refused(
        Command.run(
            List.of(
                "weekly",
                "--set",
                "landing=" + landing,
                "--set",
                "deployment.tables=" + folder.resolve("tables"))),
        2,
        landing.toString(),
        "HOLDFAST_LANDING");
    refused(Command.run(List.of("sample", "--out", landing.toString())), 2, landing.toString());
    assertThat(own).hasContent(GOOD);
  }

  @Test
  void aListThatIsNotClosedOnTheCommandLine() throws IOException {
    Files.writeString(landing.resolve("orders.csv"), GOOD);

    refused(
        run("ingestion", "--set", "problem.entity=[customer_id"),
        2,
        "--set problem.entity=[customer_id",
        "HOCON");
  }

  @Test
  void aRefusedBatchIsTakenOnceItIsMended() throws IOException {
    Path orders = landing.resolve("orders.csv");
    Files.writeString(orders, GOOD.replace("amount", "price"));
    refused(ingest(), 3, "orders.csv");

    Files.writeString(orders, GOOD);
    Command mended = ingest();

    assertThat(mended.exitCode()).as(mended.err()).isZero();
  }

  private Command ingest() {
    return run("ingestion");
  }

  private Command run(String job, String... more) {
    return Command.run(
        Command.words(
            List.of(
                job,
                "--problem",
                problem.toString(),
                "--set",
                "deployment.tables=" + folder.resolve("tables")),
            more));
  }

  private void refused(Command command, int exitCode, String... said) throws IOException {
    assertThat(command.exitCode()).as(command.err()).isEqualTo(exitCode);
    assertThat(command.err()).contains("holdfast: ").contains(said).doesNotContain("\tat ");
    assertThat(dataFiles()).isEmpty();
  }

  private List<Path> dataFiles() throws IOException {
    Path tables = folder.resolve("tables");
    if (!Files.exists(tables)) {
      return List.of();
    }
    return TableState.inSession(
        spark -> {
          try (Stream<Path> paths = Files.walk(tables)) {
            return paths
                .filter(path -> path.endsWith("_delta_log"))
                .map(Path::getParent)
                .filter(table -> !spark.read().format("delta").load(table.toString()).isEmpty())
                .toList();
          } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
          }
        });
  }
}
