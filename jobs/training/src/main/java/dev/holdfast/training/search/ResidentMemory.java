package dev.holdfast.training.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most bytes of the machine's memory that this process was seen to hold, heap and native memory
 * and all, as Linux tells it. It is looked at when this is made and whenever it is asked for.
 */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final long KILOBYTE = 1024;

  private long most = now().orElse(0);

  /** Looks once more; 0 where the system does not tell it. */
  long most() {
    most = Math.max(most, now().orElse(0));
    return most;
  }

  private static OptionalLong now() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return resident(Files.readString(STATUS));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + STATUS, unreadable);
    }
  }

  /** Resident bytes in the text of a process's status. */
  static OptionalLong resident(String status) {
    Matcher line = RESIDENT.matcher(status);
    return line.find()
        ? OptionalLong.of(Long.parseLong(line.group(1)) * KILOBYTE)
        : OptionalLong.empty();
  }
}
