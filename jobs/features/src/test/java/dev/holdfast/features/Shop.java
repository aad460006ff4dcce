package dev.holdfast.features;

import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Tables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A small shop whose orders tests write by hand; features are built of them as the job does. */
final class Shop {
  static final StructType ORDERS =
      StructType.fromDDL(
          "id STRING, item STRING, at TIMESTAMP, amount DOUBLE, town STRING, came TIMESTAMP");

  /** Aggregates over windows alone: nothing is known of a row that has left the longest. */
  static final String WINDOWED =
      """
      features {
        windows = [7 days, 30 days]
        groups.orders {
          source = orders
          aggregates {
            orders { function = count }
            spend { function = sum, of = amount }
            spread { function = stddev, of = amount }
          }
        }
      }
      """;

  private static final String FEATURES =
      """
      features {
        windows = [7 days, 30 days]
        groups.orders {
          source = orders
          aggregates {
            orders { function = count }
            large { function = count, where = "amount > 100" }
            spend { function = sum, of = amount }
            least { function = min, of = amount }
            most { function = max, of = amount }
            mean { function = avg, of = amount }
            spread { function = stddev, of = amount }
            latest { function = last, of = item }
            items { function = distinct, of = item }
            days_since_order { function = days-since-last }
            days_since_first { function = days-since-first }
          }
        }
        attributes.orders { source = orders, columns = [town] }
        derived {
          share = "try_divide(large_30d, orders_30d)"
          twice = "share * 2"
        }
      }
      """;

  private final Path folder;
  private final SparkSession spark;
  private final Problem problem;

  Shop(Path folder, String spine, String label) {
    this(folder, FEATURES, spine, label);
  }

  Shop(Path folder, String features, String spine, String label) {
    this(folder, "", features, spine, label);
  }

  /**
   * A shop whose orders come late.
   *
   * @param arrival how its source says so, or nothing
   */
  Shop(Path folder, String arrival, String features, String spine, String label) {
    this.folder = folder;
    this.spark = session();
    this.problem =
        read(
            """
            problem { name = shop, entity = [id] }
            sources.orders {
              path = "/nowhere"
              schema = "id STRING, item STRING, at TIMESTAMP, amount DOUBLE, town STRING, came TIMESTAMP"
              event-time = at
              %s
            }
            spine { first = 2024-01-01, every = 1 week, %s }
            %s
            label { source = orders, %s }
            training { split { holdout = 1 }, candidates.linear { kind = logistic-regression } }
            decision { capacity = 1 }
            """
                .formatted(arrival, spine, features, label));
  }

  /** Entities with an order in the 60 days before; positive without one in the next 30. */
  static Shop ofCustomers(Path folder) {
    return new Shop(
        folder,
        "active { source = orders, within = 60 days }",
        "positive = absent, horizon = 30 days");
  }

  static SparkSession session() {
    return Sessions.open(
        "features test",
        Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.sql.shuffle.partitions", "2",
            "spark.databricks.delta.snapshotPartitions", "1"));
  }

  static Row order(String id, String item, String at, double amount, String town) {
    return RowFactory.create(id, item, Timestamp.valueOf(at), amount, town, null);
  }

  static Row late(String id, String item, String at, double amount, String town, String came) {
    return RowFactory.create(
        id, item, Timestamp.valueOf(at), amount, town, Timestamp.valueOf(came));
  }

  /** Puts orders in place of all that were there, in a table without a change feed. */
  void write(List<Row> orders) {
    boolean first = !tables().raw("orders").exists(spark);
    write(orders, first ? SaveMode.ErrorIfExists : SaveMode.Overwrite, false);
  }

  /** Adds orders, as a batch of ingestion does. */
  void append(List<Row> orders) {
    write(orders, SaveMode.Append, true);
  }

  /** Takes orders back, as a correction of the source would. */
  void remove(String condition) {
    io.delta.tables.DeltaTable.forPath(spark, tables().raw("orders").path()).delete(condition);
  }

  /** Gives orders another value, as a correction of the source would. */
  void change(String condition, String column, String value) {
    io.delta.tables.DeltaTable.forPath(spark, tables().raw("orders").path())
        .updateExpr(condition, Map.of(column, value));
  }

  private void write(List<Row> orders, SaveMode mode, boolean changeFeed) {
    spark
        .createDataFrame(orders, ORDERS)
        .withColumn(RawTable.BATCH, org.apache.spark.sql.functions.lit(0L))
        .withColumn(RawTable.FILE, org.apache.spark.sql.functions.lit("f"))
        .write()
        .format("delta")
        .option("delta.enableChangeDataFeed", changeFeed)
        .mode(mode)
        .save(tables().raw("orders").path());
  }

  /** Runs the job as of a day, with options such as {@code --replace}. */
  JobContext run(String asOf, String... options) {
    Map<String, String> given = new TreeMap<>();
    for (String option : options) {
      given.put(option, "");
    }
    JobContext context =
        new JobContext(
            spark,
            problem,
            tables(),
            LocalDate.parse(asOf),
            new JobOptions(given),
            new RunRecord("test"),
            new Progress("features", new PrintStream(System.err, true)));
    new FeaturesJob().run(context);
    return context;
  }

  Dataset<Row> features() {
    return tables().features().read(spark);
  }

  Dataset<Row> labels() {
    return tables().labels().read(spark);
  }

  Tables tables() {
    return new Tables(folder.resolve("tables").toString(), "shop");
  }

  private Problem read(String text) {
    try {
      Path file = Files.writeString(folder.resolve("shop.conf"), text);
      return ProblemReader.read(file, Map.of(), Map.of());
    } catch (IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
  }
}
