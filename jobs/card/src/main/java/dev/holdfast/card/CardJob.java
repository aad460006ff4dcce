package dev.holdfast.card;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes the page that tells a person whether to ship a model version. */
public final class CardJob implements Job {
  private static final String VERSION = "--version";
  private static final String OUT = "--out";

  public static void main(String[] line) {
    JobLauncher.main(new CardJob(), line);
  }

  @Override
  public String name() {
    return "card";
  }

  @Override
  public String purpose() {
    return "Writes the page that tells whether to ship a model version.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option(VERSION, "NUMBER", "the model version; default: the champion"),
        new Option(OUT, "FILE", "where the page goes; default: cards/ beside the tables"));
  }

  @Override
  public List<String> plan(JobContext context) {
    return List.of(
        "reads what the tables tell of %s"
            .formatted(
                version(context).map(number -> "model version " + number).orElse("the champion")),
        "writes a page to %s"
            .formatted(
                context
                    .options()
                    .value(OUT)
                    .orElse(version(context).map(context.tables()::card).orElse("cards/"))));
  }

  @Override
  public void run(JobContext context) {
    Optional<Integer> wanted = version(context);
    ModelFacts facts =
        new FactsReader(context).read(wanted).orElseThrow(() -> missing(context, wanted));
    String out = context.options().value(OUT).orElse(context.tables().card(facts.version()));
    Page page = Page.of(facts);
    context
        .progress()
        .step(
            "card",
            () -> {
              write(context, out, PageWriter.html(page));
              return new Outcome<>(out, page.verdict().answer().words() + ": " + out);
            });
  }

  private static JobException missing(JobContext context, Optional<Integer> wanted) {
    return new JobException(
        ExitCode.CONFIGURATION,
        "Cannot write a model card: %s has no %s. Train one first, or name another with %s."
            .formatted(
                context.tables().models().path(),
                wanted.map(number -> "version " + number).orElse("champion"),
                VERSION));
  }

  private static void write(JobContext context, String out, String html) {
    Path path = new Path(out);
    try {
      FileSystem files = path.getFileSystem(context.spark().sparkContext().hadoopConfiguration());
      // A local folder would get a hidden file of checksums beside each page.
      files.setWriteChecksum(false);
      try (OutputStream stream = files.create(path, true)) {
        stream.write(html.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException refused) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot write the model card to %s: %s. Name a file that can be written with %s."
              .formatted(out, refused.getMessage(), OUT));
    }
  }

  private static Optional<Integer> version(JobContext context) {
    Optional<String> text = context.options().value(VERSION);
    text.filter(number -> !number.matches("[1-9]\\d{0,8}"))
        .ifPresent(
            number -> {
              throw new JobException(
                  ExitCode.CONFIGURATION,
                  "Cannot write the card of model version %s: a version is a whole number from 1 on."
                      .formatted(number));
            });
    return text.map(Integer::valueOf);
  }
}
