package dev.holdfast.scoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** Rows that are worked on some at a time. */
final class Blocks implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final int size;
  private final Function<List<Row>, Iterator<Row>> work;
  private Iterator<Row> done = Collections.emptyIterator();

  Blocks(Iterator<Row> rows, int size, Function<List<Row>, Iterator<Row>> work) {
    this.rows = rows;
    this.size = size;
    this.work = work;
  }

  @Override
  public boolean hasNext() {
    return done.hasNext() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (!done.hasNext()) {
      List<Row> block = new ArrayList<>(size);
      while (rows.hasNext() && block.size() < size) {
        block.add(rows.next());
      }
      done = work.apply(block);
    }
    return done.next();
  }
}
