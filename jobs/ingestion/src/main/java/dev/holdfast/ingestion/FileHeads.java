package dev.holdfast.ingestion;

import dev.holdfast.problem.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The first bytes of every file of a batch, looked at before any row is read: they tell an empty
 * file, one that is no text, and one with other columns.
 *
 * @param headers the header lines that were found, as they stand in the files
 */
record FileHeads(List<Flaw> flaws, Set<String> headers) {
  private static final int BYTES = 1 << 16;
  private static final int READERS = 16;

  /** What is wrong with a file. */
  record Flaw(String path, String what) {}

  private record Head(Optional<Flaw> flaw, Optional<String> header) {}

  static FileHeads of(Source source, List<LandedFile> files, Configuration configuration) {
    Looker looker = new Looker(source, configuration);
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<Head>> heads =
          files.stream().map(file -> readers.submit(() -> looker.look(file))).toList();
      List<Flaw> flaws = new java.util.ArrayList<>();
      Set<String> headers = new TreeSet<>();
      for (Future<Head> future : heads) {
        Head head = future.get();
        head.flaw().ifPresent(flaws::add);
        head.header().ifPresent(headers::add);
      }
      return new FileHeads(List.copyOf(flaws), headers);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking at the files", interrupted);
    } catch (java.util.concurrent.ExecutionException unreadable) {
      throw new IllegalStateException(
          "Cannot read a file of source " + source.name(), unreadable.getCause());
    } finally {
      readers.shutdownNow();
    }
  }

  private record Looker(
      Source source, ParserOptions options, Header header, Configuration configuration) {

    Looker(Source source, Configuration configuration) {
      this(
          source,
          new ParserOptions(source),
          new Header(source, new ParserOptions(source)),
          configuration);
    }

    Head look(LandedFile file) throws IOException {
      if (file.length() == 0) {
        return flawed(file, "is empty");
      }
      byte[] start = read(file);
      return switch (source.format()) {
        case PARQUET -> magic(file, start, "PAR1");
        case ORC -> magic(file, start, "ORC");
        case CSV, JSON -> text(file, start);
      };
    }

    private byte[] read(LandedFile file) throws IOException {
      Path path = new Path(file.path());
      CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
      try (InputStream bytes = path.getFileSystem(configuration).open(path);
          InputStream plain = codec == null ? bytes : codec.createInputStream(bytes)) {
        return plain.readNBytes(BYTES);
      }
    }

    private static Head magic(LandedFile file, byte[] start, String magic) {
      return new String(start, StandardCharsets.ISO_8859_1).startsWith(magic)
          ? new Head(Optional.empty(), Optional.empty())
          : flawed(file, "does not begin with " + magic);
    }

    private Head text(LandedFile file, byte[] start) {
      for (byte each : start) {
        if (each == 0) {
          return flawed(file, "is not text: it contains zero bytes");
        }
      }
      CharBuffer text = CharBuffer.allocate(start.length);
      boolean undecodable =
          Charset.forName(options.charset())
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              // A character may be cut in two where the bytes end.
              .decode(ByteBuffer.wrap(start), text, start.length < BYTES)
              .isError();
      if (undecodable) {
        return flawed(file, "is not text in " + options.charset());
      }
      if (!options.header()) {
        return new Head(Optional.empty(), Optional.empty());
      }
      String first = text.flip().toString().split("\r\n|\r|\n", 2)[0];
      return header.is(first)
          ? new Head(Optional.empty(), Optional.of(first))
          : flawed(
              file,
              "begins with \"%s\" in place of the header %s"
                  .formatted(
                      Gate.shortened(first), String.join(options.separator(), header.declared())));
    }

    private static Head flawed(LandedFile file, String what) {
      return new Head(Optional.of(new Flaw(file.path(), what)), Optional.empty());
    }
  }
}
