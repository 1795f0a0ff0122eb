package io.deltaingest.delta.log;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.MetricsReporter;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import io.deltaingest.delta.store.TableStorage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kernel's default engine on our storage, with three changes: no metrics reports, a checkpoint
 * whose rows ended in an exception is not put in place, and {@link RowGroupsOfInterest}. One engine
 * serves one read or one checkpoint.
 */
final class LogEngine implements Engine {

  private final AtomicBoolean spoiled = new AtomicBoolean();
  private final Engine engine;

  LogEngine(TableStorage storage) {
    engine = DefaultEngine.create(new KernelFileIO(storage, spoiled::get));
  }

  @Override
  public ExpressionHandler getExpressionHandler() {
    return engine.getExpressionHandler();
  }

  @Override
  public JsonHandler getJsonHandler() {
    return engine.getJsonHandler();
  }

  @Override
  public FileSystemClient getFileSystemClient() {
    return engine.getFileSystemClient();
  }

  @Override
  public ParquetHandler getParquetHandler() {
    return new CarefulParquetHandler(engine.getParquetHandler());
  }

  @Override
  public List<MetricsReporter> getMetricsReporters() {
    return List.of();
  }

  private final class CarefulParquetHandler implements ParquetHandler {
    private final ParquetHandler handler;

    CarefulParquetHandler(ParquetHandler handler) {
      this.handler = handler;
    }

    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
        CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      return handler.readParquetFiles(
          files, schema, predicate.or(() -> RowGroupsOfInterest.of(schema)));
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
        String folder, CloseableIterator<FilteredColumnarBatch> rows, List<Column> statsColumns)
        throws IOException {
      return handler.writeParquetFiles(folder, new WatchedRows(rows), statsColumns);
    }

    @Override
    public void writeParquetFileAtomically(
        String path, CloseableIterator<FilteredColumnarBatch> rows) throws IOException {
      handler.writeParquetFileAtomically(path, new WatchedRows(rows));
    }
  }

  /** Notes whether the rows came to their proper end. */
  private final class WatchedRows implements CloseableIterator<FilteredColumnarBatch> {
    private final CloseableIterator<FilteredColumnarBatch> rows;

    WatchedRows(CloseableIterator<FilteredColumnarBatch> rows) {
      this.rows = rows;
      spoiled.set(true);
    }

    @Override
    public boolean hasNext() {
      boolean more = rows.hasNext();
      if (!more) {
        spoiled.set(false);
      }
      return more;
    }

    @Override
    public FilteredColumnarBatch next() {
      return rows.next();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
