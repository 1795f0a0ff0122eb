package io.deltaingest.delta.standalone;

import io.delta.standalone.internal.Checkpoints$;
import io.delta.standalone.internal.DeltaLogImpl;
import io.delta.standalone.internal.LogSegment;
import io.delta.standalone.internal.SnapshotImpl;
import io.delta.standalone.internal.actions.Action;
import io.delta.standalone.internal.actions.MemoryOptimizedLogReplay;
import io.delta.standalone.internal.actions.Metadata;
import io.delta.standalone.internal.actions.Protocol;
import io.delta.standalone.internal.actions.SetTransaction;
import io.delta.standalone.internal.exception.DeltaErrors.InvalidProtocolVersionException;
import io.delta.storage.CloseableIterator;
import io.deltaingest.delta.log.Checkpoints;
import io.deltaingest.delta.log.KernelReader;
import io.deltaingest.delta.log.LastCheckpoint;
import io.deltaingest.delta.log.LoadedTable;
import io.deltaingest.delta.log.ReadFailures;
import io.deltaingest.delta.log.SnapshotReader;
import io.deltaingest.delta.log.TableMetadata;
import io.deltaingest.delta.log.TableProtocol;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.IngestException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.model.Txn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple3;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import shadedelta.com.fasterxml.jackson.core.JsonProcessingException;

/**
 * All that we ask of delta-standalone: the newest snapshot with its transaction identifiers, and
 * checkpoints, for tables of protocol 1/2. Some of what it uses is internal to the library: its
 * version is pinned. Thread-safe.
 *
 * <p>The library's transactions are not used. They go on to a later version when the one that they
 * were begun for is taken, unless they see a conflict, and two commits of transaction identifiers
 * alone are none; their bytes hold the time of the attempt, so that a doubtful one can't be
 * repeated; and their {@code commitInfo} has no {@code txnId}, writing or reading.
 */
