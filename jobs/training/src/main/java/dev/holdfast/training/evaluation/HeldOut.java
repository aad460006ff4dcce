package dev.holdfast.training.evaluation;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.problem.Training.Reference;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import dev.holdfast.training.data.RowEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Judges models on the held-out days, each on the very same rows. */
public final class HeldOut {
  private static final String ENTITY = "_entity";

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

  /** All metrics of a model's probabilities, under the names that the registry keeps. */
  public Map<String, Double> metrics(float[] scores) {
    return new HeldOutMetrics(problem.decision(), shareOfDay(), problem.training().seed())
        .of(scores, labels, entities, days);
  }

  /**
   * How much more one model has of a metric than another, over resamples of the entities.
   *
   * @param one the probabilities of the one, {@code other} those of the other
   */
  public Bootstrap.Interval difference(Metric metric, float[] one, float[] other) {
    long seed = problem.training().seed();
    return Bootstrap.of(one, labels, entities, 1, seed)
        .difference(
            Bootstrap.of(other, labels, entities, 1, seed),
            sample ->
                switch (metric) {
                  case AUC -> sample.ranks().auc();
                  case AVERAGE_PRECISION -> sample.ranks().averagePrecision();
                  case LOG_LOSS -> sample.logLoss();
                });
  }

  /**
   * The AUC within each value of a feature that has enough rows and both outcomes, by {@code
   * feature=value}.
   *
   * @param scores a model's probabilities, in the order of the rows
   */
  public Map<String, Double> slices(List<String> features, int least, float[] scores) {
    Map<String, Double> slices = new TreeMap<>();
    for (String feature : features) {
      List<Row> values = rows.select(col(feature).cast("string")).collectAsList();
      Map<String, List<Integer>> parts = new TreeMap<>();
      for (int row = 0; row < values.size(); row++) {
        String value = values.get(row).isNullAt(0) ? "(missing)" : values.get(row).getString(0);
        parts.computeIfAbsent(feature + "=" + value, each -> new ArrayList<>()).add(row);
      }
      parts.forEach(
          (name, members) -> {
            double auc = auc(members, scores);
            if (members.size() >= least && !Double.isNaN(auc)) {
              slices.put(name, auc);
            }
          });
    }
    return slices;
  }

  private double auc(List<Integer> members, float[] scores) {
    float[] some = new float[members.size()];
    byte[] outcomes = new byte[members.size()];
    for (int i = 0; i < some.length; i++) {
      some[i] = scores[members.get(i)];
      outcomes[i] = labels[members.get(i)];
    }
    return new RankMetrics(some, outcomes).auc();
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
