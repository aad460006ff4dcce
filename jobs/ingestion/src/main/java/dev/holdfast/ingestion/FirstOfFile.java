package dev.holdfast.ingestion;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Whether a task asks for the first time about a file. The rows of a file's first block come in
 * their order and all to one task, so the first that is asked about is the first of the file.
 */
final class FirstOfFile implements UDF1<String, Boolean> {
  private static final long serialVersionUID = 1L;

  private final Set<String> seen = new HashSet<>();
  private long attempt = -1;

  @Override
  public Boolean call(String file) {
    TaskContext task = TaskContext.get();
    if (task != null && task.taskAttemptId() != attempt) {
      attempt = task.taskAttemptId();
      seen.clear();
    }
    return seen.add(file);
  }
}
