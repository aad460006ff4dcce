package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.job.JobContext;
import dev.holdfast.scoring.alert.Alert;
import dev.holdfast.scoring.alert.Attempt;
import dev.holdfast.table.AlertsTable;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import io.delta.tables.DeltaTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The alerts of scored days. What a day's alerts are follows from the table of scores alone, so
 * that a run that was killed between scores and alerts is repaired by the next one.
 */
final class Outbox {
  private static final StructType MARKS =
      StructType.fromDDL(
          "alert_key STRING, state STRING, attempts INT, delivered_at TIMESTAMP, failure STRING");

  private final JobContext context;
  private final SparkSession spark;
  private final Table alerts;

  Outbox(JobContext context) {
    this.context = context;
    this.spark = context.spark();
    this.alerts = context.tables().alerts();
  }

  /**
   * Brings the alerts of the run's day, and of the days that an earlier run may have left without
   * theirs, in line with the scores: adds those that are missing, and takes back what nobody was
   * told yet and the scores no longer say.
   *
   * @return how many were added
   */
  long fill() {
    DeltaTable.createIfNotExists(spark)
        .location(alerts.path())
        .addColumns(AlertsTable.SCHEMA)
        .partitionedBy(AlertsTable.AS_OF)
        .execute();
    long added = 0;
    for (LocalDate day : days()) {
      added += fill(day);
    }
    return added;
  }

  private Set<LocalDate> days() {
    Set<LocalDate> days = new TreeSet<>(Set.of(context.asOf()));
    Row latest = alerts.read(spark).agg(max(AlertsTable.AS_OF)).head();
    if (!latest.isNullAt(0)) {
      scored().stream()
          .filter(day -> !day.isBefore(latest.getDate(0).toLocalDate()))
          .filter(day -> !day.isAfter(context.asOf()))
          .forEach(days::add);
    }
    return days;
  }

  private Set<LocalDate> scored() {
    return context.tables().scores().filesByDay(spark, FeaturesTable.AS_OF).keySet();
  }

  private long fill(LocalDate day) {
    Dataset<Row> expected = expected(day).persist();
    try {
      Column ofDay = col(AlertsTable.AS_OF).equalTo(lit(Date.valueOf(day)));
      Dataset<Row> present = alerts.read(spark).where(ofDay);
      long missing = without(expected, present).count();
      Dataset<Row> pending = present.where(col(AlertsTable.STATE).equalTo(AlertsTable.PENDING));
      if (missing > 0 || !without(pending, expected).isEmpty()) {
        merge(expected, day);
      }
      return missing;
    } finally {
      expected.unpersist();
    }
  }

