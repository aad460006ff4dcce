package dev.holdfast.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogsTest {
  private static final String COMMIT = "00000000000000000007.json";

  private final Configuration configuration = new Configuration();
  private final LocalLogs logs = new LocalLogs(configuration);
  @TempDir private Path folder;

  @Test
  void aCommitIsWrittenWholeAndLeavesNothingElse() throws IOException {
    write(List.of("{\"a\": 1}", "{\"ü\": 2}"), false);

    assertThat(Files.readString(folder.resolve(COMMIT))).isEqualTo("{\"a\": 1}\n{\"ü\": 2}\n");
    assertThat(names()).containsExactly(COMMIT);
  }

  @Test
  void aCommitIsNeverWrittenOverAnother() throws IOException {
    write(List.of("first"), false);

    assertThatThrownBy(() -> write(List.of("second"), false))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(Files.readString(folder.resolve(COMMIT))).isEqualTo("first\n");
    assertThat(names()).containsExactly(COMMIT);
  }

  @Test
  void whatMayBeReplacedIsAndLosesItsOldChecksum() throws IOException {
    write(List.of("first"), true);
    Files.writeString(folder.resolve("." + COMMIT + ".crc"), "of the first");

    write(List.of("second"), true);

    assertThat(Files.readString(folder.resolve(COMMIT))).isEqualTo("second\n");
    assertThat(names()).containsExactly(COMMIT);
  }

  @Test
  void ofManyWhoWriteOneCommitAtOnceOneDoes() throws Exception {
    int writers = 16;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> writes = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      List<String> lines = Stream.generate(() -> "x".repeat(1000)).limit(200).toList();
      writes.add(
          threads.submit(
              () -> {
                write(lines, false);
                return null;
              }));
    }
    int wrote = 0;
    for (Future<?> write : writes) {
      try {
        write.get();
        wrote++;
      } catch (ExecutionException refused) {
        assertThat(refused).hasCauseInstanceOf(FileAlreadyExistsException.class);
      }
    }
    threads.shutdown();

    assertThat(wrote).isOne();
    assertThat(Files.readAllLines(folder.resolve(COMMIT))).hasSize(200);
    assertThat(names()).containsExactly(COMMIT);
  }

  private void write(List<String> lines, boolean overwrite) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.resolve(COMMIT).toUri());
    logs.write(path, lines.iterator(), overwrite, configuration);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
