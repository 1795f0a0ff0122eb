package io.deltaingest.delta.bench;

import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.commit.CommitMember;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.commit.CommitProtocol;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.commit.SealedBatch;
import io.deltaingest.domain.commit.TxnChange;
import io.deltaingest.domain.commit.TxnUpdate;
import io.deltaingest.domain.model.TableSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How long a commit takes, from files complete to version in place, on a log that grows; and how
 * long such a log takes to load. Arguments: folder to work in (a temporary one), versions (10,000).
 */
public final class CommitBenchmark {

  private CommitBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path place =
        arguments.length > 0
            ? Files.createTempDirectory(Path.of(arguments[0]), "commit")
            : Files.createTempDirectory("commit");
    int versions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    PrintStream out = System.out;
    new LogFolder(place).create(ForeignFiles.SCHEMA, "day");
    DeltaTableLog log =
        new DeltaTableLog(new LocalTableStorage(place), "benchmark", Clock.systemUTC());
    TableSnapshot table = log.load();
    CommitProtocol protocol =
        new CommitProtocol(
            log, attempt -> true, System::nanoTime, System::currentTimeMillis, table, () -> {});
    long[] nanos = new long[versions];
    for (int i = 0; i < versions; i++) {
      OptionalLong expected = i == 0 ? OptionalLong.empty() : OptionalLong.of(i - 1);
      List<TxnChange> txns = List.of(new TxnChange("app-0", expected, i));
      DataFile file =
          new DataFile(
              "day=2024-01-01/part-00000-" + UUID.randomUUID() + "-c000.snappy.parquet",
              Map.of("day", "2024-01-01"),
              1_000_000,
              1_700_000_000_000L,
              10_000,
              "{\"numRecords\":10000,\"minValues\":{\"id\":1},\"maxValues\":{\"id\":9},"
                  + "\"nullCount\":{\"id\":0}}");
      SealedBatch batch =
          new SealedBatch(UUID.randomUUID().toString(), TxnUpdate.append(txns), 10_000);
      CommitMember member =
          new CommitMember(batch, List.of(file), table.tableId(), table.rules(), "app");
      long start = System.nanoTime();
      CommitOutcome outcome = protocol.commit(List.of(member)).get(batch.id());
      nanos[i] = System.nanoTime() - start;
      if (!(outcome instanceof CommitOutcome.Committed)) {
        throw new IllegalStateException(outcome.toString());
      }
      int done = i + 1;
      if (done == 10 || done == 100 || done == 1_000 || done == versions) {
        long[] last = Arrays.copyOfRange(nanos, Math.max(0, done - 500), done);
        Arrays.sort(last);
        out.printf(
            "%,7d versions: commit %.2f ms (median of the last %d), 99 %% %.2f ms, load %.1f ms%n",
            done,
            last[last.length / 2] / 1e6,
            last.length,
            last[last.length * 99 / 100] / 1e6,
            loadMillis(log));
      }
    }
    new LogFolder(place).delete();
  }

  private static double loadMillis(DeltaTableLog log) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      log.load();
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }
}
