package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Purchases of customers that never were, as ingestion would have left them: week by week, each
 * week in files of its own. The same numbers in every run.
 */
final class PurchaseEvents {
  private static final LocalDate FIRST = LocalDate.of(2022, 1, 3);

  private final int customers;
  private final long weekly;

  PurchaseEvents(int customers, long weekly) {
    this.customers = customers;
    this.weekly = weekly;
  }

  int customers() {
    return customers;
  }

  long weekly() {
    return weekly;
  }

  /** Appends the events of some weeks, and before the first of all the customers. */
  void write(SparkSession spark, Tables tables, int from, int until) {
    if (from == 0) {
      append(
          spark
              .range(0, customers, 1, 2)
              .select(expr(customer("id")), expr("DATE'2021-12-01' AS signup")),
          tables.raw("customers"));
    }
    Dataset<Row> events =
        spark
            .range(from * weekly, until * weekly, 1, 2 * Math.max(1, (until - from) / 4))
            .select(
                expr(customer("pmod(xxhash64(id), %d)".formatted(customers))),
                expr(
                    "timestamp_seconds(unix_seconds(TIMESTAMP'%s 00:00:00')".formatted(FIRST)
                        + " + (id DIV %d) * 604800 + pmod(xxhash64(id, 1), 604800)) AS at"
                            .formatted(weekly)),
                expr("round(exp(2 + 3 * pmod(xxhash64(id, 2), 100000) / 100000.0), 2) AS amount"));
    append(events, tables.raw("purchases"));
  }

  /** Appends one purchase of one customer at noon of a day. */
  void writeOne(SparkSession spark, Tables tables, LocalDate day) {
    append(
        spark
            .range(1)
            .select(
                expr(customer("id")),
                expr("TIMESTAMP'%s 12:00:00' AS at".formatted(day)),
                expr("123456.5D AS amount")),
        tables.raw("purchases"));
  }

  private static String customer(String number) {
    return "concat('C', lpad(%s, 8, '0')) AS customer_id".formatted(number);
  }

  private static void append(Dataset<Row> rows, Table table) {
    rows.withColumn(RawTable.BATCH, lit(0L))
        .withColumn(RawTable.FILE, lit("file"))
        .write()
        .format("delta")
        .option("delta.enableChangeDataFeed", true)
        .mode(SaveMode.Append)
        .save(table.path());
  }
}
