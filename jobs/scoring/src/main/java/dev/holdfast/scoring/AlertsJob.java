package dev.holdfast.scoring;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress;
import dev.holdfast.problem.Alerts;
import dev.holdfast.scoring.alert.Alert;
import dev.holdfast.scoring.alert.AlertFiles;
import dev.holdfast.scoring.alert.Attempt;
import dev.holdfast.scoring.alert.Receiver;
import dev.holdfast.scoring.alert.Webhook;
import dev.holdfast.table.Table;
import java.util.List;

/**
 * Tells the declared receiver of the alerts that wait in the outbox: each at least once, for one
 * that was told and not yet marked when a run was killed is told again, with the same key.
 */
public final class AlertsJob implements Job {
  // Told between two commits, and told again at most if a run is killed.
  private static final int BATCH = 250;

  public static void main(String[] line) {
    JobLauncher.main(new AlertsJob(), line);
  }

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public String purpose() {
    return "Delivers the alerts that wait in the outbox.";
  }

  @Override
  public List<String> plan(JobContext context) {
    return List.of(
        "delivers the pending rows of %s to %s"
            .formatted(context.tables().alerts().path(), declared(context).sink()));
  }

  @Override
  public void run(JobContext context) {
    Alerts declared = declared(context);
    Outbox outbox = new Outbox(context);
    List<Alert> pending = outbox.pending();
    if (pending.isEmpty()) {
      context.progress().line("alerts", "nothing to do: none is pending");
      return;
    }
    int delivered = 0;
    String failure = "";
    try (Receiver receiver = receiver(context, declared)) {
      for (int from = 0; from < pending.size(); from += BATCH) {
        List<Attempt> told =
            receiver.tell(pending.subList(from, Math.min(pending.size(), from + BATCH)));
        outbox.mark(told);
        long taken = told.stream().filter(Attempt::delivered).count();
        delivered += (int) taken;
        failure =
            told.stream().flatMap(each -> each.failure().stream()).findFirst().orElse(failure);
        if (taken == 0) {
          // Nobody is there: the others would wait for the same in turn.
          break;
        }
      }
    }
    Table alerts = context.tables().alerts();
    context.record().wrote(alerts.name(), alerts.version(context.spark()));
    context.record().count("alerts delivered", delivered);
    context.progress().line("alerts", Progress.count(delivered) + " delivered");
    if (delivered < pending.size()) {
      throw new JobException(
          ExitCode.UNEXPECTED,
          "Cannot deliver %d of %d alerts to %s: %s. They stay pending in %s; run again when the receiver takes them."
              .formatted(
                  pending.size() - delivered,
                  pending.size(),
                  declared.sink(),
                  failure,
                  alerts.path()));
    }
  }

  private static Alerts declared(JobContext context) {
    return context
        .problem()
        .alerts()
        .orElseThrow(
            () ->
                new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot deliver alerts: problem %s declares nobody to tell. Add alerts { webhook = \"https://...\" } or alerts { folder = ... } to its file."
                        .formatted(context.problem().name())));
  }

  private static Receiver receiver(JobContext context, Alerts declared) {
    if (declared.sink() instanceof Alerts.Webhook webhook) {
      return new Webhook(webhook.address(), declared);
    }
    if (declared.sink() instanceof Alerts.Folder folder) {
      return new AlertFiles(
          folder.path(),
          context.record().runId(),
          context.spark().sparkContext().hadoopConfiguration());
    }
    throw new IllegalStateException("No receiver for " + declared.sink());
  }
}
