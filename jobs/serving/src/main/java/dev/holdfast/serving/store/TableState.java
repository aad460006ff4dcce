package dev.holdfast.serving.store;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One version of a table: its columns, its files, and their rows. */
public final class TableState {
  private final Engine engine;
  private final Snapshot snapshot;
  private final Optional<FileStatus> commit;

  TableState(Engine engine, Snapshot snapshot, Optional<FileStatus> commit) {
    this.engine = engine;
    this.snapshot = snapshot;
    this.commit = commit;
  }

  /**
   * A file of the table.
   *
   * @param partition text of its value of each column that the table is partitioned by
   * @param deletions names the rows of it that were deleted since, if any were
   */
  public record DataFile(String path, Map<String, String> partition, Optional<String> deletions) {
    public DataFile {
      partition = Map.copyOf(partition);
    }
  }

  /** Is handed rows one by one. */
  @FunctionalInterface
  public interface Rows {
    /** Takes the row at a place of a batch, which is not there any more afterwards. */
    void take(ColumnarBatch batch, int row) throws IOException;
  }

  public long version() {
    return snapshot.getVersion();
  }

  /** The columns, in their order. */
  public StructType schema() {
    return snapshot.getSchema();
  }

  // Not there any more once the log was cleaned up.
  Optional<FileStatus> commit() {
    return commit;
  }

  /** The files of the table; it is the log that is asked. */
  public List<DataFile> files() {
    List<DataFile> files = new ArrayList<>();
    eachFile(snapshot.getScanBuilder().build(), file -> files.add(described(file)));
    return files;
  }

  /**
   * Reads rows.
   *
   * @param columns those to read, in the order in which batches are to have them
   * @param wanted which files to read
   */
  public void read(List<String> columns, Predicate<DataFile> wanted, Rows rows) {
    StructType read = new StructType();
    for (String column : columns) {
      read = read.add(schema().get(column));
    }
    Scan scan = snapshot.getScanBuilder().withReadSchema(read).build();
    Row state = scan.getScanState(engine);
    eachFile(
        scan,
        file -> {
          if (wanted.test(described(file))) {
            read(state, file, rows);
          }
        });
  }

  private interface Files {
    void take(Row file) throws IOException;
  }

  private void eachFile(Scan scan, Files files) {
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            files.take(rows.next());
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static DataFile described(Row file) {
    return new DataFile(
        InternalScanFileUtils.getAddFileStatus(file).getPath(),
        InternalScanFileUtils.getPartitionValues(file),
        Optional.ofNullable(InternalScanFileUtils.getDeletionVectorDescriptorFromRow(file))
            .map(DeletionVectorDescriptor::getUniqueId));
  }

  private void read(Row state, Row file, Rows rows) throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    CloseableIterator<ColumnarBatch> data =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                physical,
                Optional.empty())
            .map(FileReadResult::getData);
    // Puts in the columns of the partition, and leaves out rows that were deleted.
    try (CloseableIterator<FilteredColumnarBatch> batches =
        Scan.transformPhysicalData(engine, state, file, data)) {
      while (batches.hasNext()) {
        read(batches.next(), rows);
      }
    }
  }

  private static void read(FilteredColumnarBatch filtered, Rows rows) throws IOException {
    ColumnarBatch batch = filtered.getData();
    Optional<ColumnVector> selected = filtered.getSelectionVector();
    for (int row = 0; row < batch.getSize(); row++) {
      int at = row;
      if (selected.map(each -> !each.isNullAt(at) && each.getBoolean(at)).orElse(true)) {
        rows.take(batch, row);
      }
    }
  }
}
