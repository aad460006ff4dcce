package dev.holdfast.look;

import dev.holdfast.job.Deployment;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.Tables;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a cell of a notebook, or a line of the shell, calls. */
public final class Look {
  private static final int MOST_ROWS = 40;

  private Look() {}

  /**
   * Opens the tables of a problem, with the session that they need: by the deployment file that the
   * environment variable {@code HOLDFAST_DEPLOYMENT} names, or by {@code conf/local.conf}.
   *
   * @param problem the name of a file in {@code conf}, without its ending, or the path of a file
   * @throws dev.holdfast.problem.InvalidProblemException if the file has mistakes
   */
  public static ProblemTables open(String problem) {
    Path home = Path.of(System.getProperty("holdfast.home", "."));
    Path file =
        problem.endsWith(".conf")
            ? Path.of(problem)
            : home.resolve("conf").resolve(problem + ".conf");
    Problem stated = ProblemReader.read(file, Map.of(), System.getenv());
    Path described =
        Optional.ofNullable(System.getenv("HOLDFAST_DEPLOYMENT"))
            .map(Path::of)
            .orElse(home.resolve("conf/local.conf"));
    Deployment deployment = Deployment.read(Optional.of(described), Map.of(), System.getenv());
    return new ProblemTables(
        JobLauncher.open("look at " + stated.name(), deployment),
        stated,
        new Tables(deployment.tables(), stated.name()));
  }

  /** Shows the first rows, formatted for reading; those beyond are counted. */
  public static void show(Dataset<Row> rows) {
    Page.current().show(Grid.of(rows, MOST_ROWS));
  }

  /** Shows a chart. */
  public static void plot(Plot plot) {
    Page.current().show(plot);
  }

  /**
   * Says what was found.
   *
   * @param sentence as in {@link String#format}, so that figures come from what was computed
   */
  public static void say(String sentence, Object... values) {
    Page.current().say(String.format(Locale.ROOT, sentence, values));
  }
}
