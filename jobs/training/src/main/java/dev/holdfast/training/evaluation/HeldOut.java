package dev.holdfast.training.evaluation;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Slice;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.PromotionRules.Slices;
import dev.holdfast.problem.Training.Reference;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import dev.holdfast.training.data.RowEncoder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Judges models on the held-out days, each on the very same rows. */
public final class HeldOut {
  private static final String ENTITY = "_entity";
  // Of a part that nobody declared.
  private static final int LEAST_ROWS = 100;
  private static final int MOST_PARTS = 8;

  private final JobContext context;
  private final Problem problem;
  private final Dataset<Row> rows;
  private final byte[] labels;
  private final long[] entities;
  private final int[] days;

  /**
   * @param rows the held-out rows with their labels
   */
  public HeldOut(JobContext context, Dataset<Row> rows) {
    this.context = context;
    this.problem = context.problem();
    List<Column> order = new ArrayList<>();
    FeaturesTable.key(problem).forEach(name -> order.add(col(name)));
    this.rows =
        rows.withColumn(ENTITY, RowEncoder.entity(problem))
            .orderBy(order.toArray(Column[]::new))
            .cache();
    List<Row> known =
        this.rows
            .select(
                col(LabelsTable.LABEL),
                col(ENTITY),
                org.apache.spark.sql.functions.unix_date(col(FeaturesTable.AS_OF)))
            .collectAsList();
    this.labels = new byte[known.size()];
    this.entities = new long[known.size()];
    this.days = new int[known.size()];
    for (int i = 0; i < known.size(); i++) {
      labels[i] = (byte) known.get(i).getInt(0);
      entities[i] = known.get(i).getLong(1);
      days[i] = known.get(i).getInt(2);
    }
  }

  /** A model's probabilities, in the order of the rows. */
  public float[] scores(TrainedModel model) {
    List<String> keep = new ArrayList<>(FeaturesTable.key(problem));
    return column(
        BatchScorer.score(rows, model, keep).select(ScoresTable.PROBABILITY).collectAsList());
  }

  /** What a model's probabilities come to. */
  public Judgement judge(float[] scores) {
    return new HeldOutMetrics(problem.decision(), shareOfDay(), problem.training().seed())
        .judge(scores, labels, entities, days);
  }

  /** The points of the curves of a model's probabilities. */
  public Points points(float[] scores) {
    return new Points(scores, labels, entities);
  }

  /**
   * Parts of the rows: each held-out day, each value of the declared features, and of others each
   * value of a category and each quarter of a number, where these have enough rows.
   *
   * @param scores a model's probabilities, in the order of the rows
   * @param declared columns of the features table
   * @param others inputs of the model
   */
  public List<Slice> slices(float[] scores, Optional<Slices> declared, List<Input> others) {
    Slicing slicing = new Slicing(scores, labels, Entities.of(entities));
    List<Slice> slices =
        new ArrayList<>(
            slicing.byValue(
                FeaturesTable.AS_OF,
                Kind.DAY,
                Arrays.stream(days).mapToObj(day -> LocalDate.ofEpochDay(day).toString()).toList(),
                1));
    List<String> named = declared.map(Slices::by).orElse(List.of());
    List<Input> chosen = others.stream().filter(input -> !named.contains(input.name())).toList();
    if (named.isEmpty() && chosen.isEmpty()) {
      return slices;
    }
    List<Row> values = values(named, chosen);
    for (int column = 0; column < named.size(); column++) {
      slices.addAll(
          slicing.byValue(
              named.get(column),
              Kind.DECLARED,
              texts(values, column),
              declared.orElseThrow().rows()));
    }
    for (int at = 0; at < chosen.size(); at++) {
      int column = named.size() + at;
      String name = chosen.get(at).name();
      slices.addAll(
          chosen.get(at) instanceof Category
              ? Slicing.largest(
                  slicing.byValue(name, Kind.VALUE, texts(values, column), LEAST_ROWS), MOST_PARTS)
              : slicing.byQuarter(name, numbers(values, column), LEAST_ROWS));
    }
    return slices;
  }

  // In one pass over the cached rows.
  private List<Row> values(List<String> named, List<Input> chosen) {
    List<Column> columns = new ArrayList<>();
    named.forEach(name -> columns.add(col(name).cast("string")));
    chosen.forEach(
        input ->
            columns.add(col(input.name()).cast(input instanceof Category ? "string" : "double")));
    return rows.select(columns.toArray(Column[]::new)).collectAsList();
  }

  private static List<String> texts(List<Row> values, int column) {
    List<String> texts = new ArrayList<>(values.size());
    values.forEach(row -> texts.add(row.getString(column)));
    return texts;
  }

  private static double[] numbers(List<Row> values, int column) {
    return values.stream()
        .mapToDouble(row -> row.isNullAt(column) ? Double.NaN : row.getDouble(column))
        .toArray();
  }

  /** What a threshold comes to on the same rows. */
  public Map<String, Double> metrics(Threshold threshold, float[] scores) {
    return threshold.metrics(problem.decision(), scores, labels);
  }

  // Where entities are held out, a day's other rows trained: of a capacity they had their share.
  private double shareOfDay() {
    return problem.training().split() instanceof Split.Entities split ? split.holdoutShare() : 1;
  }

  /** The AUC that the true probabilities reach on the same rows. */
  public double reachable(Reference reference) {
    Table table = context.tables().raw(reference.source());
    context.record().read(table.name(), table.version(context.spark()));
    Dataset<Row> truth = table.read(context.spark());
    Column same = rows.col(FeaturesTable.AS_OF).equalTo(truth.col(reference.asOf()));
    for (String column : problem.entity()) {
      same = same.and(rows.col(column).equalTo(truth.col(column)));
    }
    List<Column> order = new ArrayList<>();
    FeaturesTable.key(problem).forEach(name -> order.add(rows.col(name)));
    List<Row> known =
        rows.join(truth, same, "left")
            .orderBy(order.toArray(Column[]::new))
            .select(truth.col(reference.probability()).cast("double"))
            .collectAsList();
    long missing = known.stream().filter(row -> row.isNullAt(0)).count();
    if (missing > 0 || known.size() != labels.length) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot compare with the reference: source %s has no probability for %d of %d held-out rows. It must have exactly one row per entity and day, or training.reference must go."
              .formatted(reference.source(), missing, labels.length));
    }
    return new RankMetrics(column(known), labels).auc();
  }

  /** Frees what the rows take. */
  public void close() {
    rows.unpersist();
  }

  private static float[] column(List<Row> rows) {
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i).getDouble(0);
    }
    return values;
  }
}
