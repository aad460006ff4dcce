package dev.holdfast.deploy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command of {@code deploy/holdfast} run in this process, with what it printed. */
record Command(int exitCode, String out, String err) {

  /** Runs the command with these words, for example {@code weekly --help}. */
  static Command run(List<String> words) {
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exitCode = Holdfast.run(words.toArray(String[]::new));
      return new Command(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
      systemOut.print(out.toString(StandardCharsets.UTF_8));
      systemErr.print(err.toString(StandardCharsets.UTF_8));
    }
  }

  /** The words of a command, with some more behind them. */
  static List<String> words(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all;
  }
}
