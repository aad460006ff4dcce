package dev.holdfast.features;

import static dev.holdfast.features.Shop.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.JobException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrequentCountsTest {
  // As of 1 April the day held out is 26 February; the last whose horizon ends before is 22
  // January.
  private static final String MATURE = "2024-04-01";

  @TempDir private Path folder;

  @Test
  void theMostFrequentValuesAreThoseThatTrainingDaysKnow() {
    Shop shop = shop("top = 2");
    List<Row> orders = new ArrayList<>();
    add(orders, "cup", "2023-12-30", 2);
    add(orders, "it's a pot", "2024-01-21", 3);
    add(orders, "pan", "2024-01-20", 1);
    add(orders, "tea", "2024-01-22", 9);
    shop.append(orders);

    shop.run(MATURE);

    assertThat(learnt(shop)).containsExactly("1 it's a pot 2024-01-22", "2 cup 2024-01-22");
    Row row = shop.features().where("id = 'a' and as_of = '2024-01-29'").head();
    assertThat(row.<Long>getAs("of_item_top1_30d")).isEqualTo(3);
    assertThat(row.<Long>getAs("of_item_top2_30d")).isEqualTo(2);
    assertThat(row.<Long>getAs("of_item_top1_7d")).isZero();
  }

  @Test
  void theyStayWhateverBecomesFrequentLater() {
    Shop shop = shop("top = 1");
    List<Row> orders = new ArrayList<>();
    add(orders, "cup", "2023-12-30", 2);
    add(orders, "pot", "2023-12-31", 1);
    shop.append(orders);
    shop.run("2024-01-01");
    List<String> first = features(shop);

    List<Row> later = new ArrayList<>();
    add(later, "pot", "2024-01-02", 9);
    shop.append(later);
    shop.run("2024-01-08");
    assertThat(features(shop)).containsAll(first);
    List<String> weekly = features(shop);
    shop.run("2024-01-08", "--rebuild");

    assertThat(features(shop)).isEqualTo(weekly);
    assertThat(learnt(shop)).containsExactly("1 cup 2024-01-01");
  }

  @Test
  void aRankWithoutAValueCountsNothing() {
    Shop shop = shop("top = 3");
    List<Row> orders = new ArrayList<>();
    add(orders, "cup", "2023-12-30", 2);
    shop.append(orders);

    shop.run("2024-01-01");

    Row row = shop.features().head();
    assertThat(row.<Long>getAs("of_item_top1_30d")).isEqualTo(2);
    assertThat(row.<Long>getAs("of_item_top2_30d")).isZero();
    assertThat(row.<Long>getAs("of_item_top3_30d")).isZero();
  }

  @Test
  void anotherDeclarationIsNotMixedWithDaysThatCountOtherValues() {
    Shop shop = shop("top = 1");
    List<Row> orders = new ArrayList<>();
    add(orders, "cup", "2023-12-30", 2);
    add(orders, "pot", "2023-12-31", 1);
    shop.append(orders);
    shop.run("2024-01-01");
    Shop changed = shop("top = 1, where = \"item != 'cup'\"");

    assertThatThrownBy(() -> changed.run("2024-01-08"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("Run the features job with --rebuild");

    changed.run("2024-01-08", "--rebuild");
    assertThat(learnt(changed)).containsExactly("1 pot 2024-01-01");
  }

  @Test
  void withoutARowToLearnOfTheMessageSaysSo() {
    Shop shop = shop("top = 1");
    List<Row> orders = new ArrayList<>();
    add(orders, "cup", "2024-01-02", 2);
    shop.append(orders);

    assertThatThrownBy(() -> shop.run("2024-01-08"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no row of source orders that was known before 2024-01-01");
  }

  private Shop shop(String count) {
    return new Shop(
        folder,
        """
        features {
          windows = [7 days, 30 days]
          groups.orders {
            source = orders
            aggregates { of_item { function = count, by = item, %s } }
          }
        }
        """
            .formatted(count),
        "active { source = orders, within = 200 days }",
        "positive = absent, horizon = 30 days");
  }

  private static void add(List<Row> orders, String item, String day, int times) {
    for (int time = 0; time < times; time++) {
      orders.add(order("a", item, day + " 08:00:0" + time, 1, "x"));
    }
  }

  private static List<String> learnt(Shop shop) {
    return shop
        .tables()
        .frequentValues()
        .read(Shop.session())
        .selectExpr("concat_ws(' ', rank, value, learnt_before)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static List<String> features(Shop shop) {
    return shop.features().toJSON().collectAsList().stream().sorted().toList();
  }
}
