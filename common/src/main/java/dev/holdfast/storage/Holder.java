package dev.holdfast.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Who holds a {@link Lease}: a process of a machine.
 *
 * @param processStarted tells it from a later process of the same number
 */
record Holder(String name, String machine, long process, Instant processStarted, Instant since) {

  static Holder thisProcess(String name) {
    ProcessHandle process = ProcessHandle.current();
    return new Holder(name, thisMachine(), process.pid(), started(process), Instant.now());
  }

  /** As {@link #lines} wrote it. */
  static Holder of(Iterator<String> lines) {
    return new Holder(
        lines.next(),
        lines.next(),
        Long.parseLong(lines.next()),
        Instant.parse(lines.next()),
        Instant.parse(lines.next()));
  }

  List<String> lines() {
    return List.of(
        name, machine, Long.toString(process), processStarted.toString(), since.toString());
  }

  boolean isOfThisMachine() {
    return machine.equals(thisMachine());
  }

  /** Whether the process is there, if it is one of this machine. */
  boolean lives() {
    Optional<ProcessHandle> found = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    return found.map(handle -> started(handle).equals(processStarted)).orElse(false);
  }

  @Override
  public String toString() {
    return "%s, process %d of %s, since %s".formatted(name, process, machine, since);
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String thisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "unnamed";
    }
  }
}
