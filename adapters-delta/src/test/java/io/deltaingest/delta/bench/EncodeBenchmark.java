package io.deltaingest.delta.bench;

import io.deltaingest.delta.file.TableFileWriter;
import io.deltaingest.delta.file.TableLayout;
import io.deltaingest.delta.file.WrittenFile;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.Schemas;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.row.StructVector;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Rows a second that one thread writes to Parquet files, web requests partitioned by date.
 *
 * <p>Arguments: rows of a round (2,000,000), rows of a batch (5,000), table partitions (1).
 */
public final class EncodeBenchmark {

  private static final String[] METHODS = {"GET", "GET", "GET", "GET", "GET", "POST", "PUT"};
  private static final int[] STATUS = {200, 200, 200, 200, 201, 304, 404, 500};

  private EncodeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int rows = number(arguments, 0, 2_000_000);
    int batchRows = number(arguments, 1, 5_000);
    int partitions = number(arguments, 2, 1);
    PrintStream out = System.out;
    Path folder = Files.createTempDirectory("encode");
    new LogFolder(folder).create(Schemas.WEB_REQUESTS, "date");
    LocalTableStorage storage = new LocalTableStorage(folder);
    TableSnapshot table = new DeltaTableLog(storage, "benchmark", Clock.systemUTC()).load();
    List<RowBatch> batches = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < Math.min(rows / batchRows, 40); i++) {
      batches.add(batch(table, batchRows, partitions, random));
    }
    TableFileWriter writer =
        new TableFileWriter(
            table, TableLayout.plain(table.schema()), storage.data(), () -> 32L << 20);
    for (int round = 0; round < 5; round++) {
      long wall = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      TableFileWriter.FileSet files = writer.begin();
      List<WrittenFile> written = new ArrayList<>();
      long heap = 0;
      for (int done = 0; done < rows; done += batchRows) {
        files.append(batches.get(done / batchRows % batches.size()), Long.MAX_VALUE, written::add);
        heap = Math.max(heap, files.heapBytes());
      }
      files.end(written::add);
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      wall = System.nanoTime() - wall;
      long bytes = 0;
      for (WrittenFile file : written) {
        bytes += file.finish().sizeBytes();
        Files.delete(folder.resolve(file.path()));
      }
      out.printf(
          "%,d rows, %d files: %,.0f rows/s, %.2f CPU s per million, %.1f bytes a row, heap %d MiB%n",
          rows,
          written.size(),
          rows * 1e9 / wall,
          cpu / 1e3 / rows,
          (double) bytes / rows,
          heap >> 20);
    }
    new LogFolder(folder).delete();
  }

  private static RowBatch batch(TableSnapshot table, int rows, int partitions, Random random) {
    RowBatch batch = new RowBatch(table.schema());
    String session = "";
    for (int i = 0; i < rows; i++) {
      if (i % 8 == 0) {
        session = new UUID(random.nextLong(), random.nextLong()).toString();
      }
      batch.beginRow();
      text(batch, 0, new UUID(random.nextLong(), random.nextLong()).toString());
      text(batch, 1, session);
      text(batch, 2, "http://www.example.com/catalog/item-" + random.nextInt(2000));
      text(batch, 3, METHODS[random.nextInt(METHODS.length)]);
      ((IntVector) batch.column(4)).append(STATUS[random.nextInt(STATUS.length)]);
      StructVector meta = (StructVector) batch.column(5);
      meta.open();
      StructVector producer = (StructVector) meta.child(0);
      producer.open();
      ((BytesVector) producer.child(0))
          .append(
              ("2021-03-24T15:06:17." + (100_000 + random.nextInt(899_999)) + "+00:00")
                  .getBytes(StandardCharsets.UTF_8));
      StructVector kafka = (StructVector) meta.child(1);
      kafka.open();
      ((LongVector) kafka.child(0)).append(1_000_000L + i);
      ((IntVector) kafka.child(1)).append(i % 4);
      text(batch, 6, "2021-03-" + (10 + random.nextInt(partitions)));
      batch.endRow();
    }
    return batch;
  }

  private static void text(RowBatch batch, int column, String value) {
    ((BytesVector) batch.column(column)).append(value.getBytes(StandardCharsets.UTF_8));
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
