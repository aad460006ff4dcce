package dev.holdfast.features;

import static dev.holdfast.features.Shop.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.JobException;
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

class FeaturesJobTest {
  @TempDir private Path folder;

  @Test
  void everyAggregateOfEveryWindow() {
    Shop shop = Shop.ofCustomers(folder);
    shop.write(
        List.of(
            order("a", "cup", "2023-12-10 08:00:00", 50, "Ulm"),
            order("a", "pot", "2023-12-27 08:00:00", 150, "Bonn"),
            order("a", "cup", "2023-12-27 09:00:00", 10, "Bonn"),
            order("b", "pan", "2023-11-20 08:00:00", 5, "Kiel")));

    shop.run("2024-01-01");

    Row a = shop.features().where("id = 'a'").head();
    assertThat(a.<Long>getAs("orders_7d")).isEqualTo(2);
    assertThat(a.<Long>getAs("orders_30d")).isEqualTo(3);
    assertThat(a.<Long>getAs("large_30d")).isEqualTo(1);
    assertThat(a.<Double>getAs("spend_30d")).isEqualTo(210.0);
    assertThat(a.<Double>getAs("least_7d")).isEqualTo(10.0);
    assertThat(a.<Double>getAs("most_30d")).isEqualTo(150.0);
    assertThat(a.<Double>getAs("mean_30d")).isEqualTo(70.0);
    assertThat(a.<Double>getAs("spread_30d")).isCloseTo(72.11102550927978, within(1e-9));
    assertThat(a.<String>getAs("latest_7d")).isEqualTo("cup");
    assertThat(a.<Long>getAs("items_30d")).isEqualTo(2);
    assertThat(a.<Integer>getAs("days_since_order")).isEqualTo(5);
    assertThat(a.<Integer>getAs("days_since_first")).isEqualTo(22);
    assertThat(a.<String>getAs("town")).isEqualTo("Bonn");
    assertThat(a.<Double>getAs("share")).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(a.<Double>getAs("twice")).isCloseTo(2.0 / 3, within(1e-12));
    Row b = shop.features().where("id = 'b'").head();
    assertThat(b.<Long>getAs("orders_30d")).isZero();
    assertThat(b.<Double>getAs("spend_30d")).isZero();
    assertThat(b.isNullAt(b.fieldIndex("mean_30d"))).isTrue();
    assertThat(b.isNullAt(b.fieldIndex("share"))).isTrue();
    assertThat(b.<Integer>getAs("days_since_order")).isEqualTo(42);
  }

  @Test
  void aTrendSetsTheLastDaysAgainstThoseBeforeAndHasAnAnswerForNone() {
    Shop shop =
        new Shop(
            folder,
            """
            features {
              windows = [7 days, 28 days]
              groups.orders {
                source = orders
                aggregates { orders { function = count }, spend { function = sum, of = amount } }
              }
              trends {
                orders_trend { of = orders, last = 7 days, before = 21 days }
                spend_trend { of = spend, last = 7 days, before = 21 days }
              }
              derived { falls = "orders_trend < 0" }
            }
            """,
            "active { source = orders, within = 60 days }",
            "positive = absent, horizon = 30 days");
    shop.write(
        List.of(
            // Two in the last 7 days, three in the 21 before: (2 * 3 - 3) / (2 * 3 + 3).
            order("both", "cup", "2023-12-31 08:00:00", 10, "x"),
            order("both", "cup", "2023-12-25 00:00:00", -4, "x"),
            order("both", "cup", "2023-12-24 23:59:59", 1, "x"),
            order("both", "cup", "2023-12-10 08:00:00", 1, "x"),
            order("both", "cup", "2023-12-04 00:00:00", 1, "x"),
            order("new", "cup", "2023-12-28 08:00:00", 10, "x"),
            order("gone", "cup", "2023-12-20 08:00:00", 10, "x"),
            order("none", "cup", "2023-12-03 23:59:59", 10, "x"),
            order("refund", "cup", "2023-12-28 08:00:00", -10, "x")));

    shop.run("2024-01-01");

    assertThat((double) feature(shop, "both", "orders_trend")).isCloseTo(1.0 / 3, within(1e-12));
    assertThat((double) feature(shop, "both", "spend_trend")).isCloseTo(5.0 / 7, within(1e-12));
    assertThat(feature(shop, "both", "falls")).isEqualTo(false);
    assertThat(feature(shop, "new", "orders_trend")).isEqualTo(1.0);
    assertThat(feature(shop, "gone", "orders_trend")).isEqualTo(-1.0);
    assertThat(feature(shop, "gone", "falls")).isEqualTo(true);
    assertThat(feature(shop, "none", "orders_trend")).isEqualTo(0.0);
    assertThat(feature(shop, "none", "spend_trend")).isEqualTo(0.0);
    assertThat(feature(shop, "refund", "spend_trend")).isEqualTo(-1.0);
  }

