package dev.holdfast.serving;

import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A problem with scores and models that tests fill by hand, as the weekly jobs leave them. */
final class ScoredShop {
  static final LocalDate MONDAY = LocalDate.of(2024, 3, 4);

  private static final String OF_ENTITIES = "id STRING, as_of DATE, observed_at TIMESTAMP, ";
  private static final String SCORE =
      "probability DOUBLE, rank INT, decile INT, expected_value DOUBLE, act BOOLEAN,"
          + " model_version INT, features_digest BIGINT, flags ARRAY<STRING>,"
          + " reasons ARRAY<STRUCT<feature: STRING, value: STRING, contribution: DOUBLE,"
          + " sentence: STRING>>";

  private final SparkSession spark = SharedSpark.session();
  private final Path folder;
  private final Tables tables;

  ScoredShop(Path folder) {
    this.folder = folder;
    this.tables = new Tables(folder.resolve("tables").toString(), "shop");
    write(folder.resolve("shop.conf"), "problem { name = shop, entity = [id] }");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The same tables once more in another folder. */
  ScoredShop copiedTo(Path other) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.toList()) {
        Path copy = other.resolve(folder.relativize(each).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(each, copy);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new ScoredShop(other);
  }

  SparkSession spark() {
    return spark;
  }

  Tables tables() {
    return tables;
  }

  /** The words that serve it on a port that is free, and look often. */
  String[] words(String... more) {
    return Stream.concat(
            Stream.of(
                "--problem",
                folder.resolve("shop.conf").toString(),
                "--set",
                "deployment.tables=" + folder.resolve("tables"),
                "--listen",
                "127.0.0.1:0",
                "--every",
                "0.05"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** Ids {@code c0001}, {@code c0002}, ... of which the first scores highest. */
  static List<String> customers(int count) {
    List<String> ids = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      ids.add("c%04d".formatted(number));
    }
    return ids;
  }

  /** Replaces the scores of a day; the first of these scores highest. */
  void scores(LocalDate day, int model, List<String> ids) {
    List<Row> rows = new ArrayList<>();
    for (String id : ids) {
      int rank = rows.size() + 1;
      List<Object> values =
          new ArrayList<>(List.of(id, Date.valueOf(day), Timestamp.valueOf(day.atStartOfDay())));
      values.addAll(score(rank, ids.size(), model));
      rows.add(RowFactory.create(values.toArray()));
    }
    replace(day, OF_ENTITIES + SCORE, rows);
  }

  /** Replaces the scores of a day of a problem whose rows are events of two keys. */
  void scoresOfEvents(LocalDate day, List<List<Object>> keys) {
    List<Row> rows = new ArrayList<>();
    for (List<Object> key : keys) {
      int rank = rows.size() + 1;
      List<Object> values =
          new ArrayList<>(
              List.of(
                  key.get(0),
                  key.get(1),
                  Date.valueOf(day),
                  key.get(2),
                  Timestamp.valueOf(day.atTime(9, 30))));
      values.addAll(score(rank, keys.size(), 1));
      rows.add(RowFactory.create(values.toArray()));
    }
    replace(
        day,
        "shop STRING, customer BIGINT, as_of DATE, order_id STRING, observed_at TIMESTAMP, "
            + SCORE,
        rows);
  }

  private static List<Object> score(int rank, int of, int model) {
    List<Object> values = new ArrayList<>();
    values.add(1 - rank / (of + 1.0));
    values.add(rank);
    values.add(1 + (rank - 1) * 10 / of);
    values.add(null);
    values.add(rank <= 3);
    values.add(model);
    values.add(Long.MIN_VALUE + rank);
    values.add(rank == 1 ? List.of("missing:spend") : List.of());
    values.add(List.of(RowFactory.create("spend", null, 0.5, "spends \"little\" – 3 €")));
    return values;
  }

  private void replace(LocalDate day, String columns, List<Row> rows) {
    Commit.replaceDays(
        spark.createDataFrame(rows, StructType.fromDDL(columns)).coalesce(1),
        tables.scores(),
        FeaturesTable.AS_OF,
        List.of(day));
  }

  /** Registers a model. */
  void register(int version, TrainedModel model, State state) {
    byte[] artefact = ModelCodec.write(model);
    Instant now = Instant.parse("2024-03-04T05:06:07Z");
    Row row =
        RowFactory.create(
            version,
            state.stored(),
            "training-" + version,
            "search-" + version,
            Date.valueOf(MONDAY),
            "linear",
            "logistic-regression",
            Map.of("regularization", "0.1"),
            model.encoding().columns(),
            artefact,
            ModelCodec.digest(artefact),
            Map.of(
                "holdout.auc", 0.7,
                "holdout.auc.low", 0.6,
                "holdout.auc.high", 0.8,
                "holdout.lift_10", Double.NaN,
                "decision.threshold", 0.25),
            List.of(Date.valueOf(MONDAY.minusWeeks(2)), Date.valueOf(MONDAY.minusWeeks(1))),
            List.of(Date.valueOf(MONDAY)),
            Map.of("features", 7L),
            "problem-digest",
            "0.1.0",
            Map.of("spark", "4.1.0"),
            7L,
            "run-" + version,
            Timestamp.from(now),
            List.of(ModelsTable.change(state, now, "run-" + version, "trained")),
            null);
    if (tables.models().exists(spark)) {
      new ModelRegistry(tables).register(spark, row, state);
    } else {
      // The first of all takes no merge.
      Commit.appendOnce(
          spark.createDataFrame(List.of(row), ModelsTable.SCHEMA).coalesce(1),
          tables.models(),
          "test",
          version);
    }
  }

  /** Takes a table away, as a store that fails. */
  void hide(String table) {
    move(path(table), path(table + ".hidden"));
  }

  void show(String table) {
    move(path(table + ".hidden"), path(table));
  }

  /** Deletes a table. */
  void delete(String table) {
    try (Stream<Path> files = Files.walk(path(table))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Path path(String table) {
    return folder.resolve("tables/shop").resolve(table);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
