package dev.holdfast.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** Order lines of a shop that never was, in CSV: about 90 bytes a line, some copied, some bad. */
final class RetailLines {
  /** The columns as Spark DDL. */
  static final String SCHEMA =
      "InvoiceNo STRING, StockCode STRING, Description STRING, Quantity INT,"
          + " InvoiceDate TIMESTAMP, UnitPrice DOUBLE, CustomerID DOUBLE, Country STRING";

  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
  private static final String[] THINGS = {
    "WHITE HANGING HEART T-LIGHT HOLDER",
    "WHITE METAL LANTERN",
    "CREAM CUPID HEARTS COAT HANGER",
    "KNITTED UNION FLAG HOT WATER BOTTLE",
    "RED WOOLLY HOTTIE WHITE HEART."
  };
  private static final String[] COUNTRIES = {"United Kingdom", "France", "Germany", "EIRE"};
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final LocalDateTime FIRST = LocalDateTime.of(2010, 12, 1, 8, 0);
  private static final int LINES_OF_AN_INVOICE = 20;
  private static final int ONE_BAD_IN = 1000;
  private static final int ONE_COPIED_IN = 500;
  private static final int ONE_REMEMBERED_IN = 50;

  private final Random random;
  private int line;
  private String remembered = "";

  RetailLines(long seed) {
    this.random = new Random(seed);
  }

  /** Writes {@code rows} lines, spread evenly over {@code files} files with a header each. */
  void write(Path folder, int rows, int files) throws IOException {
    Files.createDirectories(folder);
    for (int file = 0; file < files; file++) {
      int until = (int) ((long) rows * (file + 1) / files);
      Path path = folder.resolve("lines-%03d.csv".formatted(file));
      try (BufferedWriter writer = Files.newBufferedWriter(path)) {
        writer.write(HEADER + "\n");
        while (line < until) {
          writer.write(next() + "\n");
        }
      }
    }
  }

  private String next() {
    line++;
    if (!remembered.isEmpty() && random.nextInt(ONE_COPIED_IN) == 0) {
      return remembered;
    }
    String quantity =
        random.nextInt(ONE_BAD_IN) == 0 ? "many" : String.valueOf(1 + random.nextInt(24));
    String text =
        String.join(
            ",",
            String.valueOf(536_365 + line / LINES_OF_AN_INVOICE),
            String.valueOf(10_000 + random.nextInt(80_000)) + (char) ('A' + random.nextInt(26)),
            THINGS[random.nextInt(THINGS.length)],
            quantity,
            TIME.format(FIRST.plusSeconds(random.nextInt(32_000_000))),
            String.valueOf(random.nextInt(2000) / 100.0),
            String.valueOf(12_000 + random.nextInt(6000)) + ".0",
            COUNTRIES[random.nextInt(COUNTRIES.length)]);
    if (random.nextInt(ONE_REMEMBERED_IN) == 0) {
      remembered = text;
    }
    return text;
  }
}
