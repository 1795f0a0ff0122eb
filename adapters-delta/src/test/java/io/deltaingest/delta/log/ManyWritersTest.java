package io.deltaingest.delta.log;

import io.deltaingest.delta.standalone.StandaloneReader;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.commit.DataFile;
import io.deltaingest.domain.port.TableLog;
import io.deltaingest.testkit.contract.ManyWritersContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Writers of one local table, by either library and by both at the same time. */
class ManyWritersTest {

  @Nested
  class Kernel extends LocalWriters {
    @Override
    SnapshotReader reader(int writer, TableStorage storage) {
      return new KernelReader(storage);
    }
  }

  @Nested
  class Standalone extends LocalWriters {
    @Override
    SnapshotReader reader(int writer, TableStorage storage) {
      return new StandaloneReader(storage);
    }
  }

  @Nested
  class Both extends LocalWriters {
    @Override
    SnapshotReader reader(int writer, TableStorage storage) {
      return writer % 2 == 0 ? new KernelReader(storage) : new StandaloneReader(storage);
    }
  }

  private abstract static class LocalWriters extends ManyWritersContract {

    @TempDir Path folder;

    abstract SnapshotReader reader(int writer, TableStorage storage);

    @BeforeEach
    void createTable() {
      new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    }

    @Override
    protected TableLog newLog(int writer) {
      TableStorage storage = new LocalTableStorage(folder);
      return new DeltaTableLog(storage, reader(writer, storage), "test", Clock.systemUTC());
    }

    @Override
    protected DataFile file(String name) {
      return new DataFile(
          "day=2024-01-01/" + name + ".parquet",
          Map.of("day", "2024-01-01"),
          100,
          1,
          1,
          "{\"numRecords\":1}");
    }
  }
}
