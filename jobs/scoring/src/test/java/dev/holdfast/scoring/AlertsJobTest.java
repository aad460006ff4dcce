package dev.holdfast.scoring;

import static dev.holdfast.scoring.Shop.MONDAY;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.scoring.FlakyReceiver.Mood;
import dev.holdfast.table.AlertsTable;
import dev.holdfast.table.ModelsTable.State;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsJobTest {
  private static final LocalDate NEXT = MONDAY.plusWeeks(1);
  private static final Map<String, String> NONE = Map.of();

  @TempDir private Path folder;

  @Test
  void aThousandAlertsReachAReceiverThatFailsHangsOrDropsHalfOfTheTime() {
    try (FlakyReceiver receiver = new FlakyReceiver(FlakyReceiver.failingHalfOfTheTime(17))) {
      Shop shop = shop("decision.capacity = 1000\n" + webhook(receiver, 5));
      score(shop, MONDAY, Shop.customers(1200));
      assertThat(keys(shop, AlertsTable.PENDING)).hasSize(1000);

      int runs = 1;
      while (runs < 20 && !delivers(shop)) {
        runs++;
      }

      assertThat(receiver.taken()).hasSize(1000);
      assertThat(receiver.asked().size()).isGreaterThan(1500);
      assertThat(keys(shop, AlertsTable.DELIVERED))
          .containsExactlyInAnyOrderElementsOf(receiver.taken().keySet());
      assertThat(keys(shop, AlertsTable.PENDING)).isEmpty();
    }
  }

  @Test
  void onlyThoseWhoNewlyCrossTheThresholdAreTold() throws IOException {
    try (FlakyReceiver receiver = new FlakyReceiver(() -> Mood.TAKES)) {
      Shop shop = shop("decision.capacity = 3\nreasons { top = 1 }\n" + webhook(receiver, 3));
      score(shop, MONDAY, Shop.customers(10));
      assertThat(delivers(shop)).isTrue();
      assertThat(told(receiver)).containsExactly("c0007", "c0008", "c0009");

      receiver.taken().clear();
      score(shop, NEXT, Shop.customers(11));
      assertThat(delivers(shop)).isTrue();
      assertThat(delivers(shop)).isTrue();

      assertThat(told(receiver)).containsExactly("c0010");
      JsonNode alert = new ObjectMapper().readTree(receiver.taken().values().iterator().next());
      assertThat(alert.path("problem").asText()).isEqualTo("shop");
      assertThat(alert.path("as_of").asText()).isEqualTo(NEXT.toString());
      assertThat(alert.path("rank").asInt()).isEqualTo(1);
      assertThat(alert.path("reasons").get(0).asText()).isEqualTo("spend_28d is 10");
    }
  }

  @Test
  void aRunThatWasKilledBetweenScoresAndAlertsIsRepairedByTheNext() {
    try (FlakyReceiver receiver = new FlakyReceiver(() -> Mood.TAKES)) {
      String alerts = webhook(receiver, 3);
      Shop shop = shop("decision.capacity = 2\n" + alerts);
      score(shop, MONDAY, Shop.customers(5));
      // Without a receiver a run writes scores and no alerts, as one that was killed in between.
      Shop killed = new Shop(folder, "decision.capacity = 2\n");
      score(killed, NEXT, Shop.customers(7));
      assertThat(keys(shop, AlertsTable.PENDING)).hasSize(2);

      score(shop, NEXT.plusWeeks(1), Shop.customers(7));
      shop.run(new ScoringJob(), NEXT, NONE);

      assertThat(delivers(shop)).isTrue();
      assertThat(told(receiver)).containsExactly("c0003", "c0004", "c0005", "c0006");
      assertThat(receiver.asked()).hasSize(4);
    }
  }

  @Test
  void anAlertThatWasToldButNotMarkedIsToldAgainWithTheSameKey() {
    try (FlakyReceiver receiver = new FlakyReceiver(() -> Mood.TAKES)) {
      Shop shop = shop("decision.capacity = 4\n" + webhook(receiver, 3));
      score(shop, MONDAY, Shop.customers(9));
      assertThat(delivers(shop)).isTrue();
      DeltaTable.forPath(shop.spark(), shop.tables().alerts().path())
          .update(Map.of(AlertsTable.STATE, lit(AlertsTable.PENDING)));

      assertThat(delivers(shop)).isTrue();

      assertThat(receiver.asked()).hasSize(8);
      assertThat(new HashSet<>(receiver.asked())).hasSize(4);
    }
  }

  @Test
  void scoringAgainAddsNothingAndTakesBackWhatNobodyWasTold() {
    try (FlakyReceiver receiver = new FlakyReceiver(() -> Mood.TAKES)) {
      Shop shop = shop("decision.capacity = 2\n" + webhook(receiver, 3));
      score(shop, MONDAY, Shop.customers(5));
      long version = shop.tables().alerts().version(shop.spark());
      shop.run(new ScoringJob(), MONDAY, NONE);
      assertThat(shop.tables().alerts().version(shop.spark())).isEqualTo(version);

      shop.register(2, Shop.model(0, -1), State.CHAMPION);
      shop.run(new ScoringJob(), MONDAY, Map.of("--replace", ""));

      assertThat(delivers(shop)).isTrue();
      assertThat(told(receiver)).containsExactly("c0000", "c0001");
    }
  }

  @Test
  void whatTheReceiverRefusesIsNotAskedAgainInThatRun() {
    try (FlakyReceiver receiver = new FlakyReceiver(() -> Mood.REFUSES)) {
      Shop shop = shop("decision.capacity = 2\n" + webhook(receiver, 5));
      score(shop, MONDAY, Shop.customers(5));

      assertThatThrownBy(() -> shop.run(new AlertsJob(), MONDAY, NONE))
          .isInstanceOfSatisfying(
              JobException.class,
              failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.UNEXPECTED))
          .hasMessageContaining("Cannot deliver 2 of 2 alerts")
          .hasMessageContaining("the answer was 400");
      assertThat(receiver.asked()).hasSize(2);
      assertThat(keys(shop, AlertsTable.PENDING)).hasSize(2);
    }
  }

  @Test
  void alertsMayGoToAFolder() throws IOException {
    Path out = folder.resolve("out");
    Shop shop = shop("decision.capacity = 2\nalerts { folder = \"%s\" }".formatted(out));
    score(shop, MONDAY, Shop.customers(5));
    assertThat(delivers(shop)).isTrue();

    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      JsonNode node = new ObjectMapper().readTree(line);
      assertThat(keys(shop, AlertsTable.DELIVERED)).contains(node.path("key").asText());
      assertThat(node.path("alert").path("id").asText()).isIn("c0003", "c0004");
    }
  }

  @Test
  void aProblemThatDeclaresNobodyToTellSaysSo() {
    Shop shop = shop("decision.capacity = 2");

    assertThatThrownBy(() -> shop.run(new AlertsJob(), MONDAY, NONE))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("declares nobody to tell");
  }

  private Shop shop(String more) {
    Shop shop = new Shop(folder, more);
    shop.register(1, Shop.model(-10, 2), State.CHAMPION);
    return shop;
  }

  private static String webhook(FlakyReceiver receiver, int attempts) {
    return """
        alerts {
          webhook = "%s", attempts = %d, timeout = 300 milliseconds
          pause = 1 millisecond, parallel = 64
        }
        """
        .formatted(receiver.address(), attempts);
  }

  private static void score(Shop shop, LocalDate day, List<Shop.Customer> customers) {
    shop.features(day, customers);
    shop.run(new ScoringJob(), day, NONE);
  }

  private static boolean delivers(Shop shop) {
    try {
      shop.run(new AlertsJob(), MONDAY, NONE);
      return true;
    } catch (JobException some) {
      assertThat(some.getMessage()).contains("stay pending");
      return false;
    }
  }

  private static List<String> keys(Shop shop, String state) {
    List<String> keys = new ArrayList<>();
    for (Row row : shop.tables().alerts().read(shop.spark()).collectAsList()) {
      if (row.<String>getAs(AlertsTable.STATE).equals(state)) {
        keys.add(row.getAs(AlertsTable.ALERT_KEY));
      }
    }
    return keys;
  }

  private static List<String> told(FlakyReceiver receiver) {
    List<String> ids = new ArrayList<>();
    for (String body : receiver.taken().values()) {
      try {
        ids.add(new ObjectMapper().readTree(body).path("id").asText());
      } catch (IOException unreadable) {
        throw new java.io.UncheckedIOException(unreadable);
      }
    }
    Collections.sort(ids);
    return ids;
  }
}
