package dev.holdfast.features;

import static dev.holdfast.features.Shop.order;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tiles are for: each week costs what is new, and is what a rebuild would have made it. */
class TilesTest {
  private static final double TOLERANCE = 1e-9;

  @TempDir private Path folder;

  @Test
  void weeksOfNewLateAndCorrectedRowsAreWhatOneRebuildMakes() throws IOException {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Shop grown = Shop.ofCustomers(Files.createDirectory(folder.resolve("grown")));
    LocalDate first = LocalDate.of(2024, 1, 1);
    grown.append(orders(random, 150, first.minusDays(70), first));

    for (int week = 0; week < 6; week++) {
      LocalDate asOf = first.plusWeeks(week);
      grown.run(asOf.toString());
      grown.append(orders(random, 25, asOf, asOf.plusDays(7)));
      if (week % 2 == 1) {
        grown.append(orders(random, 4, asOf.minusDays(60), asOf));
      }
      if (week == 3) {
        grown.remove("id = 'c3' and at < '2024-01-05'");
      }
    }
    String last = first.plusWeeks(6).toString();
    grown.run(last);
    List<String> features = json(grown.features());
    List<String> labels = json(grown.labels());
    List<String> tiles = json(grown.tables().tiles("orders").read(Shop.session()));

    grown.run(last, "--rebuild");

    assertThat(features).as("seed " + seed).isEqualTo(json(grown.features()));
    assertThat(labels).as("seed " + seed).isEqualTo(json(grown.labels()));
    assertThat(tiles)
        .as("seed " + seed)
        .isEqualTo(json(grown.tables().tiles("orders").read(Shop.session())));
  }

  @Test
  void tilesOfAnOlderFormatAreMadeAnew() {
    SparkSession spark = Shop.session();
    Shop shop = Shop.ofCustomers(folder);
    LocalDate first = LocalDate.of(2024, 1, 1);
    shop.append(orders(new SplittableRandom(5), 300, first.minusDays(70), first.plusDays(7)));
    shop.run(first.toString());
    Table tiles = shop.tables().tiles("orders");
    replace(tiles.read(spark).selectExpr("id", "month", "array(1, 2) AS days"), tiles, "month");
    Table marks = shop.tables().watermarks();
    replace(marks.read(spark).withColumn("declaration", lit("of an older format")), marks);

    shop.run(first.plusWeeks(1).toString());

    List<String> features = json(shop.features());
    shop.run(first.plusWeeks(1).toString(), "--rebuild");
    assertThat(features).isNotEmpty().isEqualTo(json(shop.features()));
  }

  private static void replace(Dataset<Row> rows, Table table, String... partitions) {
    rows.write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .option("overwriteSchema", true)
        .partitionBy(partitions)
        .save(table.path());
  }

  @Test
  void aLateRowTouchesTheWeeksWhoseWindowsHoldItAndNoOther() throws IOException {
    Shop shop =
        new Shop(
            folder,
            Shop.WINDOWED,
            "active { source = orders, within = 30 days }",
            "positive = absent, horizon = 30 days");
    LocalDate first = LocalDate.of(2024, 1, 1);
    shop.append(orders(new SplittableRandom(7), 400, first.minusDays(60), first.plusDays(77)));
    shop.run(first.plusWeeks(11).toString());
    Map<String, List<String>> before = byWeek(shop);

    // Tuesday of the sixth week: the longest window has 30 days.
    LocalDate day = first.plusDays(36);
    shop.append(List.of(order("c1", "i1", day + " 12:00:00", 123_456.5, "t")));
    shop.run(first.plusWeeks(11).toString());

    Map<String, List<String>> after = byWeek(shop);
    List<String> changed =
        after.keySet().stream().filter(week -> !after.get(week).equals(before.get(week))).toList();
    assertThat(changed).containsExactly("2024-02-12", "2024-02-19", "2024-02-26", "2024-03-04");
    for (String week : changed) {
      assertThat(after.get(week).stream().filter(row -> !before.get(week).contains(row)))
          .as("rows of others stay, those of the late order's customer change")
          .allMatch(row -> row.contains("\"id\":\"c1\""))
          .hasSize(1);
    }
  }

