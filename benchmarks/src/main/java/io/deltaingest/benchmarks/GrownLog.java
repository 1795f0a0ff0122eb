package io.deltaingest.benchmarks;

import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.KernelReader;
import io.deltaingest.delta.store.LocalTableStorage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What this project's log of one table costs. Not thread-safe. */
final class GrownLog {

  /** Delta's default. */
  static final int CHECKPOINT_INTERVAL = 10;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Path table;
  private final OwnLog log;
  private final Durations loads = new Durations();
  private final Durations alone = new Durations();
  private final Durations besideCheckpoints = new Durations();
  private final long bytesBefore;
  private long version;
  private long loadBytes;
  private long openBytes;
  private long openBytesAfterCommits;
  private long checkpointNanos;
  private long checkpointCpuNanos;
  private long checkpointFileBytes;
  private long checkpointBytes;

  /**
   * @param files of the table, as {@link GeneratedTable} was asked for
   */
  GrownLog(Path table, int files) {
    this.table = table;
    this.log = OwnLog.kernel(table);
    this.version = files / GeneratedTable.FILES_PER_COMMIT;
    this.bytesBefore = LiveHeap.bytes();
  }

  /** Reads the table from scratch, as at a start. */
  void measureLoads(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      load();
      loads.addNanos(System.nanoTime() - start);
    }
    openBytes = LiveHeap.bytes() - bytesBefore;
    loadBytes = LiveHeap.peakDuring(this::load) - bytesBefore;
  }

  /** Commits, first without checkpoints and then with them. */
  void measureCommits(int count, long pauseMillis) {
    for (int i = 0; i < count; i++) {
      LiveHeap.pause(pauseMillis);
      List<GeneratedActions.File> files = GeneratedTable.newFiles(1);
      long start = System.nanoTime();
      commit(files);
      alone.addNanos(System.nanoTime() - start);
    }
    try (Checkpoints checkpoints = log.checkpoints()) {
      for (int i = 0; i < count; i++) {
        LiveHeap.pause(pauseMillis);
        List<GeneratedActions.File> files = GeneratedTable.newFiles(1);
        long start = System.nanoTime();
        commit(files);
        checkpoints.committed(log.snapshot());
        besideCheckpoints.addNanos(System.nanoTime() - start);
      }
    }
    openBytesAfterCommits = LiveHeap.bytes() - bytesBefore;
  }

  /** Writes one checkpoint for its time and one for its heap. */
  void measureCheckpoints() throws IOException {
    commit(GeneratedTable.newFiles(1));
    long start = System.nanoTime();
    long cpuStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    writeCheckpoint();
    checkpointNanos = System.nanoTime() - start;
    checkpointCpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStart;
    checkpointFileBytes = Files.size(checkpointFile());
    commit(GeneratedTable.newFiles(1));
    checkpointBytes = LiveHeap.peakDuring(this::writeCheckpoint) - bytesBefore;
    load();
  }

  double medianLoadMillis() {
    return loads.median();
  }

  Durations alone() {
    return alone;
  }

  Durations besideCheckpoints() {
    return besideCheckpoints;
  }

  double checkpointSeconds() {
    return checkpointNanos / NANOS_PER_SECOND;
  }

  /** Of the thread that writes it, without collections and compilation. */
  double checkpointCpuSeconds() {
    return checkpointCpuNanos / NANOS_PER_SECOND;
  }

  long checkpointFileBytes() {
    return checkpointFileBytes;
  }

  /** Heap that a log holds once it is open. */
  long openBytes() {
    return openBytes;
  }

  /** Heap that it holds when it was used for a while. */
  long openBytesAfterCommits() {
    return openBytesAfterCommits;
  }

  /** The most heap in use while the table is read from scratch. */
  long loadBytes() {
    return loadBytes;
  }

  /** The most heap in use while a checkpoint is written. */
  long checkpointBytes() {
    return checkpointBytes;
  }

  private void load() {
    List<Long> offsets = log.load();
    if (offsets.get(0) != GeneratedTable.offset(version)) {
      throw new IllegalStateException(
          "partition 0 is at " + offsets.get(0) + " in version " + version);
    }
  }

  private void commit(List<GeneratedActions.File> files) {
    version++;
    log.commit(files, GeneratedTable.offset(version));
  }

  private void writeCheckpoint() throws IOException {
    new KernelReader(new LocalTableStorage(table)).writeCheckpoint(1);
    if (!Files.exists(checkpointFile())) {
      throw new IllegalStateException("there is no " + checkpointFile());
    }
  }

  private Path checkpointFile() {
    return table.resolve(
        String.format(Locale.ROOT, "_delta_log/%020d.checkpoint.parquet", version));
  }
}
