package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.training.data.RowEncoder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Labelled rows of features as the features job leaves them: 40 numbers of which 10 matter, by
 * steps, bends and products; one row in seven is positive. The same numbers in every run.
 */
final class SearchRows {
  static final int FOLDS = 3;
  static final int FEATURES = 40;
  static final long SEED = 11;

  private static final String ENTITY = "customer_id";
  private static final LocalDate DAY = LocalDate.of(2024, 3, 4);
  private static final int PARTITIONS = 4;

  private SearchRows() {}

  /** The names of the features. */
  static List<String> features() {
    return IntStream.range(0, FEATURES).mapToObj("f%02d"::formatted).toList();
  }

  /** All features are numbers. */
  static FeatureEncoding encoding() {
    List<FeatureEncoding.Input> inputs = new ArrayList<>();
    features().forEach(name -> inputs.add(new FeatureEncoding.Numeric(name)));
    return new FeatureEncoding(inputs);
  }

  /** The rows, in Spark's memory. */
  static Dataset<Row> cached(SparkSession spark, int rows) {
    StructType schema =
        new StructType()
            .add(ENTITY, DataTypes.LongType, false)
            .add(FeaturesTable.AS_OF, DataTypes.DateType, false)
            .add(LabelsTable.LABEL, DataTypes.IntegerType, false);
    for (String feature : features()) {
      schema = schema.add(feature, DataTypes.DoubleType);
    }
    List<Integer> parts = IntStream.range(0, PARTITIONS).boxed().toList();
    JavaRDD<Row> made =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, PARTITIONS)
            .flatMap(
                part ->
                    IntStream.range(0, rows)
                        .filter(number -> number % PARTITIONS == part)
                        .mapToObj(SearchRows::row)
                        .iterator());
    Dataset<Row> cached = spark.createDataFrame(made, schema).cache();
    cached.count();
    return cached;
  }

  /** The fold of each row, as the engine divides them. */
  static Column fold() {
    return pmod(RowEncoder.entity(problem()), lit(FOLDS)).cast("int");
  }

  /** The share of positives. */
  static double positives(Dataset<Row> rows) {
    return rows.where(col(LabelsTable.LABEL).equalTo(1)).count() / (double) rows.count();
  }

  private static Row row(int number) {
    SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + number);
    Object[] cells = new Object[3 + FEATURES];
    double[] features = new double[FEATURES];
    for (int feature = 0; feature < FEATURES; feature++) {
      features[feature] = random.nextGaussian();
      cells[3 + feature] = features[feature];
    }
    cells[0] = (long) number;
    cells[1] = java.sql.Date.valueOf(DAY);
    cells[2] = random.nextDouble() < probability(features) ? 1 : 0;
    return RowFactory.create(cells);
  }

  /** The truth. */
  private static double probability(double[] x) {
    double score =
        -2.67
            + 0.8 * x[0]
            + 0.7 * x[1] * x[2]
            + (x[3] > 0.5 ? 0.9 : 0)
            - 0.6 * Math.abs(x[4])
            + 0.6 * Math.sin(2 * x[5])
            + (x[6] > 0 && x[7] > 0 ? 0.8 : 0)
            + 0.3 * x[8] * x[8]
            - 0.4 * x[9];
    return 1 / (1 + Math.exp(-score));
  }

  /** A problem of these rows; no more of it is read than entity, key, folds and seed. */
  static Problem problem() {
    return PlainProblem.of(ENTITY, List.of(), "events", "at", DAY, FOLDS, SEED);
  }
}