  @Test
  void midnightDividesWhatIsKnownFromWhatIsAsked() {
    Shop shop = Shop.ofCustomers(folder);
    shop.write(
        List.of(
            order("a", "cup", "2023-12-31 23:59:59", 1, "x"),
            order("a", "cup", "2024-01-01 00:00:00", 1, "y"),
            order("b", "cup", "2023-12-25 00:00:00", 1, "x"),
            order("b", "cup", "2024-01-31 00:00:00", 1, "x"),
            order("c", "cup", "2023-12-24 23:59:59", 1, "x"),
            order("c", "cup", "2024-01-30 23:59:59", 1, "x")));

    shop.run("2024-02-05");

    assertThat(feature(shop, "a", "orders_7d")).isEqualTo(1L);
    assertThat(feature(shop, "a", "town")).isEqualTo("x");
    assertThat(feature(shop, "b", "orders_7d")).isEqualTo(1L);
    assertThat(feature(shop, "c", "orders_7d")).isEqualTo(0L);
    assertThat(label(shop, "a")).as("an order at midnight is in the horizon").isZero();
    assertThat(label(shop, "b")).as("one at the horizon's end is not").isOne();
    assertThat(label(shop, "c")).isZero();
  }

  @Test
  void eventsAfterAsOfNeverChangeAFeature() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    LocalDateTime asOf = LocalDateTime.parse("2024-01-15T00:00:00");
    List<Row> before = orders(random, 300, asOf.minusDays(70), asOf);
    Shop shop = Shop.ofCustomers(folder);
    shop.write(before);
    shop.run("2024-01-15");
    List<String> first = sorted(shop);

