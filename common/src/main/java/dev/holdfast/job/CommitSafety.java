package dev.holdfast.job;

import dev.holdfast.storage.ConditionalPuts;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Makes sure, before a run writes, that two runs at once cannot lose each other's commits. */
public final class CommitSafety {
  private static final String S3 = "s3a";

  private CommitSafety() {}

  /**
   * Looks whether the store of the tables writes a file only where there is none, when asked to.
   * Costs two small PUTs and a DELETE; file systems other than S3 have an atomic rename and are not
   * asked.
   *
   * @param tables root folder of all tables
   * @throws JobException with {@link ExitCode#CONFIGURATION} if it does not, or cannot be reached
   */
  public static void check(SparkSession spark, String tables) {
    Path root = new Path(tables);
    if (!S3.equals(root.toUri().getScheme())) {
      return;
    }
    boolean honoured;
    try {
      FileSystem files = root.getFileSystem(spark.sessionState().newHadoopConf());
      honoured = new ConditionalPuts(files).areHonoured(root);
    } catch (IOException | IllegalArgumentException unreachable) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot write to %s: %s. Check the bucket, the endpoint and the credentials; conf/s3.conf says where they come from."
              .formatted(tables, unreachable.getMessage()),
          unreachable);
    }
    if (!honoured) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot keep tables in %s: its store wrote over a file that it was asked to write only where there is none (PUT with If-None-Match: *), so two runs at once would lose each other's commits. Use a store that honours it, as Amazon S3 does, or HDFS or a shared folder."
              .formatted(tables));
    }
  }
}
