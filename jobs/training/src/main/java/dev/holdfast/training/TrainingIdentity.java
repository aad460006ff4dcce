package dev.holdfast.training;

import dev.holdfast.job.JobContext;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.ClassBalance;
import dev.holdfast.training.data.LabelledRows;
import java.nio.charset.StandardCharsets;

/**
 * What tells one training from another, as digests of all that determines it.
 *
 * @param training of a training: done once, it is not done again
 * @param search of what its trials have in common. What does not change a trial is left out: a
 *     longer grid, another method or another budget goes on with what was tried before
 */
record TrainingIdentity(String training, String search) {

  static TrainingIdentity of(JobContext context, LabelledRows rows) {
    Problem problem = context.problem();
    Training stated = problem.training();
    String content = rows.digest();
    String inputs = String.join(",", rows.inputs());
    return new TrainingIdentity(
        digest(content, inputs, rows.days().toString(), problem.digest(), context.codeVersion()),
        digest(
            content,
            inputs,
            rows.days().training().toString(),
            stated.split().toString(),
            problem.features().categories().toString(),
            Integer.toString(stated.folds()),
            stated.foldsBy().toString(),
            stated.balance().toString(),
            stated.balance() == ClassBalance.DOWN_SAMPLED
                ? Double.toString(stated.negativesPerPositive())
                : "",
            Long.toString(stated.seed()),
            Integer.toString(stated.bins()),
            context.codeVersion()));
  }

  private static String digest(String... determining) {
    return ModelCodec.digest(String.join("|", determining).getBytes(StandardCharsets.UTF_8));
  }
}
