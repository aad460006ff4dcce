package dev.holdfast.problem;

import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.types.StructType;

/**
 * SQL in a problem file, checked for its grammar as it is read.
 *
 * <p>Spark is written in Scala: its parser throws a checked exception that no signature declares,
 * so that only {@code Exception} can be caught here.
 */
final class Sql {

  private Sql() {}

  static String required(Block block, String key) {
    String sql = Texts.text(block, key, "an SQL expression");
    check(block, key, sql);
    return sql;
  }

  static Optional<String> optional(Block block, String key) {
    Optional<String> sql = Texts.optionalText(block, key, "an SQL expression");
    sql.ifPresent(each -> check(block, key, each));
    return sql;
  }

  static StructType schema(Block block, String key) {
    String ddl =
        Texts.text(block, key, "columns as Spark DDL, such as \"id STRING, at TIMESTAMP\"");
    if (ddl.isEmpty()) {
      return new StructType();
    }
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception wrong) {
      block.mistake(
          key,
          "not Spark DDL: "
              + firstLine(wrong)
              + "; expected for example \"id STRING, at TIMESTAMP\"");
      return new StructType();
    }
  }

  private static void check(Block block, String key, String sql) {
    if (sql.isEmpty()) {
      return;
    }
    try {
      new CatalystSqlParser().parseExpression(sql);
    } catch (Exception wrong) {
      block.mistake(key, "not an SQL expression: \"%s\" (%s)".formatted(sql, firstLine(wrong)));
    }
  }

  private static String firstLine(Exception thrown) {
    return thrown.getMessage().strip().lines().findFirst().orElse("");
  }
}
