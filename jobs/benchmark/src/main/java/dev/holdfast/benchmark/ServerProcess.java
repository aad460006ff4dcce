package dev.holdfast.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The server as a process of its own, started as {@code deploy/holdfast serve} starts it. */
final class ServerProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it on a port that is free.
   *
   * @param folder has the tables in {@code tables}; the problem's file is put beside them
   */
  static ServerProcess start(Path folder, String problem, String token) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("problem.conf"),
            "problem { name = %s, entity = [%s] }".formatted(problem, ScoringRows.ENTITY));
    Path launcher = Path.of(System.getProperty("holdfast.home", "."), "deploy", "holdfast");
    ProcessBuilder builder =
        new ProcessBuilder(
                launcher.toString(),
                "serve",
                "--problem",
                file.toString(),
                "--set",
                "deployment.tables=" + folder.resolve("tables"),
                "--listen",
                "127.0.0.1:0")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HOLDFAST_TOKEN", token);
    Process process = builder.start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String where = out.readLine();
    if (where == null) {
      throw new IOException("The server did not start");
    }
    return new ServerProcess(
        process, Integer.parseInt(where.substring(where.lastIndexOf(':') + 1)));
  }

  int port() {
    return port;
  }

  /** What it used of the processors so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What it holds of the machine's memory; 0 where the system does not tell. */
  long residentMegabytes() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0L);
  }

  /** Tells it to end, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