  private static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
    return joined(rows, others, "left_anti");
  }

  private static Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> others, String how) {
    return rows.join(
        others.select(AlertsTable.ALERT_KEY),
        CollectionConverters.asScala(List.of(AlertsTable.ALERT_KEY)).toSeq(),
        how);
  }

  private void merge(Dataset<Row> expected, LocalDate day) {
    Commit.rewriteDays(
        spark,
        alerts,
        AlertsTable.AS_OF,
        List.of(day),
        present -> {
          Column told = col(AlertsTable.STATE).notEqual(AlertsTable.PENDING);
          return present
              .where(told)
              .unionByName(of(present.where(not(told)), expected))
              .unionByName(without(expected, present));
        });
  }

  private static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> others) {
    return joined(rows, others, "left_semi");
  }

  private Dataset<Row> expected(LocalDate day) {
    Dataset<Row> scores = context.tables().scores().read(spark);
    Column asOf = col(FeaturesTable.AS_OF);
    Dataset<Row> acted =
        scores.where(asOf.equalTo(lit(Date.valueOf(day))).and(col(ScoresTable.ACT)));
    Optional<LocalDate> before =
        scored().stream().filter(each -> each.isBefore(day)).max(LocalDate::compareTo);
    List<String> who = new ArrayList<>(FeaturesTable.key(context.problem()));
    who.remove(FeaturesTable.AS_OF);
    Dataset<Row> newly =
        before
            .map(
                last ->
                    acted.join(
                        scores
                            .where(asOf.equalTo(lit(Date.valueOf(last))).and(col(ScoresTable.ACT)))
                            .select(columns(who)),
                        CollectionConverters.asScala(who).toSeq(),
                        "left_anti"))
            .orElse(acted);
    return newly.select(
        alertKey().as(AlertsTable.ALERT_KEY),
        asOf,
        col(ScoresTable.RANK),
        payload().as(AlertsTable.PAYLOAD),
        lit(AlertsTable.PENDING).as(AlertsTable.STATE),
        lit(0).as(AlertsTable.ATTEMPTS),
        current_timestamp().as(AlertsTable.CREATED_AT),
        lit(null).cast("timestamp").as(AlertsTable.DELIVERED_AT),
        lit(null).cast("string").as(AlertsTable.FAILURE));
  }

  private Column alertKey() {
    Column key = to_json(struct(columns(FeaturesTable.key(context.problem()))));
    return sha2(concat(lit(context.problem().name() + " "), key).cast("binary"), 256);
  }

  private Column payload() {
    List<Column> told = new ArrayList<>();
    told.add(lit(context.problem().name()).as("problem"));
    FeaturesTable.key(context.problem()).forEach(name -> told.add(col(name)));
    told.add(col(ScoresTable.PROBABILITY));
    told.add(col(ScoresTable.RANK));
    told.add(col(ScoresTable.DECILE));
    told.add(col(ScoresTable.EXPECTED_VALUE));
    told.add(col(ScoresTable.MODEL_VERSION));
    told.add(col(ScoresTable.REASONS).getField(ScoresTable.SENTENCE).as(ScoresTable.REASONS));
    return to_json(struct(told.toArray(Column[]::new)));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  /** All alerts that nobody was told yet, the oldest day and highest rank first. */
  List<Alert> pending() {
    if (!alerts.exists(spark)) {
      return List.of();
    }
    return alerts
        .read(spark)
        .where(col(AlertsTable.STATE).equalTo(AlertsTable.PENDING))
        .orderBy(AlertsTable.AS_OF, AlertsTable.RANK, AlertsTable.ALERT_KEY)
        .select(AlertsTable.ALERT_KEY, AlertsTable.AS_OF, AlertsTable.PAYLOAD)
        .collectAsList()
        .stream()
        .map(row -> new Alert(row.getString(0), row.getDate(1).toLocalDate(), row.getString(2)))
        .toList();
  }

  /** Notes what came of some alerts, in one commit. */
  void mark(List<Attempt> attempts) {
    Timestamp now = Timestamp.from(Instant.now());
    List<Row> marks =
        attempts.stream()
            .map(
                each ->
                    RowFactory.create(
                        each.alert().key(),
                        each.delivered() ? AlertsTable.DELIVERED : AlertsTable.PENDING,
                        each.attempts(),
                        each.delivered() ? now : null,
                        each.failure().orElse(null)))
            .toList();
    Dataset<Row> marked =
        spark.createDataFrame(marks, MARKS).dropDuplicates(new String[] {AlertsTable.ALERT_KEY});
    Set<LocalDate> days =
        attempts.stream().map(each -> each.alert().asOf()).collect(Collectors.toSet());
    Commit.rewriteDays(
        spark, alerts, AlertsTable.AS_OF, days, present -> withMarks(present, marked));
  }

  private static Dataset<Row> withMarks(Dataset<Row> present, Dataset<Row> marks) {
    Column key = col("old." + AlertsTable.ALERT_KEY);
    Column isMarked = col("new." + AlertsTable.ALERT_KEY).isNotNull();
    Column attempts = col("new." + AlertsTable.ATTEMPTS);
    Map<String, Column> changed =
        Map.of(
            AlertsTable.STATE,
            col("new." + AlertsTable.STATE),
            AlertsTable.ATTEMPTS,
            col("old." + AlertsTable.ATTEMPTS).plus(attempts),
            AlertsTable.DELIVERED_AT,
            col("new." + AlertsTable.DELIVERED_AT),
            AlertsTable.FAILURE,
            col("new." + AlertsTable.FAILURE));
    Column[] columns =
        Arrays.stream(present.columns())
            .map(
                name -> {
                  Column old = col("old." + name);
                  Column now = changed.getOrDefault(name, old);
                  return when(isMarked, now).otherwise(old).as(name);
                })
            .toArray(Column[]::new);
    return present
        .as("old")
        .join(marks.as("new"), key.equalTo(col("new." + AlertsTable.ALERT_KEY)), "left")
        .select(columns);
  }
}
