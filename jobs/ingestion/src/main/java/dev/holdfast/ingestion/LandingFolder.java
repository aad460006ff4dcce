package dev.holdfast.ingestion;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Where the files of a source land, and the stream that gives each of them out exactly once. */
final class LandingFolder {
  /** A file is named by its path, whatever characters it has; the option is Spark's own. */
  static final String GLOB_PATHS = "__globPaths__";

  private static final String PATH = "path";
  private static final String LENGTH = "length";

  // The stream is asked for names only. Its content column is never read, so the rows can be read
  // as an ordinary batch, with all that Spark's optimizer does for one.
  private static final String NAMES_ONLY = "binaryFile";
  private static final StructType BINARY_FILE =
      StructType.fromDDL("path STRING, modificationTime TIMESTAMP, length BIGINT, content BINARY");

  private final Source source;

  LandingFolder(Source source) {
    this.source = source;
  }

  /** Ends the run if the folder is not there. */
  void checkExists(SparkSession spark) {
    Path folder = new Path(source.path());
    if (!exists(folder, spark.sessionState().newHadoopConf())) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot ingest source %s: its landing folder %s does not exist. Create it, or correct sources.%s.path."
              .formatted(source.name(), source.path(), source.name()));
    }
  }

  /** Ends the run if there is nothing at all to take. */
  void checkNotBare(SparkSession spark) {
    if (files(spark).isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot ingest source %s: no file in %s matches %s. Let the first files land there, or correct sources.%s.path or .files."
              .formatted(source.name(), source.path(), source.files(), source.name()));
    }
  }

  /** All files that are there now, taken already or not. */
  List<String> files(SparkSession spark) {
    return Arrays.stream(
            spark.read().format(NAMES_ONLY).options(which()).load(source.path()).inputFiles())
        .map(encoded -> new Path(URI.create(encoded)).toString())
        .toList();
  }

  /** The files that have not been taken, a row each. */
  Dataset<Row> stream(SparkSession spark) {
    return spark
        .readStream()
        .format(NAMES_ONLY)
        .schema(BINARY_FILE)
        .options(which())
        .option("ignoreMissingFiles", true)
        // By default a file more than a week older than the newest one is passed over in silence.
        .option("maxFileAge", "36500d")
        .load(source.path())
        .select(PATH, LENGTH);
  }

  /**
   * The files of a batch that are there, in an order that does not change.
   *
   * @param names rows of {@link #stream}, which leaves out what is gone and what is empty
   * @param given the files that the batch was given
   */
  static List<LandedFile> files(Dataset<Row> names, List<String> given) {
    Map<String, LandedFile> files = new TreeMap<>();
    for (Row row : names.collectAsList()) {
      files.put(row.getAs(PATH), new LandedFile(row.getAs(PATH), row.<Long>getAs(LENGTH)));
    }
    Configuration configuration = names.sparkSession().sessionState().newHadoopConf();
    for (String path : given) {
      if (!files.containsKey(path) && exists(new Path(path), configuration)) {
        files.put(path, new LandedFile(path, 0));
      }
    }
    return List.copyOf(files.values());
  }

  private static boolean exists(Path path, Configuration configuration) {
    try {
      return path.getFileSystem(configuration).exists(path);
    } catch (IOException unreachable) {
      throw new UncheckedIOException("Cannot look at " + path, unreachable);
    }
  }

  private Map<String, String> which() {
    return Map.of("recursiveFileLookup", "true", "pathGlobFilter", source.files());
  }
}
