package dev.holdfast.table;

import org.apache.spark.sql.SparkSession;

/**
 * Where the tables of one problem lie: {@code <root>/<problem>/<table>}, with {@code raw.<source>}
 * in {@code raw/<source>}. A root is any path that Spark writes to.
 */
public record Tables(String root, String problem) {

  /** Rows of a source as they were accepted: its columns, then those of {@link RawTable}. */
  public Table raw(String source) {
    return table("raw." + source, "raw/" + source);
  }

  /** Rows that broke a rule or the schema; see {@link QuarantineTable}. */
  public Table quarantine() {
    return table("quarantine", "quarantine");
  }

  /** One row per batch that came in; see {@link BatchesTable}. */
  public Table batches() {
    return table("batches", "batches");
  }

  /** One row per run of a job; see {@link RunsTable}. */
  public Table runs() {
    return table("runs", "runs");
  }

  /** One row per row of the spine; see {@link FeaturesTable}. */
  public Table features() {
    return table("features", "features");
  }

  /** Days of the keys of a group of aggregates; see {@link TilesTable}. */
  public Table tiles(String group) {
    return table("tiles." + group, "tiles/" + group);
  }

  /** Up to where each table holds its sources; see {@link Watermarks}. */
  public Table watermarks() {
    return table("watermarks", "watermarks");
  }

  /** Which values counts of the most frequent ones are taken of; see {@link FrequentValues}. */
  public Table frequentValues() {
    return table("frequent_values", "frequent_values");
  }

  /** What the rows of the spine turned out to be; see {@link LabelsTable}. */
  public Table labels() {
    return table("labels", "labels");
  }

  /** One row per fit that was tried; see {@link TrialsTable}. */
  public Table trials() {
    return table("trials", "trials");
  }

  /** One row per model version; see {@link ModelsTable}. */
  public Table models() {
    return new Table("models", places().models());
  }

  /** One row per scored row of the spine; see {@link ScoresTable}. */
  public Table scores() {
    return new Table("scores", places().scores());
  }

  /** Who newly is to be acted on, and whether that was told; see {@link AlertsTable}. */
  public Table alerts() {
    return table("alerts", "alerts");
  }

  /** How far each feature and the score of a day lie from training; see {@link DriftTable}. */
  public Table drift() {
    return table("drift", "drift");
  }

  /** Where streams over landing folders keep what they took already. */
  public String checkpoint(String source) {
    return path("checkpoints/" + source);
  }

  /** Where the page that tells of a model version lies. */
  public String card(int version) {
    return path("cards/model-%d.html".formatted(version));
  }

  /** Where the weekly run keeps others from running at the same time. */
  public String weeklyLease() {
    return path("_weekly");
  }

  private Table table(String name, String below) {
    return new Table(name, path(below));
  }

  private String path(String below) {
    return places().of(below);
  }

  private TablePlaces places() {
    return new TablePlaces(root, problem);
  }

  /** Whether anything was written yet, that is whether the problem has a table of runs. */
  public boolean begun(SparkSession spark) {
    return runs().exists(spark);
  }
}
