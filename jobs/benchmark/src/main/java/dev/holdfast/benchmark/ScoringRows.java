package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.model.RowEncoding;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.Table;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A week of features as the features job leaves it: 38 numbers, a third of which are missing now
 * and then, and two categories of six values; and rows of it with labels, to fit trees of any size
 * to.
 */
final class ScoringRows {
  static final String ENTITY = "customer_id";
  static final List<String> IDENTITY =
      List.of(ENTITY, FeaturesTable.AS_OF, FeaturesTable.OBSERVED_AT);

  private static final int NUMBERS = 38;
  private static final int FILES = 4;
  private static final List<String> CATEGORIES = List.of("plan", "region");
  private static final List<String> VALUES = List.of("one", "two", "three", "four", "five", "six");
  private static final double MISSING = 0.05;
  private static final long SEED = 23;

  private ScoringRows() {}

  /** How the columns are encoded. */
  static FeatureEncoding encoding() {
    List<Input> inputs = new ArrayList<>();
    numbers().forEach(name -> inputs.add(new Numeric(name)));
    CATEGORIES.forEach(name -> inputs.add(new Category(name, VALUES)));
    return new FeatureEncoding(inputs);
  }

  static List<String> numbers() {
    return IntStream.range(0, NUMBERS).mapToObj("f%02d"::formatted).toList();
  }

  static List<String> categories() {
    return CATEGORIES;
  }

  static List<String> values() {
    return VALUES;
  }

  /** Writes the week. */
  static void write(SparkSession spark, int rows, Table table) {
    Column day = lit(java.sql.Date.valueOf("2024-03-04"));
    List<Column> columns = new ArrayList<>();
    columns.add(col("id").as(ENTITY));
    columns.add(day.as(FeaturesTable.AS_OF));
    columns.add(date_trunc("day", day).as(FeaturesTable.OBSERVED_AT));
    for (int number = 0; number < NUMBERS; number++) {
      Column value = randn(SEED + number);
      Column seen = number % 3 == 0 ? when(rand(SEED - number).geq(MISSING), value) : value;
      columns.add(seen.as(numbers().get(number)));
    }
    Column values = array(VALUES.stream().map(value -> lit(value)).toArray(Column[]::new));
    for (String name : CATEGORIES) {
      Column place = rand(name.hashCode()).multiply(VALUES.size()).cast("int").plus(1);
      columns.add(element_at(values, place).as(name));
    }
    spark
        .range(0, rows, 1, FILES)
        .select(columns.toArray(Column[]::new))
        .write()
        .format("delta")
        .mode("overwrite")
        .save(table.path());
  }

  /** The first rows of the week, encoded, with labels that depend on them. */
  static RowBlock labelled(SparkSession spark, Table table, int rows) {
    FeatureEncoding encoding = encoding();
    List<Row> taken = table.read(spark).where(col(ENTITY).lt(rows)).orderBy(ENTITY).collectAsList();
    RowEncoding rowEncoding = new RowEncoding(encoding, taken.get(0).schema());
    float[] matrix = new float[taken.size() * encoding.width()];
    byte[] labels = new byte[taken.size()];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int row = 0; row < labels.length; row++) {
      rowEncoding.encode(taken.get(row), matrix, row * encoding.width());
      double score =
          score(Arrays.copyOfRange(matrix, row * encoding.width(), (row + 1) * encoding.width()));
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0);
    }
    return new RowBlock(
        labels.length,
        encoding.width(),
        matrix,
        labels,
        new int[labels.length],
        new long[labels.length]);
  }

  private static double score(float[] row) {
    double score = -1.6;
    for (int column = 0; column < row.length; column++) {
      float value = Float.isNaN(row[column]) ? 0.5f : row[column];
      score += value * Math.sin(column + 1) * 0.4 + (column % 5 == 0 && value > 0.5 ? 0.4 : 0);
    }
    return score + 0.5 * row[1] * row[2] - 0.4 * Math.abs(row[4]);
  }
}