  @Test
  void everyFeatureIsWhatAPlainQueryOverTheRowsGives() {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    SparkSession spark = Shop.session();
    Shop shop = Shop.ofCustomers(folder);
    LocalDate first = LocalDate.of(2024, 1, 1);
    shop.append(orders(new SplittableRandom(seed), 600, first.minusDays(70), first.plusDays(35)));
    shop.run(first.plusWeeks(5).toString());
    shop.features().createOrReplaceTempView("features");
    shop.tables().raw("orders").read(spark).createOrReplaceTempView("orders");

    for (int window : List.of(7, 30)) {
      Dataset<Row> differing =
          spark.sql(
              """
              WITH expected AS (
                SELECT f.id, f.as_of,
                  count(o.at) AS orders,
                  count_if(o.amount > 100) AS large,
                  coalesce(sum(o.amount), 0) AS spend,
                  min(o.amount) AS least,
                  max(o.amount) AS most,
                  avg(o.amount) AS mean,
                  stddev_samp(o.amount) AS spread,
                  max(struct(o.at, o.item)).item AS latest,
                  count(DISTINCT o.item) AS items
                FROM features f LEFT JOIN orders o
                  ON o.id = f.id AND to_date(o.at) < f.as_of
                  AND to_date(o.at) >= date_sub(f.as_of, %1$d)
                GROUP BY f.id, f.as_of
              )
              SELECT * FROM expected e JOIN features f ON f.id = e.id AND f.as_of = e.as_of
              WHERE NOT (
                f.orders_%1$dd <=> e.orders AND f.large_%1$dd <=> e.large
                AND abs(f.spend_%1$dd - e.spend) <= %2$s * greatest(1, abs(e.spend))
                AND f.least_%1$dd <=> e.least AND f.most_%1$dd <=> e.most
                AND (f.mean_%1$dd <=> e.mean OR abs(f.mean_%1$dd - e.mean) <= %2$s * abs(e.mean))
                AND (f.spread_%1$dd <=> e.spread
                  OR abs(f.spread_%1$dd - e.spread) <= %2$s * greatest(1, e.spread))
                AND f.latest_%1$dd <=> e.latest AND f.items_%1$dd <=> e.items)
              """
                  .formatted(window, TOLERANCE));
      assertThat(differing.collectAsList()).as("seed %d, %d days", seed, window).isEmpty();
    }
    Dataset<Row> recency =
        spark.sql(
            """
            SELECT f.id, f.as_of, first(f.days_since_order) AS last_one, first(f.days_since_first) AS first_one,
              datediff(f.as_of, max(to_date(o.at))) AS expected_last,
              datediff(f.as_of, min(to_date(o.at))) AS expected_first,
              first(f.town) AS town, max(struct(o.at, o.town)).town AS expected_town
            FROM features f LEFT JOIN orders o ON o.id = f.id AND to_date(o.at) < f.as_of
            GROUP BY f.id, f.as_of
            """);
    assertThat(
            recency
                .where(
                    "NOT (last_one <=> expected_last AND first_one <=> expected_first AND town <=> expected_town)")
                .collectAsList())
        .as("seed " + seed)
        .isEmpty();
    assertThat(shop.features().count()).isGreaterThan(50);
  }

  @Test
  void valuesAreCountedOneByOneAndByHowTheySpread() {
    Shop shop =
        new Shop(
            folder,
            """
            features {
              windows = [7 days, 30 days]
              groups.orders {
                source = orders
                aggregates {
                  of_item { function = count, by = item, values = [cup, "it's a pot"] }
                  spread { function = entropy, of = item }
                  favourite { function = top-share, of = item }
                }
              }
            }
            """,
            "active { source = orders, within = 60 days }",
            "positive = absent, horizon = 30 days");
    shop.write(
        List.of(
            order("a", "cup", "2023-12-10 08:00:00", 1, "x"),
            order("a", "cup", "2023-12-11 08:00:00", 1, "x"),
            order("a", "it's a pot", "2023-12-27 08:00:00", 1, "x"),
            order("a", "pan", "2023-12-27 09:00:00", 1, "x"),
            order("b", "pan", "2023-11-20 08:00:00", 1, "x")));

    shop.run("2024-01-01");

    Row a = shop.features().where("id = 'a'").head();
    assertThat(a.<Long>getAs("of_item_cup_7d")).isZero();
    assertThat(a.<Long>getAs("of_item_cup_30d")).isEqualTo(2);
    assertThat(a.<Long>getAs("of_item_it_s_a_pot_7d")).isOne();
    assertThat(a.<Double>getAs("spread_7d")).isCloseTo(Math.log(2), within(1e-12));
    assertThat(a.<Double>getAs("spread_30d")).isCloseTo(1.5 * Math.log(2), within(1e-12));
    assertThat(a.<Double>getAs("favourite_7d")).isEqualTo(0.5);
    assertThat(a.<Double>getAs("favourite_30d")).isEqualTo(0.5);
    Row b = shop.features().where("id = 'b'").head();
    assertThat(b.isNullAt(b.fieldIndex("spread_30d"))).isTrue();
    assertThat(b.isNullAt(b.fieldIndex("favourite_30d"))).isTrue();
  }

