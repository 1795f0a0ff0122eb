package io.deltaingest.benchmarks;

import io.deltaingest.delta.file.FileSettings;
import io.deltaingest.delta.file.TableFileWriter;
import io.deltaingest.delta.file.WrittenFile;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.formats.MessageRowTransformerFactory;
import io.deltaingest.quickstart.SampleTable;
import io.deltaingest.testkit.WebRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Web requests in data files of this project's writer, with the transforms of the README.
 *
 * @param paths relative to the folder, in the order of the rows
 * @param cpuSeconds that writing took, without decoding and transforms
 */
record SampleFiles(List<String> paths, double cpuSeconds) {

  private static final long SEED = 1;
  private static final int BATCH = 5_000;
  private static final long IDLE_BYTES = 32L << 20;
  private static final double NANOS_PER_SECOND = 1e9;

  SampleFiles {
    paths = List.copyOf(paths);
  }

  /** Writes the same rows each time it is called. */
  static SampleFiles write(Path folder, FileSettings settings, long rows, long rowsPerFile)
      throws IOException {
    SampleTable.create(folder);
    LocalTableStorage storage = new LocalTableStorage(folder);
    DeltaTableLog log = new DeltaTableLog(storage, "benchmark", Clock.systemUTC());
    TableSnapshot table = log.load();
    TableFileWriter writer =
        new TableFileWriter(table, log.of(table), storage.data(), () -> IDLE_BYTES, settings);
    RowTransformer transformer =
        MessageRowTransformerFactory.ofJson(RowPath.fourTransforms()).create(table.schema());
    WebRequests requests = new WebRequests(SEED);
    RowBatch batch = new RowBatch(table.schema());
    List<String> paths = new ArrayList<>();
    Consumer<WrittenFile> ended = file -> paths.add(finish(file));
    TableFileWriter.FileSet files = writer.begin();
    long nanos = 0;
    long inFile = 0;
    for (long done = 0; done < rows; done += batch.rowCount()) {
      int count = (int) Math.min(Math.min(BATCH, rows - done), rowsPerFile - inFile);
      fill(batch, count, done, requests, transformer);
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      files.append(batch, Long.MAX_VALUE, ended);
      inFile += count;
      if (inFile == rowsPerFile || done + count == rows) {
        files.end(ended);
        inFile = 0;
      }
      nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }
    return new SampleFiles(paths, nanos / NANOS_PER_SECOND);
  }

  private static void fill(
      RowBatch batch, int rows, long first, WebRequests requests, RowTransformer transformer) {
    byte[][] values = new byte[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = requests.message(first + i);
    }
    GeneratedMessage message = new GeneratedMessage(values, first);
    batch.clear();
    for (int i = 0; i < rows; i++) {
      message.next();
      Rejection rejection = transformer.transform(message, batch);
      if (rejection != null) {
        throw new IllegalStateException(rejection.detail());
      }
    }
  }

  private static String finish(WrittenFile file) {
    try {
      file.finish();
      return file.path();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
