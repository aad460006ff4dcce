package dev.holdfast.training;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.EncodingLearner;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Leak;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.data.RowEncoder;
import dev.holdfast.training.evaluation.HeldOut;
import dev.holdfast.training.evaluation.Judgement;
import dev.holdfast.training.evaluation.LeakCheck;
import dev.holdfast.training.evaluation.Overfitting;
import dev.holdfast.training.evaluation.Threshold;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.FinalFit;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.SpaceSearch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Tries all candidates, keeps the best, judges it on held-out days, and registers it. */
public final class TrainingJob implements Job {
  private static final int MOST_NAMED = 5;

  public static void main(String[] line) {
    JobLauncher.main(new TrainingJob(), line);
  }

  @Override
  public String name() {
    return "training";
  }

  @Override
  public String purpose() {
    return "Tries the candidates by cross-validation, and registers the best.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option(
            Reproduction.OPTION,
            "VERSION",
            "builds a registered model again from what it was built from, and compares the bytes"),
        new Option(
            Promotion.FORCE,
            "REASON",
            "makes the new model the champion even if the rules refuse it; the reason is kept"));
  }

  @Override
  public List<String> plan(JobContext context) {
    Problem problem = context.problem();
    SpaceSearch search =
        new SpaceSearch(
            problem.training().candidates(),
            problem.training().search(),
            problem.training().metric(),
            problem.training().folds());
    return List.of(
        "reads %s and %s"
            .formatted(context.tables().features().path(), context.tables().labels().path()),
        "splits days by %s, rows into %d folds by %s"
            .formatted(
                problem.training().split(),
                problem.training().folds(),
                switch (problem.training().foldsBy()) {
                  case TIME -> "time";
                  case ENTITY -> problem.entity();
                }),
        "tries %d candidates, ranked by %s"
            .formatted(search.planned(), problem.training().metric()),
        "writes %s and %s"
            .formatted(context.tables().trials().path(), context.tables().models().path()));
  }

  @Override
  public void run(JobContext context) {
    Optional<String> reproduce = context.options().value(Reproduction.OPTION);
    if (reproduce.isPresent()) {
      Reproduction.of(context, reproduce.get());
      return;
    }
    try (LabelledRows rows = LabelledRows.read(context)) {
      train(context, rows);
    }
  }

  private static void train(JobContext context, LabelledRows rows) {
    SparkSession spark = context.spark();
    Problem problem = context.problem();
    ModelRegistry registry = new ModelRegistry(context.tables());
    TrainingIdentity identity = TrainingIdentity.of(context, rows);
    Optional<RegisteredModel> done = registry.ofTraining(spark, identity.training());
    if (done.isPresent()) {
      context
          .progress()
          .line(
              "train", "nothing to do: these rows gave version %d".formatted(done.get().version()));
      Promotion.force(context, done.get());
      return;
    }
    FoldPlan folds = FoldPlan.of(problem.training(), rows.days().training(), problem.label());
    FeatureEncoding encoding =
        EncodingLearner.learn(rows.training(), rows.inputs(), problem.features().categories());
    RowBlock training =
        context.progress().step("encode", () -> encode(context, rows, encoding, folds));
    Balancing balancing = Balancing.of(problem.training(), training);
    Searching.Best found =
        context
            .progress()
            .step(
                "search", () -> new Searching(context, identity.search(), balancing, folds).run());
    Candidate best = balancing.candidate(found.candidate());
    LearningCurve.Drawn curve =
        context
            .progress()
            .step(
                "curve", () -> new LearningCurve(context, balancing, folds).of(found.candidate()));

    Calibrating calibrating =
        context
            .progress()
            .step(
                "calibrate",
                () -> Calibrating.learn(problem, curve.outOfFold(), folds, rows.days().training()));

    HeldOut heldOut = new HeldOut(context, rows.holdout());
    try {
      FinalFit.Fitted fitted =
          context
              .progress()
              .step(
                  "fit",
                  () ->
                      new Outcome<>(
                          FinalFit.fit(
                              balancing.rows(),
                              encoding,
                              best,
                              Fitting.of(problem.training(), balancing.positiveWeight()),
                              calibrating.calibrator(),
                              heldOut::scores),
                          best.name()));
      TrainedModel model = fitted.model();
      float[] scores = fitted.heldOut();
      Judgement judgement = heldOut.judge(scores);
      RowBlock encoded = RowEncoder.encode(rows.holdout(), problem, encoding);
      List<Leak> suspects = suspects(context, training, encoded, encoding);
      Evaluation evaluation =
          new Evaluating(context, rows, heldOut).of(model, encoded, scores, suspects);
      Map<String, Double> metrics = new TreeMap<>(judgement.metrics());
      metrics.put("leak.suspects", (double) suspects.size());
      metrics.put("cv." + written(problem.training().metric()), found.value());
      metrics.putAll(calibrating.metrics());
      metrics.putAll(curve.metrics());
      metrics.putAll(heldOut.metrics(calibrating.threshold(), scores));
      metrics.putAll(overfitting(problem.training().metric(), model, training, metrics));
      problem
          .training()
          .reference()
          .ifPresent(reference -> metrics.put("reference.auc", heldOut.reachable(reference)));
      context
          .progress()
          .line(
              "held out",
              String.format(
                  Locale.ROOT,
                  "AUC %.4f over %s rows of %d days",
                  metrics.get("holdout.auc"),
                  Progress.count(metrics.get("holdout.rows").longValue()),
                  rows.days().holdout().size()));
      context.progress().line("decide", Threshold.words(metrics));
      new Promotion(context, rows, heldOut)
          .register(identity, best, model, judgement, metrics, evaluation);
    } finally {
      heldOut.close();
    }
  }

  private static Outcome<RowBlock> encode(
      JobContext context, LabelledRows rows, FeatureEncoding encoding, FoldPlan folds) {
    RowBlock block = RowEncoder.encode(rows.training(), context.problem(), encoding, folds);
    for (int fold = 0; fold < folds.count(); fold++) {
      needBothClasses(block.slice(fold, false), "trains", fold, folds);
      needBothClasses(block.slice(fold, true), "judges", fold, folds);
    }
    context.record().count("training rows", block.rows());
    context.record().count("training positives", block.positives());
    return new Outcome<>(
        block,
        "%s rows of %d days, %s positive, %d columns from %d features"
            .formatted(
                Progress.count(block.rows()),
                rows.days().training().size(),
                Progress.count(block.positives()),
                encoding.width(),
                encoding.inputs().size()));
  }

  private static void needBothClasses(RowBlock part, String does, int fold, FoldPlan folds) {
    if (part.positives() == 0 || part.positives() == part.rows()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot train: of %s, fold %d %s with %d rows, %d of them positive; every fold needs both classes. Lower training.folds, or train on more days."
              .formatted(folds.words(), fold, does, part.rows(), part.positives()));
    }
  }

  private static List<Leak> suspects(
      JobContext context, RowBlock training, RowBlock heldOut, FeatureEncoding encoding) {
    List<LeakCheck.Finding> findings =
        new LeakCheck(context.problem().training().leak())
            .findings(encoding.encodedNames(), training, heldOut);
    context.record().count("suspected leaks", findings.size());
    if (!findings.isEmpty()) {
      context
          .progress()
          .line(
              "leak?",
              "too good to be true, or unlike in training and held-out days: %s; if one knows the outcome, put it into features.exclude"
                  .formatted(
                      findings.stream()
                          .limit(MOST_NAMED)
                          .map(LeakCheck.Finding::toString)
                          .collect(Collectors.joining(", "))));
    }
    return findings.stream()
        .map(each -> new Leak(each.feature(), each.training(), each.heldOut()))
        .toList();
  }

  private static Map<String, Double> overfitting(
      Metric metric, TrainedModel model, RowBlock training, Map<String, Double> metrics) {
    return Overfitting.metrics(
        metric,
        model,
        training,
        metrics.get("cv." + written(metric)),
        metrics.get("holdout." + written(metric)));
  }

  static String written(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }
}
