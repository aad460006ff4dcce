package dev.holdfast.training;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.EncodingLearner;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Space;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.data.RowEncoder;
import dev.holdfast.training.evaluation.HeldOut;
import dev.holdfast.training.fit.Blend;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.FinalFit;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.FoldScores;
import java.sql.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Builds a registered model again from the table versions, settings and seed that its row states,
 * and compares the bytes.
 */
final class Reproduction {
  static final String OPTION = "--reproduce";

  private Reproduction() {}

  /** Says that the bytes are the same, or throws. */
  static void of(JobContext run, String wanted) {
    Row stated = stated(run, wanted);
    JobContext context = asOf(run, stated);
    Problem problem = context.problem();
    Candidate candidate = candidate(problem, stated, wanted);
    String said = stated.getAs(ModelsTable.CODE_VERSION);
    if (!said.equals(context.codeVersion())) {
      context
          .progress()
          .line(
              "reproduce",
              "built by code version %s, this is %s".formatted(said, context.codeVersion()));
    }
    Map<String, Long> versions = stated.getJavaMap(stated.fieldIndex(ModelsTable.TABLE_VERSIONS));
    String found =
        context
            .progress()
            .step(
                "reproduce",
                () -> {
                  try (LabelledRows rows = LabelledRows.read(context, versions)) {
                    return new Outcome<>(
                        digest(context, rows, candidate),
                        "%s from %s".formatted(candidate.name(), versions));
                  }
                });
    String expected = stated.getAs(ModelsTable.DIGEST);
    if (!found.equals(expected)) {
      throw new JobException(
          ExitCode.UNEXPECTED,
          "Cannot reproduce model version %s: the registry states digest %s, the same rows and settings now give %s. It was built by code %s with %s; build it with these."
              .formatted(
                  wanted,
                  expected,
                  found,
                  said,
                  stated.getJavaMap(stated.fieldIndex(ModelsTable.LIBRARIES))));
    }
    System.out.printf("model version %s reproduced: same bytes, digest %s%n", wanted, found);
  }

  private static String digest(JobContext context, LabelledRows rows, Candidate candidate) {
    Problem problem = context.problem();
    FeatureEncoding encoding =
        EncodingLearner.learn(rows.training(), rows.inputs(), problem.features().categories());
    FoldPlan folds = FoldPlan.of(problem.training(), rows.days().training(), problem.label());
    RowBlock training = RowEncoder.encode(rows.training(), problem, encoding, folds);
    Balancing balancing = Balancing.of(problem.training(), training);
    Candidate balanced = balancing.candidate(candidate);
    OutOfFold outOfFold =
        FoldScores.of(
                balancing.rows(),
                folds.count(),
                balanced,
                Fitting.of(problem.training(), balancing.positiveWeight()))
            .outOfFold();
    Calibrating calibrating =
        Calibrating.learn(problem, outOfFold, folds, rows.days().training()).value();
    HeldOut heldOut = new HeldOut(context, rows.holdout());
    try {
      TrainedModel model =
          FinalFit.fit(
                  balancing.rows(),
                  encoding,
                  balanced,
                  Fitting.of(problem.training(), balancing.positiveWeight()),
                  calibrating.calibrator(),
                  heldOut::scores)
              .model();
      return ModelCodec.digest(ModelCodec.write(model));
    } finally {
      heldOut.close();
    }
  }

  private static Row stated(JobContext context, String wanted) {
    if (!wanted.matches("[1-9]\\d{0,8}")) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot reproduce model version %s: a version is a whole number from 1 on."
              .formatted(wanted));
    }
    Row stated =
        new ModelRegistry(context.tables())
            .stated(context.spark(), Integer.parseInt(wanted))
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.CONFIGURATION,
                        "Cannot reproduce model version %s: %s has no such version."
                            .formatted(wanted, context.tables().models().path())));
    String digest = stated.getAs(ModelsTable.PROBLEM_DIGEST);
    if (!digest.equals(context.problem().digest())) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot reproduce model version %s: it was trained under a problem file of digest %s, this one has %s. Give the file and the settings as they were."
              .formatted(wanted, digest, context.problem().digest()));
    }
    return stated;
  }

  private static JobContext asOf(JobContext run, Row stated) {
    return new JobContext(
        run.spark(),
        run.problem(),
        run.tables(),
        stated.<Date>getAs(ModelsTable.AS_OF).toLocalDate(),
        run.options(),
        run.record(),
        run.progress());
  }

  private static Candidate candidate(Problem problem, Row stated, String wanted) {
    String name = stated.getAs(ModelsTable.CANDIDATE);
    if (!stated.<String>getAs(ModelsTable.KIND).equals(Blend.KIND)) {
      return candidate(problem, name, wanted);
    }
    Map<String, String> members =
        new TreeMap<>(stated.getJavaMap(stated.fieldIndex(ModelsTable.PARAMETERS)));
    return new Blend(
        members.values().stream().map(member -> candidate(problem, member, wanted)).toList());
  }

  private static Candidate candidate(Problem problem, String name, String wanted) {
    Map<String, Double> point = new HashMap<>();
    for (String setting : name.substring(name.indexOf(' ') + 1).split(" ", -1)) {
      int equals = setting.indexOf('=');
      point.put(setting.substring(0, equals), Double.valueOf(setting.substring(equals + 1)));
    }
    return problem.training().candidates().stream()
        .filter(family -> name.startsWith(family.name() + " "))
        .flatMap(family -> at(family, point).stream())
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot reproduce model version %s: its candidate %s is of none of the families of the problem file."
                        .formatted(wanted, name)));
  }

  // Settings of which a family has a single value, such as a limit, are no part of every name.
  private static List<Candidate> at(Space family, Map<String, Double> point) {
    Map<String, Double> complete = new HashMap<>(point);
    for (Space.Setting setting : family.settings()) {
      if (setting instanceof Space.Setting.Listed listed && listed.values().size() == 1) {
        complete.putIfAbsent(setting.name(), listed.values().get(0));
      }
      if (!complete.containsKey(setting.name())) {
        return List.of();
      }
    }
    return Candidate.of(List.of(family.at(complete)));
  }
}
