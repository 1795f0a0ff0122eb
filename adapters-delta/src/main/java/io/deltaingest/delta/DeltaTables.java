package io.deltaingest.delta;

import io.deltaingest.delta.create.TableCreator;
import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.DeltaDeadLetterStore;
import io.deltaingest.delta.log.DeltaOffsetStore;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.log.KernelReader;
import io.deltaingest.delta.log.SchemaJson;
import io.deltaingest.delta.log.SnapshotReader;
import io.deltaingest.delta.sink.CommitLane;
import io.deltaingest.delta.sink.DeltaTableSink;
import io.deltaingest.delta.standalone.StandaloneReader;
import io.deltaingest.delta.store.TableLocations;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.OffsetStore;
import io.deltaingest.domain.port.TableSink;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where the launcher gets offset stores and sinks. One for the process: workers and streams that
 * use the same table by the same log engine share its commit lane, and so its versions.
 * Thread-safe; methods block on storage.
 */
public final class DeltaTables {

  /** Either is there in nearly every table, which spares listing its log. */
  private static final List<String> SIGNS_OF_A_TABLE =
      List.of("_last_checkpoint", "00000000000000000000.json");

  private final String engineInfo;
  private final Clock clock;
  private final Map<Place, SharedTable> tables = new HashMap<>();

  /**
   * @param version this program's version, for the log
   * @param clock the time that goes into commits
   */
  public DeltaTables(String version, Clock clock) {
    this.engineInfo = "kafka-delta-ingest/" + version;
    this.clock = clock;
  }

  /**
   * Opens the table for one worker; the caller closes it after its sink.
   *
   * <p>Creates the table first if there is none and the configuration says how. Refuses a table
   * that can't be written.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException when location, table or rights are
   *     not as they have to be
   * @throws io.deltaingest.domain.error.TransientException when storage does not answer
   */
  public DeltaTable open(StreamConfig.Table config) {
    return open(
        config,
        () -> {
          throw new IllegalStateException("nobody works out the columns of " + config.location());
        });
  }

  /**
   * As {@link #open(StreamConfig.Table)}.
   *
   * @param columns what a table gets that is to be created and has no schema in the configuration;
   *     asked for only then
   */
  public DeltaTable open(StreamConfig.Table config, Supplier<StructType> columns) {
    TableStorage storage = TableLocations.resolve(config.location());
    ensureTable(storage, config, columns);
    storage.checkWritable();
    return new DeltaTable(config, acquire(storage, config.engine()));
  }

  /**
   * Checks what {@link #open} checks, the table's version and features included, and keeps nothing.
   *
   * @throws io.deltaingest.domain.error.ConfigurationException as there
   */
  public void check(StreamConfig.Table config) {
    try (DeltaTable table = open(config)) {
      table.offsetStore().read();
    }
  }

  /** Columns as a schema in Delta's JSON form, as {@code --schema} takes it. */
  public static String schemaJson(StructType columns) {
    return SchemaJson.write(columns);
  }

  private void ensureTable(
      TableStorage storage, StreamConfig.Table config, Supplier<StructType> columns) {
    try {
      if (hasVersions(storage)) {
        return;
      }
    } catch (IOException failure) {
      throw storage.explain("Looking for a table at " + storage.location() + " failed", failure);
    }
    if (config.create().isEmpty()) {
      throw DeltaTableLog.noTable(storage.location());
    }
    CreateTable create = config.create().get();
    if (create.schemaJson().isEmpty()) {
      create = new CreateTable(schemaJson(columns.get()), create.partitionBy());
    }
    new TableCreator(engineInfo, clock).create(storage, create);
  }

  private static boolean hasVersions(TableStorage storage) throws IOException {
    if (!storage.log().exists()) {
      return false;
    }
    for (String sign : SIGNS_OF_A_TABLE) {
      if (storage.log().find(sign).isPresent()) {
        return true;
      }
    }
    return storage.log().listFrom("0").stream()
        .anyMatch(file -> Character.isDigit(file.name().charAt(0)));
  }

  private synchronized SharedTable acquire(TableStorage storage, StreamConfig.LogEngine engine) {
    SharedTable shared =
        tables.computeIfAbsent(
            new Place(storage.key(), engine), place -> new SharedTable(place, storage));
    shared.users++;
    return shared;
  }

  private void release(SharedTable shared) {
    synchronized (this) {
      if (--shared.users > 0) {
        return;
      }
      tables.remove(shared.place);
    }
    shared.lane.close();
    shared.checkpoints.close();
  }

  private static SnapshotReader reader(StreamConfig.LogEngine engine, TableStorage storage) {
    return switch (engine) {
      case KERNEL -> new KernelReader(storage);
      case STANDALONE -> new StandaloneReader(storage);
    };
  }

  /** What a shared table is found by: two engines on one table are like two processes on it. */
  private record Place(String storageKey, StreamConfig.LogEngine engine) {}

  /** What all users of a table in this process share. */
  private final class SharedTable {
    private final Place place;
    private final TableStorage storage;
    private final DeltaTableLog log;
    private final Checkpoints checkpoints;
    private final CommitLane lane;
    private int users;

    SharedTable(Place place, TableStorage storage) {
      this.place = place;
      this.storage = storage;
      String location = storage.location();
      String name = location.substring(location.lastIndexOf('/') + 1);
      log = new DeltaTableLog(storage, reader(place.engine(), storage), engineInfo, clock);
      checkpoints = new Checkpoints(log, name);
      lane = new CommitLane(name, log, storage, checkpoints);
    }
  }

  /** A table opened for one worker. The factory methods may be called on any thread. */
  public final class DeltaTable implements AutoCloseable {
    private final StreamConfig.Table config;
    private final SharedTable shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DeltaTable(StreamConfig.Table config, SharedTable shared) {
      this.config = config;
      this.shared = shared;
    }

    /** The table's place as the storage knows it: an absolute path. */
    public String location() {
      return shared.storage.location();
    }

    /** A new offset store: it remembers which table it read first. */
    public OffsetStore offsetStore() {
      return new DeltaOffsetStore(shared.log, shared.storage.location());
    }

    /** A new store for a table of dead letters: it remembers which table it read first. */
    public DeadLetterStore deadLetterStore() {
      return new DeltaDeadLetterStore(offsetStore(), shared.storage);
    }

    /**
     * A new sink, with threads of its own; the caller closes it, and does so before this.
     *
     * @param stream the stream's name
     * @param worker 0, 1, … in the stream
     * @param observer told what happens in the sink
     */
    public TableSink sink(String stream, int worker, IngestObserver observer) {
      return sink(stream, worker, observer, () -> Long.MAX_VALUE);
    }

    /**
     * As {@link #sink(String, int, IngestObserver)}, within bounds: when rows and files come to
     * hold more, files are ended early, still for the same commit.
     *
     * @param heapLimitBytes heap bytes that the sink may take; asked on several threads
     */
    public TableSink sink(
        String stream, int worker, IngestObserver observer, LongSupplier heapLimitBytes) {
      return new DeltaTableSink(
          stream + "-" + worker,
          shared.storage,
          shared.log,
          shared.lane,
          config.appId(),
          config.checkpoints(),
          observer,
          heapLimitBytes);
    }

    /** Gives the table back; the last one to do so ends the commit thread. Idempotent. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(shared);
      }
    }
  }
}