  @Test
  void numbersOfEveryTypeKeepIt() {
    Shop shop =
        new Shop(
            folder,
            """
            features {
              windows = [30 days]
              groups.orders {
                source = orders
                aggregates {
                  whole { function = sum, of = "cast(amount as int)" }
                  exact { function = sum, of = "cast(amount as decimal(10,2))" }
                  day { function = max, of = "to_date(at)" }
                  moment { function = min, of = "at" }
                  flag { function = max, of = "amount > 100" }
                  name { function = min, of = "item" }
                  price { function = last, of = "cast(amount as decimal(10,2))", where = "amount < 100" }
                }
              }
            }
            """,
            "active { source = orders, within = 60 days }",
            "positive = absent, horizon = 30 days");
    shop.write(
        List.of(
            order("a", "cup", "2023-12-27 08:00:00", 150.25, "Bonn"),
            order("a", "ant", "2023-12-28 09:00:00", 10.5, "Bonn"),
            order("b", "pan", "2023-11-20 08:00:00", 5, "Kiel")));

    shop.run("2024-01-01");

    Row a = shop.features().where("id = 'a'").head();
    assertThat(a.<Long>getAs("whole_30d")).isEqualTo(160L);
    assertThat(a.<java.math.BigDecimal>getAs("exact_30d")).isEqualByComparingTo("160.75");
    assertThat(a.<java.sql.Date>getAs("day_30d").toString()).isEqualTo("2023-12-28");
    assertThat(a.<Timestamp>getAs("moment_30d"))
        .isEqualTo(Timestamp.valueOf("2023-12-27 08:00:00"));
    assertThat(a.<Boolean>getAs("flag_30d")).isTrue();
    assertThat(a.<String>getAs("name_30d")).isEqualTo("ant");
    assertThat(a.<java.math.BigDecimal>getAs("price_30d")).isEqualByComparingTo("10.5");
    Row b = shop.features().where("id = 'b'").head();
    assertThat(b.<Long>getAs("whole_30d")).isZero();
    assertThat(b.<java.math.BigDecimal>getAs("exact_30d")).isEqualByComparingTo("0");
    for (String missing : List.of("day_30d", "moment_30d", "flag_30d", "name_30d", "price_30d")) {
      assertThat(b.isNullAt(b.fieldIndex(missing))).as(missing).isTrue();
    }
  }

  private static Map<String, List<String>> byWeek(Shop shop) {
    Map<String, List<String>> weeks = new TreeMap<>();
    for (Row row :
        shop.features().selectExpr("string(as_of)", "to_json(struct(*))").collectAsList()) {
      weeks.computeIfAbsent(row.getString(0), week -> new ArrayList<>()).add(row.getString(1));
    }
    weeks.values().forEach(rows -> rows.sort(null));
    return weeks;
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  // Amounts that no order of adding gives the same last bit of.
  private static List<Row> orders(
      SplittableRandom random, int count, LocalDate from, LocalDate until) {
    LocalDateTime start = from.atStartOfDay();
    long seconds = java.time.Duration.between(start, until.atStartOfDay()).toSeconds();
    List<Row> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(
          order(
              "c" + random.nextInt(12),
              "i" + random.nextInt(8),
              Timestamp.valueOf(start.plusSeconds(random.nextLong(seconds))).toString(),
              random.nextDouble() * 300,
              "t" + random.nextInt(3)));
    }
    return orders;
  }
}
