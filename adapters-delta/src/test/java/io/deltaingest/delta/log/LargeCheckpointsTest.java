package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.delta.standalone.DeltaLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.TableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.model.TableSnapshot;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of tables with many files, and what they ask of the heap. */
class LargeCheckpointsTest {

  private static final int FILES = 30_000;
  private static final long MEBI = 1 << 20;
  private static final StructType PROTOCOL_AND_METADATA =
      new StructType().add("protocol", Protocol.FULL_SCHEMA).add("metaData", Metadata.FULL_SCHEMA);

  @TempDir Path folder;
  private LogFolder log;

  @BeforeEach
  void createTable() {
    log = new LogFolder(folder).create(ForeignFiles.SCHEMA, "day");
    String[] actions = new String[FILES + 1];
    actions[0] = txn(7);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 1; i <= FILES; i++) {
      actions[i] = add(random.nextLong() + "-" + i, incompressible(random));
    }
    log.put(1, actions);
  }

  @Test
  void shouldHoldFewFilesAtOnceInTheFirstCheckpointAndInThoseMadeFromIt() throws IOException {
    // when
    reader().writeCheckpoint(1);
    log.put(2, txn(8), add("one-more", "x"));
    reader().writeCheckpoint(1);

    // then
    for (long version = 1; version <= 2; version++) {
      assertThat(rowGroups(version))
          .hasSizeGreaterThan(2)
          .allSatisfy(group -> assertThat(group.getCompressedSize()).isLessThan(6 * MEBI));
    }
    Files.delete(log.entry(0));
    Files.delete(log.entry(1));
    DeltaLog other = DeltaLog.forTable(new Configuration(), folder.toString());
    assertThat(other.snapshot().getAllFiles()).hasSize(FILES + 1);
    assertThat(load(storage()).txnVersion("app-0")).hasValue(8);
  }

  @Test
  void shouldFindProtocolAndMetadataWithoutGoingThroughTheFilesOfTheTable() throws IOException {
    // given: both behind all files, as they come to be there
    reader().writeCheckpoint(1);
    log.put(2, txn(8));
    reader().writeCheckpoint(1);
    LogEngine engine = new LogEngine(storage());
    FileStatus checkpoint =
        engine.getFileSystemClient().getFileStatus(KernelFileIO.path(LogNames.checkpoint(2)));

    // when
    long rows = 0;
    boolean found = false;
    try (CloseableIterator<FileReadResult> batches =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(checkpoint),
                PROTOCOL_AND_METADATA,
                Optional.empty())) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next().getData();
        rows += batch.getSize();
        for (int row = 0; row < batch.getSize(); row++) {
          found |= !batch.getColumnVector(1).isNullAt(row);
        }
      }
    }

    // then
    assertThat(found).isTrue();
    assertThat(rows).isLessThan(FILES / 2);
    assertThat(load(storage()).tableId()).isEqualTo("the-table");
  }

  @Test
  void shouldWriteNoCheckpointWhenTheOneBeforeDoesNotFitIntoTheHeap() throws IOException {
    // given
    reader().writeCheckpoint(1);
    log.put(2, txn(8));
    long half = CheckpointFile.largestRowGroup(storage().log(), LogNames.checkpoint(1)) / 2;

    // when, then
    assertThatThrownBy(() -> new KernelReader(storage(), half).writeCheckpoint(1))
        .isInstanceOf(CheckpointBeyondHeapException.class)
        .hasMessageContaining(LogNames.checkpoint(1))
        .hasMessageContaining("in one row group");
    assertThat(log.checkpoint(2)).doesNotExist();
  }

  @Test
  void shouldGoOnWithoutCheckpointsWhenTheHeapIsTooSmallForThem() throws IOException {
    // given
    log.put(2, metadataThatWantsCheckpointsOfEveryVersion());
    reader().writeCheckpoint(1);
    log.put(3, txn(8));
    AtomicLong bytes = new AtomicLong();
    TableStorage storage = new CountingReads(storage(), bytes).storage();
    DeltaTableLog table =
        new DeltaTableLog(storage, new KernelReader(storage, 1), "test", Clock.systemUTC());
    TableSnapshot snapshot = table.load();

    // when
    try (Checkpoints checkpoints = new Checkpoints(table, "test")) {
      checkpoints.committed(snapshot);
      await().until(checkpoints::isGivenUp);
      bytes.set(0);
      checkpoints.committed(snapshot);
    }

    // then: it was not tried again
    assertThat(bytes.get()).isZero();
    assertThat(log.checkpoint(3)).doesNotExist();
    assertThat(table.load().version()).isEqualTo(3);
  }

  @Test
  void shouldReadAllRowGroupsForFilesAndOnlySomeForRareActions() {
    StructType protocolAndMetadata =
        new StructType()
            .add("protocol", Protocol.FULL_SCHEMA)
            .add("metaData", Metadata.FULL_SCHEMA);

    assertThat(RowGroupsOfInterest.of(protocolAndMetadata))
        .hasValueSatisfying(
            any ->
                assertThat(any.toString())
                    .contains("`protocol`.`minReaderVersion`")
                    .contains("`metaData`.`id`"));
    assertThat(RowGroupsOfInterest.of(LogReplay.getAddRemoveReadSchema(true))).isEmpty();
  }

  private String metadataThatWantsCheckpointsOfEveryVersion() {
    return LogFolder.metadata(
        "the-table", ForeignFiles.SCHEMA, List.of("day"), Map.of("delta.checkpointInterval", "1"));
  }

  private List<BlockMetaData> rowGroups(long version) throws IOException {
    try (ParquetFileReader file =
        ParquetFileReader.open(new LocalInputFile(log.checkpoint(version)))) {
      return file.getRowGroups();
    }
  }

  private static String incompressible(SplittableRandom random) {
    return random
        .longs(25)
        .mapToObj(each -> Long.toString(each, Character.MAX_RADIX))
        .collect(Collectors.joining());
  }

  private static String txn(long version) {
    return "{\"txn\":{\"appId\":\"app-0\",\"version\":" + version + "}}";
  }

  private static String add(String name, String value) {
    return "{\"add\":{\"path\":\"day=d/"
        + name
        + ".parquet\",\"partitionValues\":{\"day\":\"d\"},\"size\":1,\"modificationTime\":1,"
        + "\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":1,\\\"minValues\\\":{\\\"name\\\":\\\""
        + value
        + "\\\"}}\"}}";
  }

  private TableStorage storage() {
    return new LocalTableStorage(folder);
  }

  private KernelReader reader() {
    return new KernelReader(storage());
  }

  private static TableSnapshot load(TableStorage storage) {
    return new DeltaTableLog(storage, "test", Clock.systemUTC()).load();
  }

  /** A table whose log counts the bytes that are read from its open files. */
  private record CountingReads(TableStorage table, AtomicLong bytes) {

    TableStorage storage() {
      LogStorage log =
          around(
              LogStorage.class,
              table.log(),
              "open",
              opened ->
                  around(SeekableByteChannel.class, (SeekableByteChannel) opened, "", any -> any));
      return around(TableStorage.class, table, "log", any -> log);
    }

    private <T> T around(Class<T> port, T inner, String replaced, UnaryOperator<Object> by) {
      return port.cast(
          Proxy.newProxyInstance(
              port.getClassLoader(),
              new Class<?>[] {port},
              (proxy, method, arguments) -> {
                try {
                  Object result = method.invoke(inner, arguments);
                  if (arguments != null && arguments[0] instanceof ByteBuffer) {
                    bytes.addAndGet((Integer) result);
                  }
                  return method.getName().equals(replaced) ? by.apply(result) : result;
                } catch (InvocationTargetException thrown) {
                  throw thrown.getCause();
                }
              }));
    }
  }
}
