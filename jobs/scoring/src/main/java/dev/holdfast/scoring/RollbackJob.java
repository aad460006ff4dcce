package dev.holdfast.scoring;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.Table;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Makes a model that was champion before the champion again, in one commit. */
public final class RollbackJob implements Job {
  private static final String TO = "--to";
  private static final String WHY = "--why";

  public static void main(String[] line) {
    JobLauncher.main(new RollbackJob(), line);
  }

  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public String purpose() {
    return "Makes an earlier model the champion again.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option(TO, "VERSION", "the model version that is to score again"),
        new Option(WHY, "TEXT", "what is kept in the registry as the reason"));
  }

  @Override
  public List<String> plan(JobContext context) {
    return List.of(
        "makes version %s the champion in %s"
            .formatted(wanted(context), context.tables().models().path()));
  }

  @Override
  public void run(JobContext context) {
    int wanted = wanted(context);
    Table models = context.tables().models();
    ModelRegistry registry = new ModelRegistry(context.tables());
    Row stated =
        registry
            .stated(context.spark(), wanted)
            .orElseThrow(() -> refused(wanted, "%s has no such version".formatted(models.path())));
    String state = stated.getAs(ModelsTable.STATE);
    if (state.equals(State.CHAMPION.stored())) {
      context.progress().line("rollback", "nothing to do: version %d scores".formatted(wanted));
      return;
    }
    if (!state.equals(State.RETIRED.stored())) {
      throw refused(
          wanted,
          "it is a %s, which never was the champion. Choose a version whose state is %s"
              .formatted(state, State.RETIRED.stored()));
    }
    // A champion whose bytes are damaged is all the more to be replaced.
    Optional<Integer> champion = registry.championVersion(context.spark());
    // Reading it checks its bytes: a damaged one must not come to score.
    registry.version(context.spark(), wanted);
    registry.promote(context.spark(), wanted, context.record().runId(), why(context));
    context.record().wrote(models.name(), models.version(context.spark()));
    context.record().count("rolled back to version", wanted);
    context
        .progress()
        .line(
            "rollback",
            "version %d is the champion in place of %s"
                .formatted(wanted, champion.map(version -> "version " + version).orElse("none")));
  }

  private static String why(JobContext context) {
    return "rollback" + context.options().value(WHY).map(text -> ": " + text).orElse("");
  }

  private static int wanted(JobContext context) {
    String text = context.options().value(TO).orElse("");
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot roll back: --to is \"%s\". Give it a model version, a whole number from 1 on, of the table models."
              .formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static JobException refused(int version, String why) {
    return new JobException(
        ExitCode.CONFIGURATION,
        "Cannot roll back to model version %d: %s.".formatted(version, why));
  }
}
