package dev.holdfast.samples;

import dev.holdfast.samples.Landing.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes a landing zone of generated telecom data: a folder a source, in it a folder a week, in it
 * CSV files with a header.
 *
 * <p>A life is simulated anew for each source that is written: it costs less than carrying it.
 */
public final class TelecomSample {
  private static final String MARKER = "_SAMPLE";
  private static final String WEEK = "week";
  private static final long CUSTOMERS_A_TASK = 20_000;
  private static final int SOURCES_AT_ONCE = 2;

  private final Settings settings;

  public TelecomSample(Settings settings) {
    this.settings = settings;
  }

  /** Whether this very sample lies at {@code out}. */
  public boolean exists(SparkSession spark, String out) {
    Path marker = new Path(out, MARKER);
    try {
      FileSystem files = marker.getFileSystem(spark.sessionState().newHadoopConf());
      if (!files.exists(marker)) {
        return false;
      }
      try (var in = files.open(marker)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(settings.toString());
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Whether {@link #write} would destroy nothing but a sample: there is nothing at {@code out}, or
   * what there is was generated.
   */
  public boolean mayWrite(SparkSession spark, String out) {
    Path target = new Path(out);
    try {
      FileSystem files = target.getFileSystem(spark.sessionState().newHadoopConf());
      return !files.exists(target)
          || files.exists(new Path(target, MARKER))
          || files.listStatus(target).length == 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Writes the sample: beside {@code out} first, so that {@code out} is whole or absent. */
  public void write(SparkSession spark, String out) {
    Path target = new Path(out);
    Path growing = target.suffix(".growing");
    try {
      FileSystem files = target.getFileSystem(spark.sessionState().newHadoopConf());
      files.delete(growing, true);
      writeSources(own(spark), growing);
      try (var marker = files.create(new Path(growing, MARKER))) {
        marker.write(settings.toString().getBytes(StandardCharsets.UTF_8));
      }
      files.delete(target, true);
      files.mkdirs(target.getParent());
      if (!files.rename(growing, target)) {
        throw new IOException("Cannot rename %s to %s".formatted(growing, target));
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  // A session whose settings are the sample's alone.
  private SparkSession own(SparkSession spark) {
    SparkSession own = spark.newSession();
    // A file for every week open at once: else all lines of a task are sorted by week first.
    own.conf().set("spark.sql.maxConcurrentOutputFileWriters", settings.weeks() + 2);
    return own;
  }

  // Two at once, rather than two tasks each: half as many files for the same lines.
  private void writeSources(SparkSession spark, Path folder) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(SOURCES_AT_ONCE);
    try {
      List<Future<?>> writes = new ArrayList<>();
      for (Landing source : Landing.values()) {
        String into = new Path(folder, source.folder()).toString();
        writes.add(threads.submit(() -> write(spark, source, into)));
      }
      for (Future<?> write : writes) {
        write.get();
      }
    } catch (ExecutionException failed) {
      throw new IOException("Cannot write a source of the sample", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the sample was written", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }

  private void write(SparkSession spark, Landing source, String folder) {
    StructType schema = new StructType().add(WEEK, DataTypes.StringType);
    for (String column : source.columns()) {
      schema = schema.add(column, DataTypes.StringType);
    }
    int tasks = (int) Math.max(1, settings.customers() / CUSTOMERS_A_TASK);
    Settings simulated = settings;
    FlatMapFunction<Long, Row> simulate = customer -> rows(source, customer, simulated).iterator();
    Dataset<Row> rows =
        spark
            .range(0, settings.customers(), 1, tasks)
            .as(Encoders.LONG())
            .flatMap(simulate, Encoders.row(schema));
    rows.write()
        .mode(SaveMode.Overwrite)
        .partitionBy(WEEK)
        .option("header", true)
        .option("ignoreLeadingWhiteSpace", false)
        .option("ignoreTrailingWhiteSpace", false)
        .csv(folder);
  }

  private static List<Row> rows(Landing source, long customer, Settings settings) {
    List<Row> rows = new ArrayList<>();
    for (Line line : source.lines(customer, Life.of(customer, settings), settings)) {
      List<Object> values = new ArrayList<>();
      values.add(settings.monday(line.week()).toString());
      values.addAll(line.values());
      rows.add(RowFactory.create(values.toArray()));
    }
    return rows;
  }
}
