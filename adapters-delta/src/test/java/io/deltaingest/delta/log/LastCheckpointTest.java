package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.standalone.DeltaLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.store.LogFile;
import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.PendingLogFile;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.port.TableLog.PutResult;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hint at the newest checkpoint: whatever it holds, and whoever writes it last. */
class LastCheckpointTest {

  @TempDir Path folder;
  private LogFolder files;
  private LogStorage log;

  @BeforeEach
  void createTable() {
    files = new LogFolder(folder).create(ForeignFiles.SCHEMA);
    log = new LocalTableStorage(folder).log();
  }

  @Test
  void shouldNameTheCheckpointThatWasWritten() throws IOException {
    // when
    commit(1, 2);
    newLog().writeCheckpoint(1, 2);

    // then
    assertThat(hint()).startsWith("{\"version\":2,\"size\":4,\"sizeInBytes\":");
    assertThat(LastCheckpoint.version(log)).isEqualTo(2);
    assertThat(DeltaLog.forTable(new Configuration(), folder.toString()).snapshot().getVersion())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"version\":2,\"si",
        "{\"version\":2",
        "no JSON",
        "[2]",
        "{\"version\":\"two\"}",
        "{\"version\":7,\"size\":1}",
        "{\"version\":-3,\"size\":1}"
      })
  void shouldDoWithoutAHintThatCantBeFollowedAndMendIt(String content) throws IOException {
    // given
    commit(1, 4);
    Files.writeString(files.folder().resolve("_last_checkpoint"), content);

    // when
    long start = System.nanoTime();
    DeltaTableLog table = newLog();
    long loaded = table.load().version();

    // then
    assertThat(LastCheckpoint.version(log)).isEqualTo(-1);
    assertThat(loaded).isEqualTo(4);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
    table.writeCheckpoint(1, 4);
    assertThat(files.checkpoint(4)).exists();
    assertThat(LastCheckpoint.version(log)).isEqualTo(4);
  }

  @Test
  void shouldNotMoveBackToAnOlderCheckpoint() throws IOException {
    // given
    commit(1, 2);
    newLog().writeCheckpoint(1, 2);
    commit(3, 4);
    newLog().writeCheckpoint(1, 4);

    // when: a slow writer of the older one comes to its end
    LastCheckpoint.publish(log, 2);

    // then
    assertThat(LastCheckpoint.version(log)).isEqualTo(4);
  }

  @Test
  void shouldMendTheHintWhenANewerOneWasWrittenJustBeforeOurs() throws IOException {
    // given: between our look at the hint and our writing, another process publishes version 4
    commit(1, 2);
    newLog().writeCheckpoint(1, 2);
    Files.delete(files.folder().resolve("_last_checkpoint"));
    commit(3, 4);
    LogStorage overtaken = new Overtaken(log, () -> newLog().writeCheckpoint(1, 4));

    // when
    LastCheckpoint.publish(overtaken, 2);

    // then
    assertThat(LastCheckpoint.version(log)).isEqualTo(4);
    assertThat(hint()).startsWith("{\"version\":4,\"size\":6,");
  }

  @Test
  void shouldFollowAHintAtACheckpointOfAnotherKind() throws IOException {
    // given
    commit(1, 2);
    Files.writeString(
        files.folder().resolve("00000000000000000002.checkpoint.0000000001.0000000002.parquet"),
        "x");
    Files.writeString(
        files.folder().resolve("_last_checkpoint"),
        "{\"version\":2,\"size\":2,\"parts\":2,\"tags\":{\"version\":9}}");

    // when, then
    assertThat(LastCheckpoint.version(log)).isEqualTo(2);
  }

  private void commit(long from, long to) {
    for (long version = from; version <= to; version++) {
      files.put(version, "{\"txn\":{\"appId\":\"app-" + version + "\",\"version\":1}}");
    }
  }

  private String hint() throws IOException {
    return Files.readString(files.folder().resolve("_last_checkpoint"));
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(new LocalTableStorage(folder), "test", Clock.systemUTC());
  }

  /** What another process does. */
  private interface Step {
    void run() throws IOException;
  }

  /** Storage in which another process comes first, once, when a file is begun. */
  private static final class Overtaken implements LogStorage {
    private final LogStorage log;
    private Step step;

    Overtaken(LogStorage log, Step step) {
      this.log = log;
      this.step = step;
    }

    @Override
    public PendingLogFile begin(String name) throws IOException {
      if (step != null) {
        Step once = step;
        step = null;
        once.run();
      }
      return log.begin(name);
    }

    @Override
    public boolean exists() throws IOException {
      return log.exists();
    }

    @Override
    public void createFolder() throws IOException {
      log.createFolder();
    }

    @Override
    public List<LogFile> listFrom(String name) throws IOException {
      return log.listFrom(name);
    }

    @Override
    public Optional<LogFile> find(String name) throws IOException {
      return log.find(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
      return log.read(name);
    }

    @Override
    public SeekableByteChannel open(String name) throws IOException {
      return log.open(name);
    }

    @Override
    public PutResult putIfAbsent(String name, byte[] content) throws IOException {
      return log.putIfAbsent(name, content);
    }

    @Override
    public boolean delete(String name) throws IOException {
      return log.delete(name);
    }

    @Override
    public void sweep() throws IOException {
      log.sweep();
    }
  }
}
