package dev.holdfast.deploy.cluster;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.TrialsTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Whether two runs of one week left the same rows, wherever their tables lie. */
public final class SameTables {
  private static final List<String> WHOLE =
      List.of("quarantine", "features", "labels", "trials", "scores", "drift");
  private static final String MODELS = "models";

  // Where the files lay, and what a trial took.
  private static final String[] OF_THE_RUN = {
    "_file", "file", TrialsTable.SECONDS, TrialsTable.PEAK_MEMORY
  };

  private SameTables() {}

  /**
   * The tables that differ in a row, or in the bytes of a model; none if the runs did the same.
   *
   * @param one folder of a problem's tables
   * @param other folder of the same problem's tables
   * @param sources whose {@code raw/<source>} is compared, beside all that is made of them
   */
  public static List<String> differences(
      SparkSession spark, String one, String other, List<String> sources) {
    List<String> tables = new ArrayList<>(WHOLE);
    sources.forEach(source -> tables.add("raw/" + source));
    List<String> different = new ArrayList<>();
    for (String table : tables) {
      List<String> rows = rows(spark, one + "/" + table);
      if (rows.isEmpty() || !rows.equals(rows(spark, other + "/" + table))) {
        different.add(table);
      }
    }
    if (!digests(spark, one).equals(digests(spark, other))) {
      different.add(MODELS);
    }
    return List.copyOf(different);
  }

  private static List<String> rows(SparkSession spark, String table) {
    Dataset<Row> rows = spark.read().format("delta").load(table).drop(OF_THE_RUN);
    Column[] columns =
        Arrays.stream(rows.columns()).sorted().map(name -> col(name)).toArray(Column[]::new);
    return rows.select(columns).toJSON().collectAsList().stream().sorted().toList();
  }

  private static List<String> digests(SparkSession spark, String tables) {
    return spark
        .read()
        .format("delta")
        .load(tables + "/" + MODELS)
        .orderBy(ModelsTable.VERSION)
        .select(ModelsTable.DIGEST)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
