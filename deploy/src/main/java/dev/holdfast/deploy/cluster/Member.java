package dev.holdfast.deploy.cluster;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of the cluster.
 *
 * @param started tells it from a later process of the same number
 */
record Member(String name, long pid, Instant started) {

  static Member of(String name, Process process) {
    return new Member(
        name, process.pid(), process.info().startInstant().orElseThrow(IllegalStateException::new));
  }

  /** As {@link #toString} wrote it. */
  static Member parse(String text) {
    String[] parts = text.split(" ", 3);
    return new Member(parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2]));
  }

  /** The process, while it lives. */
  Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid)
        .filter(process -> process.info().startInstant().equals(Optional.of(started)))
        .filter(ProcessHandle::isAlive);
  }

  /** What it started and that still lives: a worker's executors and drivers. */
  Stream<ProcessHandle> children() {
    return alive().stream().flatMap(ProcessHandle::descendants);
  }

  /** Ends it and all that it started, and returns when they are gone. */
  void end() {
    alive()
        .ifPresent(
            process -> {
              var started = process.descendants().toList();
              process.destroyForcibly();
              started.forEach(ProcessHandle::destroyForcibly);
              process.onExit().join();
              started.forEach(child -> child.onExit().join());
            });
  }

  @Override
  public String toString() {
    return name + " " + pid + " " + started;
  }
}