    for (int future = 0; future < 2; future++) {
      List<Row> all = new ArrayList<>(before);
      all.addAll(orders(random, 150, asOf, asOf.plusDays(40)));
      shop.write(all);
      shop.run("2024-01-15", "--rebuild");
      assertThat(sorted(shop)).as("seed " + seed).isEqualTo(first);
    }
  }

  @Test
  void laterEventsThatComeChangeOrGoLeaveEarlierFeaturesAsTheyAre() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    LocalDateTime asOf = LocalDateTime.parse("2024-01-15T00:00:00");
    Shop shop = Shop.ofCustomers(folder);
    shop.append(orders(random, 300, asOf.minusDays(70), asOf));
    shop.run("2024-01-15");
    List<String> first = until(shop, "2024-01-15");

    shop.append(orders(random, 150, asOf, asOf.plusDays(20)));
    shop.run("2024-01-22");
    assertThat(until(shop, "2024-01-15")).as("came, seed " + seed).isEqualTo(first);
    shop.remove("at >= '2024-01-15' and pmod(hash(id, at), 3) = " + random.nextInt(3));
    shop.run("2024-01-22");
    assertThat(until(shop, "2024-01-15")).as("went, seed " + seed).isEqualTo(first);
    shop.change("at >= '2024-01-15'", "amount", "amount * 2 - " + random.nextInt(1000));
    shop.run("2024-01-22");
    assertThat(until(shop, "2024-01-15")).as("changed, seed " + seed).isEqualTo(first);
    List<String> weekly = sorted(shop);
    shop.run("2024-01-22", "--rebuild");

    assertThat(sorted(shop)).as("seed " + seed).isEqualTo(weekly);
    assertThat(until(shop, "2024-01-15")).as("seed " + seed).isEqualTo(first);
  }

  private static List<String> until(Shop shop, String asOf) {
    return shop.features().where("as_of <= '" + asOf + "'").toJSON().collectAsList().stream()
        .sorted()
        .toList();
  }

  @Test
  void aSecondRunCommitsNothingAndANewWeekAddsOnlyItself() {
    Shop shop = Shop.ofCustomers(folder);
    shop.write(
        orders(
            new SplittableRandom(1),
            200,
            LocalDateTime.parse("2023-11-01T00:00:00"),
            LocalDateTime.parse("2024-03-01T00:00:00")));
    shop.run("2024-02-12");
    long features = shop.tables().features().version(Shop.session());
    long labels = shop.tables().labels().version(Shop.session());
    List<String> before = sorted(shop);

    shop.run("2024-02-12");
    assertThat(shop.tables().features().version(Shop.session())).isEqualTo(features);
    assertThat(shop.tables().labels().version(Shop.session())).isEqualTo(labels);

    shop.run("2024-02-19");
    assertThat(shop.tables().features().version(Shop.session())).isEqualTo(features + 1);
    assertThat(sorted(shop)).containsAll(before);
    assertThat(shop.labels().selectExpr("max(as_of)").head().getDate(0).toString())
        .isEqualTo("2024-01-15");
  }

  @Test
  void eventsAreRowsOfTheirWeekAndAreNotTheirOwnOutcome() {
    Shop shop =
        new Shop(
            folder,
            "events { source = orders, where = \"amount > 0\", key = [item], carry = [amount] }",
            "where = \"amount < 0\", match = [id, item], positive = occurs, horizon = 10 days");
    shop.write(
        List.of(
            order("a", "cup", "2023-12-28 10:00:00", 20, "x"),
            order("a", "pot", "2023-12-29 10:00:00", 30, "x"),
            order("a", "pot", "2024-01-02 10:00:00", -30, "x"),
            order("a", "cup", "2024-01-09 10:00:00", -20, "x")));

    shop.run("2024-01-15");

    Row pot = shop.features().where("item = 'pot'").head();
    assertThat(pot.<java.sql.Date>getAs("as_of").toString()).isEqualTo("2024-01-01");
    assertThat(pot.<Timestamp>getAs("observed_at"))
        .isEqualTo(Timestamp.valueOf("2023-12-29 10:00:00"));
    assertThat(pot.<Double>getAs("amount")).isEqualTo(30.0);
    assertThat(pot.<Long>getAs("orders_7d")).isEqualTo(1L);
    assertThat(shop.labels().where("item = 'pot'").head().<Integer>getAs("label")).isOne();
    assertThat(shop.labels().where("item = 'cup'").head().<Integer>getAs("label")).isZero();
  }

  @Test
  void whoLeavesBeforeTheHorizonEndsIsLabelledAsDeclared() throws IOException {
    List<Row> orders =
        List.of(
            order("stays", "cup", "2023-12-28 10:00:00", 20, "x"),
            order("leaves", "cup", "2023-12-28 10:00:00", 20, "x"),
            order("leaves", "bye", "2024-01-30 23:59:59", 0, "x"),
            order("later", "cup", "2023-12-28 10:00:00", 20, "x"),
            order("later", "bye", "2024-01-31 00:00:00", 0, "x"),
            order("buys", "cup", "2023-12-28 10:00:00", 20, "x"),
            order("buys", "cup", "2024-01-10 10:00:00", 20, "x"),
            order("buys", "bye", "2024-01-20 10:00:00", 0, "x"));

    assertThat(labels("undeclared", "positive = absent", orders))
        .containsExactly("buys 0", "later 1", "leaves 1", "stays 1");
    assertThat(labels("excluded", "positive = absent, left = exclude", orders))
        .containsExactly("buys 0", "later 1", "stays 1");
    assertThat(labels("negative", "positive = absent, left = negative", orders))
        .containsExactly("buys 0", "later 1", "leaves 0", "stays 1");
    assertThat(labels("occurs", "positive = occurs, left = positive", orders))
        .containsExactly("buys 1", "later 0", "leaves 1", "stays 0");
  }

  @Test
  void whoIsFoundToHaveLeftIsLabelledAgain() throws IOException {
    Shop shop = shopWhereSomeLeave("late", "positive = absent, left = exclude");
    shop.append(List.of(order("leaves", "cup", "2023-12-28 10:00:00", 20, "x")));
    shop.append(List.of(order("stays", "cup", "2023-12-28 10:00:00", 20, "x")));
    shop.run("2024-02-05");
    assertThat(labels(shop)).containsExactly("leaves 1", "stays 1");

    shop.append(List.of(order("leaves", "bye", "2024-01-20 10:00:00", 0, "x")));
    shop.run("2024-02-05");

    assertThat(labels(shop)).containsExactly("stays 1");
  }

  private List<String> labels(String name, String label, List<Row> orders) throws IOException {
    Shop shop = shopWhereSomeLeave(name, label);
    shop.write(orders);
    shop.run("2024-02-05");
    return labels(shop);
  }

  private Shop shopWhereSomeLeave(String name, String label) throws IOException {
    return new Shop(
        Files.createDirectory(folder.resolve(name)),
        """
        active { source = orders, within = 60 days, where = "item = 'cup'" }
        left { source = orders, where = "item = 'bye'" }
        """,
        "where = \"item = 'cup'\", horizon = 30 days, " + label);
  }

  private static List<String> labels(Shop shop) {
    return shop
        .labels()
        .where("as_of = '2024-01-01'")
        .selectExpr("concat(id, ' ', label)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void anUnknownColumnInADerivedFeatureIsNamed() {
    Shop shop =
        new Shop(
            folder,
            "active { source = orders, within = 60 days, where = \"amont > 0\" }",
            "positive = absent, horizon = 30 days");
    shop.write(List.of(order("a", "cup", "2023-12-28 10:00:00", 20, "x")));

    assertThatThrownBy(() -> shop.run("2024-01-01")).hasMessageContaining("amont");
  }

  @Test
  void withoutIngestionTheMessageSaysWhatToDo() {
    Shop shop = Shop.ofCustomers(folder);

    assertThatThrownBy(() -> shop.run("2024-01-01"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("Run the ingestion job first");
  }

  private static Object feature(Shop shop, String id, String name) {
    return shop.features().where("as_of = '2024-01-01' and id = '" + id + "'").head().getAs(name);
  }

  private static int label(Shop shop, String id) {
    return shop.labels().where("as_of = '2024-01-01' and id = '" + id + "'").head().getAs("label");
  }

  private static List<String> sorted(Shop shop) {
    return shop.features().toJSON().collectAsList().stream().sorted().toList();
  }

  private static List<Row> orders(
      SplittableRandom random, int count, LocalDateTime from, LocalDateTime until) {
    long seconds = java.time.Duration.between(from, until).toSeconds();
    List<Row> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDateTime at = from.plusSeconds(random.nextLong(seconds));
      orders.add(
          order(
              "c" + random.nextInt(20),
              "i" + random.nextInt(8),
              Timestamp.valueOf(at).toString(),
              // Quarters add up exactly in any order.
              random.nextInt(2000) / 4.0,
              "t" + random.nextInt(3)));
    }
    return orders;
  }
}
