package dev.holdfast.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.runtime.FileStreamSource;
import org.apache.spark.sql.execution.streaming.runtime.FileStreamSourceLog;
import org.apache.spark.sql.execution.streaming.runtime.StreamMetadata;

/** What the stream of a source remembers of itself: who it is, and which files it gave out when. */
final class Checkpoint {
  private final SparkSession spark;
  private final Path folder;

  Checkpoint(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = new Path(folder);
  }

  String path() {
    return folder.toString();
  }

  /** The identity of the stream; a checkpoint that is begun anew has another one. */
  Optional<String> identity() {
    scala.Option<StreamMetadata> metadata =
        StreamMetadata.read(new Path(folder, "metadata"), configuration());
    return metadata.isDefined() ? Optional.of(metadata.get().id()) : Optional.empty();
  }

  /** The last batch that was given out, whether or not it got through. */
  OptionalLong lastPlanned() {
    return last("offsets");
  }

  /** The last batch that got through. */
  OptionalLong lastDone() {
    return last("commits");
  }

  /** The files that were given out, in all batches or in one. */
  List<String> files(OptionalLong batch) {
    Path log = new Path(folder, "sources/0");
    List<String> files = new ArrayList<>();
    if (exists(log)) {
      for (Object entry :
          new FileStreamSourceLog(FileStreamSourceLog.VERSION(), spark, log.toString())
              .allFiles()) {
        if (entry instanceof FileStreamSource.FileEntry file
            && (batch.isEmpty() || batch.getAsLong() == file.batchId())) {
          files.add(file.sparkPath().toPath().toString());
        }
      }
    }
    return files;
  }

  private OptionalLong last(String kind) {
    Path log = new Path(folder, kind);
    if (!exists(log)) {
      return OptionalLong.empty();
    }
    try {
      return Arrays.stream(fileSystem().listStatus(log))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the checkpoint " + folder, unreadable);
    }
  }

  private boolean exists(Path path) {
    try {
      return fileSystem().exists(path);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the checkpoint " + folder, unreadable);
    }
  }

  private FileSystem fileSystem() throws IOException {
    return folder.getFileSystem(configuration());
  }

  private Configuration configuration() {
    return spark.sessionState().newHadoopConf();
  }
}