public final class StandaloneReader implements SnapshotReader {

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneReader.class);

  private static final int READER_VERSION = 1;
  private static final int WRITER_VERSION = 2;
  private static final String COLUMN_MAPPING = "delta.columnMapping.mode";

  private final TableStorage storage;
  private final ReadFailures failures;

  /**
   * @param storage of the table that is read
   */
  public StandaloneReader(TableStorage storage) {
    this.storage = storage;
    this.failures =
        new ReadFailures(storage, LogConfiguration.TABLE.toString(), StandaloneReader::malformed);
  }

  @Override
  public Optional<LoadedTable> readLatest() {
    try (LogConfiguration configuration = new LogConfiguration(storage.log())) {
      DeltaLogImpl log = open(configuration);
      SnapshotImpl snapshot = log.snapshot();
      if (snapshot.version() < 0) {
        return Optional.empty();
      }
      TableProtocol protocol = protocol(snapshot.protocolScala());
      if (protocol.minWriterVersion() > WRITER_VERSION) {
        throw beyond();
      }
      return Optional.of(
          new LoadedTable(
              snapshot.version(),
              protocol,
              metadata(snapshot.metadataScala()),
              txns(log, snapshot.logSegment()),
              List.of(),
              OptionalLong.empty(),
              checkpointVersion(snapshot),
              Optional.empty()));
    } catch (InvalidProtocolVersionException newer) {
      throw beyond();
    } catch (IOException | RuntimeException failure) {
      throw translate(failure);
    }
  }

  /** Rows are not tracked in tables of this protocol. */
  @Override
  public long readRowIdHighWaterMark(long version) {
    return -1;
  }

  @Override
  public Checkpoint writeCheckpoint(int interval) throws IOException {
    try (LogConfiguration configuration = new LogConfiguration(storage.log())) {
      DeltaLogImpl log = open(configuration);
      SnapshotImpl snapshot = log.snapshot();
      Map<String, String> properties = metadata(snapshot.metadataScala()).configuration();
      OptionalLong last = checkpointVersion(snapshot);
      if (last.isPresent()
          && last.getAsLong() >= Checkpoints.newestDue(snapshot.version(), interval)) {
        return new Checkpoint(last.getAsLong(), properties);
      }
      try {
        write(log, snapshot);
      } catch (FileAlreadyExistsException anotherWriters) {
        LOG.debug("Another writer's checkpoint of version {} is there", snapshot.version());
      }
      LastCheckpoint.publish(storage.log(), snapshot.version());
      return new Checkpoint(snapshot.version(), properties);
    }
  }

  /**
   * The file alone: hint and clean-up of the library would not do for several writers. Scala
   * declares no exceptions; this one does.
   */
  @SuppressWarnings("RedundantThrows")
  private static void write(DeltaLogImpl log, SnapshotImpl snapshot) throws IOException {
    Checkpoints$.MODULE$.writeCheckpoint(log, snapshot);
  }

  private static DeltaLogImpl open(LogConfiguration configuration) {
    return DeltaLogImpl.forTable(configuration, LogConfiguration.TABLE);
  }

  private static OptionalLong checkpointVersion(SnapshotImpl snapshot) {
    return OptionConverters.toJava(snapshot.logSegment().checkpointVersion())
        .map(version -> OptionalLong.of((Long) version))
        .orElse(OptionalLong.empty());
  }

  /**
   * One pass over the log, newest first, so that the first of an application id is the one. The
   * library's own way would hold every file of the table on the heap.
   */
  private static Map<String, Txn> txns(DeltaLogImpl log, LogSegment segment) throws IOException {
    List<Path> files = new ArrayList<>();
    CollectionConverters.asJava(segment.deltas()).forEach(file -> files.add(file.getPath()));
    CollectionConverters.asJava(segment.checkpoints()).forEach(file -> files.add(file.getPath()));
    MemoryOptimizedLogReplay replay =
        new MemoryOptimizedLogReplay(
            CollectionConverters.asScala(files).toSeq(),
            log.store(),
            log.hadoopConf(),
            log.timezone());
    Map<String, Txn> newest = new HashMap<>();
    try (CloseableIterator<Tuple3<Action, Object, Object>> actions = replay.getReverseIterator()) {
      while (actions.hasNext()) {
        if (actions.next()._1() instanceof SetTransaction txn) {
          long lastUpdated =
              OptionConverters.toJava(txn.lastUpdated()).map(Long.class::cast).orElse(Txn.NO_TIME);
          newest.putIfAbsent(txn.appId(), new Txn(txn.version(), lastUpdated));
        }
      }
    }
    return newest;
  }

  private static TableProtocol protocol(Protocol protocol) {
    return TableProtocol.of(
        protocol.minReaderVersion(), protocol.minWriterVersion(), List.of(), List.of());
  }

  private static TableMetadata metadata(Metadata metadata) {
    return new TableMetadata(
        metadata.id(),
        metadata.schemaString(),
        CollectionConverters.asJava(metadata.partitionColumns()),
        CollectionConverters.asJava(metadata.configuration()),
        new TableMetadata.Others(
            Optional.ofNullable(metadata.name()),
            Optional.ofNullable(metadata.description()),
            OptionConverters.toJava(metadata.createdTime()).map(millis -> (Long) millis)));
  }

  /**
   * The refusal of a table that is beyond the library. The library itself does not know the names
   * of table features; Kernel does.
   */
  private ConfigurationException beyond() {
    LoadedTable table =
        new KernelReader(storage)
            .readLatest()
            .orElseThrow(
                () -> new TransientException(Problem.of("The table went away meanwhile", "", "")));
    TableProtocol protocol = table.protocol();
    StringBuilder uses = new StringBuilder();
    if (!protocol.features().isEmpty()) {
      uses.append("; it uses the table features ").append(String.join(", ", protocol.features()));
    }
    String mapping = table.metadata().configuration().getOrDefault(COLUMN_MAPPING, "none");
    if (!mapping.equals("none")) {
      uses.append("; it maps columns (").append(COLUMN_MAPPING).append('=').append(mapping);
      uses.append(')');
    }
    return new ConfigurationException(
        Problem.of(
            "The Delta table at " + storage.location() + " is beyond the log engine standalone",
            "its protocol is reader version "
                + protocol.minReaderVersion()
                + ", writer version "
                + protocol.minWriterVersion()
                + ", and delta-standalone knows "
                + READER_VERSION
                + " and "
                + WRITER_VERSION
                + uses,
            "Take the log engine kernel for this stream"));
  }

  private IngestException translate(Exception failure) {
    String doing = "Reading the Delta log of " + storage.location() + " failed";
    return failures.below(doing, failure).orElseGet(() -> failures.damaged(doing, failure));
  }

  private static Optional<String> malformed(Throwable failure) {
    return failure instanceof JsonProcessingException json
        ? Optional.of(json.getOriginalMessage())
        : Optional.empty();
  }
}
