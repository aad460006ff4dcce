package dev.holdfast.features;

import static dev.holdfast.features.Shop.late;
import static dev.holdfast.features.Shop.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened before a row's moment but came after it is as unknown to the row as the future. */
class ArrivalTest {
  private static final String COLUMN = "arrival { column = came }";
  private static final String ACTIVE = "active { source = orders, within = 60 days }";
  private static final String ABSENT = "positive = absent, horizon = 30 days";
  private static final String FEATURES =
      """
      features {
        windows = [7 days, 30 days]
        groups.orders {
          source = orders
          aggregates {
            orders { function = count }
            spend { function = sum, of = amount }
            latest { function = last, of = item }
            days_since_order { function = days-since-last }
          }
        }
        attributes.orders { source = orders, columns = [town] }
      }
      """;

  @TempDir private Path folder;

  @Test
  void aRowIsKnownFromTheDayAfterItCame() {
    Shop shop = new Shop(folder, COLUMN, FEATURES, ACTIVE, ABSENT);
    shop.write(
        List.of(
            order("a", "cup", "2023-12-20 08:00:00", 10, "Ulm"),
            late("a", "pot", "2023-12-28 08:00:00", 20, "Bonn", "2024-01-02 09:00:00"),
            late("a", "pan", "2023-12-31 08:00:00", 40, "Kiel", "2023-12-31 23:59:59"),
            late("b", "pot", "2023-12-28 08:00:00", 20, "Bonn", "2024-01-01 00:00:00")));

    shop.run("2024-01-08");

    Row first = shop.features().where("id = 'a' and as_of = '2024-01-01'").head();
    assertThat(first.<Long>getAs("orders_30d")).isEqualTo(2);
    assertThat(first.<Double>getAs("spend_7d")).isEqualTo(40.0);
    assertThat(first.<String>getAs("latest_7d")).isEqualTo("pan");
    assertThat(first.<String>getAs("town")).isEqualTo("Kiel");
    assertThat(first.<Integer>getAs("days_since_order")).isEqualTo(1);
    Row second = shop.features().where("id = 'a' and as_of = '2024-01-08'").head();
    assertThat(second.<Long>getAs("orders_30d")).isEqualTo(3);
    assertThat(second.<Double>getAs("spend_7d")).as("counted by the day it came").isEqualTo(20.0);
    assertThat(second.<String>getAs("town")).isEqualTo("Bonn");
    assertThat(shop.features().where("id = 'b'").select("as_of").collectAsList())
        .as("nobody knew of b before")
        .extracting(row -> row.getDate(0).toString())
        .containsExactly("2024-01-08");
  }

  @Test
  void anOutcomeIsDatedByWhenItHappenedHoweverLateItCame() {
    Shop shop = new Shop(folder, COLUMN, FEATURES, ACTIVE, ABSENT);
    shop.write(
        List.of(
            order("a", "cup", "2023-12-20 08:00:00", 10, "x"),
            late("a", "cup", "2024-01-30 08:00:00", 10, "x", "2024-02-02 08:00:00"),
            order("b", "cup", "2023-12-20 08:00:00", 10, "x"),
            late("b", "cup", "2023-12-31 08:00:00", 10, "x", "2024-01-03 08:00:00")));

    shop.run("2024-02-05");

    assertThat(label(shop, "a")).isZero();
    assertThat(label(shop, "b")).as("it came in the horizon and happened before").isOne();
  }

  @Test
  void withADelayTheLastDaysAreUnknown() {
    Shop shop = new Shop(folder, "arrival { delay = 2 days }", FEATURES, ACTIVE, ABSENT);
    shop.write(
        List.of(
            order("a", "cup", "2023-12-29 23:59:59", 10, "x"),
            order("a", "pot", "2023-12-30 00:00:00", 20, "y")));

    shop.run("2024-01-01");

    Row row = shop.features().where("id = 'a'").head();
    assertThat(row.<Double>getAs("spend_30d")).isEqualTo(10.0);
    assertThat(row.<String>getAs("town")).isEqualTo("x");
  }

  @Test
  void rowsThatComeLaterNeverChangeAFeatureWhenTheyHappened() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    LocalDateTime asOf = LocalDateTime.parse("2024-01-15T00:00:00");
    List<Row> before = orders(random, 300, asOf.minusDays(70), asOf.minusDays(70), asOf);
    Shop shop = new Shop(folder, COLUMN, FEATURES, ACTIVE, ABSENT);
    shop.write(before);
    shop.run("2024-01-15");
    List<String> known = sorted(shop);

    List<Row> all = new ArrayList<>(before);
    all.addAll(orders(random, 150, asOf.minusDays(70), asOf, asOf.plusDays(30)));
    shop.write(all);
    shop.run("2024-01-15", "--rebuild");

    assertThat(sorted(shop)).as("seed " + seed).isEqualTo(known);
  }

  @Test
  void weeksOfLateRowsAreWhatOneRebuildMakesAndNoOlderWeekIsTouched() throws IOException {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Shop shop =
        new Shop(
            Files.createDirectory(folder.resolve("grown")),
            COLUMN,
            FEATURES,
            ACTIVE,
            "positive = absent, horizon = 14 days");
    LocalDateTime first = LocalDateTime.parse("2024-01-01T00:00:00");
    shop.append(orders(random, 150, first.minusDays(70), first.minusDays(70), first));
    shop.run("2024-01-01");
    for (int week = 1; week < 5; week++) {
      LocalDateTime asOf = first.plusWeeks(week);
      List<String> older = sorted(shop);
      shop.append(orders(random, 30, asOf.minusDays(40), asOf.minusDays(7), asOf));

      shop.run(asOf.toLocalDate().toString());

      assertThat(sorted(shop)).as("seed %d, week %d", seed, week).containsAll(older);
    }
    List<String> features = sorted(shop);
    List<String> labels = shop.labels().toJSON().collectAsList().stream().sorted().toList();

    shop.run("2024-01-29", "--rebuild");

    assertThat(sorted(shop)).as("seed " + seed).isEqualTo(features);
    assertThat(shop.labels().toJSON().collectAsList())
        .as("seed " + seed)
        .containsExactlyInAnyOrderElementsOf(labels);
  }

  private static int label(Shop shop, String id) {
    return shop.labels().where("as_of = '2024-01-01' and id = '" + id + "'").head().getAs("label");
  }

  private static List<String> sorted(Shop shop) {
    return shop.features().toJSON().collectAsList().stream().sorted().toList();
  }

  /**
   * Orders that come between two moments, and happened at any time from another to their coming.
   */
  private static List<Row> orders(
      SplittableRandom random,
      int count,
      LocalDateTime happenedFrom,
      LocalDateTime cameFrom,
      LocalDateTime cameUntil) {
    List<Row> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDateTime came = between(random, cameFrom, cameUntil);
      LocalDateTime at = between(random, happenedFrom, came.plusSeconds(1));
      orders.add(
          late(
              "c" + random.nextInt(20),
              "i" + random.nextInt(8),
              Timestamp.valueOf(at).toString(),
              // Quarters add up exactly in any order.
              random.nextInt(2000) / 4.0,
              "t" + random.nextInt(3),
              Timestamp.valueOf(came).toString()));
    }
    return orders;
  }

  private static LocalDateTime between(
      SplittableRandom random, LocalDateTime from, LocalDateTime until) {
    return from.plusSeconds(
        random.nextLong(Math.max(1, java.time.Duration.between(from, until).toSeconds())));
  }
}
