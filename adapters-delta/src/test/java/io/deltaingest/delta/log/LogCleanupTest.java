package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.standalone.DeltaLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes from a log when it has expired, and what stays for those who still need it. */
class LogCleanupTest {

  private static final Instant NOW = Instant.parse("2024-06-30T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(40));
  private static final Instant RECENT = NOW.minus(Duration.ofDays(3));

  @TempDir Path folder;
  private LogFolder files;

  @Test
  void shouldCutAtTheNewestCheckpointThatExpiredVersionsLeaveBehind() throws Exception {
    // given: versions 0 to 14 are old, 15 to 20 are not; checkpoints at 5 and 10
    table(Map.of(), 20, Map.of(5L, OLD, 10L, OLD));
    for (long version = 0; version <= 20; version++) {
      age(files.entry(version), version < 15 ? OLD : RECENT);
    }

    // when
    newLog().writeCheckpoint(20, 20);

    // then: whoever wants version 11 reads it from checkpoint 10
    assertThat(versions(".json")).startsWith(10L).hasSize(11);
    assertThat(versions(".checkpoint.parquet")).containsExactly(10L, 20L);
    DeltaLog reader = DeltaLog.forTable(new Configuration(), folder.toString());
    for (long version = 10; version <= 20; version++) {
      assertThat(reader.getSnapshotForVersionAsOf(version).getVersion()).isEqualTo(version);
    }
    assertThat(newLog().load().txns()).hasSize(20);
  }

  @Test
  void shouldRemoveNothingWithoutACheckpointAmongTheExpired() throws Exception {
    // given
    table(Map.of(), 12, Map.of());
    for (long version = 0; version <= 8; version++) {
      age(files.entry(version), OLD);
    }

    // when
    newLog().writeCheckpoint(10, 10);

    // then
    assertThat(versions(".json")).hasSize(13);
  }

  @Test
  void shouldRemoveNothingThatIsYoungerThanTheRetention() throws Exception {
    // given
    table(Map.of(), 12, Map.of(5L, RECENT));

    // when
    newLog().writeCheckpoint(10, 10);

    // then
    assertThat(versions(".json")).hasSize(13);
    assertThat(versions(".checkpoint.parquet")).containsExactly(5L, 12L);
  }

  @Test
  void shouldStopAtTheFirstVersionThatIsTooYoung() throws Exception {
    // given: version 4 was touched lately, and all others are old
    table(Map.of(), 12, Map.of(2L, OLD, 8L, OLD));
    ageAll(OLD);
    age(files.entry(4), RECENT);

    // when
    newLog().writeCheckpoint(10, 10);

    // then
    assertThat(versions(".json")).startsWith(2L).hasSize(11);
  }

  @Test
  void shouldObserveTheRetentionOfTheTable() throws Exception {
    // given
    table(Map.of("delta.logRetentionDuration", "interval 2 days"), 12, Map.of(8L, RECENT));
    ageAll(RECENT);
    age(files.entry(12), NOW);

    // when
    newLog().writeCheckpoint(10, 10);

    // then
    assertThat(versions(".json")).startsWith(8L).hasSize(5);
  }

  @Test
  void shouldRemoveNothingWhereTheTableForbidsIt() throws Exception {
    // given
    table(Map.of("delta.enableExpiredLogCleanup", "false"), 12, Map.of(8L, OLD));
    ageAll(OLD);

    // when
    newLog().writeCheckpoint(10, 10);

    // then
    assertThat(versions(".json")).hasSize(13);
  }

  @Test
  void shouldNotCutAtACheckpointThatIsTorn() throws Exception {
    // given
    table(Map.of(), 12, Map.of(4L, OLD, 8L, OLD));
    byte[] whole = Files.readAllBytes(files.checkpoint(8));
    Files.write(files.checkpoint(8), Arrays.copyOf(whole, whole.length / 2));
    ageAll(OLD);

    // when
    LogCleanup.run(
        new LocalTableStorage(folder).log(), TableRetention.of(Map.of()), NOW.toEpochMilli());

    // then
    assertThat(versions(".json")).startsWith(4L).hasSize(9);
  }

  @Test
  void shouldCutOnlyAtCheckpointsThatAreAllThere() throws Exception {
    // given: one of two parts at 8, both at 6, one with a unique name at 9
    table(Map.of(), 12, Map.of(4L, OLD));
    copy(4, "00000000000000000008.checkpoint.0000000001.0000000002.parquet");
    copy(4, "00000000000000000006.checkpoint.0000000001.0000000002.parquet");
    copy(4, "00000000000000000006.checkpoint.0000000002.0000000002.parquet");
    copy(4, "00000000000000000009.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.parquet");
    ageAll(OLD);

    // when
    LogCleanup.run(
        new LocalTableStorage(folder).log(), TableRetention.of(Map.of()), NOW.toEpochMilli());

    // then
    assertThat(versions(".json")).startsWith(6L).hasSize(7);
  }

  @Test
  void shouldRemoveChecksumsAndCompactionsAlongAndLeaveWhatItDoesNotKnow() throws Exception {
    // given
    table(Map.of(), 12, Map.of(8L, OLD));
    List<String> expired =
        List.of(
            "00000000000000000003.crc",
            "00000000000000000002.00000000000000000005.compacted.json",
            "00000000000000000008.00000000000000000011.compacted.json");
    List<String> kept =
        List.of(
            "00000000000000000008.crc",
            "00000000000000000009.00000000000000000011.compacted.json",
            "00000000000000000003.notes",
            "3.json",
            "_other");
    for (String name : expired) {
      Files.writeString(files.folder().resolve(name), "x");
    }
    for (String name : kept) {
      Files.writeString(files.folder().resolve(name), "x");
    }
    Files.createDirectories(files.folder().resolve("_sidecars"));
    ageAll(OLD);

    // when
    LogCleanup.run(
        new LocalTableStorage(folder).log(), TableRetention.of(Map.of()), NOW.toEpochMilli());

    // then
    assertThat(expired).allSatisfy(name -> assertThat(files.folder().resolve(name)).doesNotExist());
    assertThat(kept).allSatisfy(name -> assertThat(files.folder().resolve(name)).exists());
    assertThat(files.folder().resolve("_sidecars")).exists();
  }

  @Test
  void shouldGoByTheTimesInTheEntriesWhereTheTableHasThem() throws Exception {
    // given: files that look old, as after a copy, with times in the entries that are not
    Map<String, String> properties = Map.of("delta.enableInCommitTimestamps", "true");
    timedTable(properties, 12, 0, Map.of(4L, OLD, 8L, OLD), 6);
    ageAll(OLD);

    // when
    newLog().writeCheckpoint(10, 10);

    // then: versions to 5 are old by their own times
    assertThat(versions(".json")).startsWith(4L).hasSize(9);
  }

  @Test
  void shouldGoByTheTimesOfFilesBeforeTheTableHadItsOwn() throws Exception {
    // given: own times from version 7 on, of which 7 and 8 are old
    Map<String, String> properties =
        Map.of(
            "delta.enableInCommitTimestamps",
            "true",
            "delta.inCommitTimestampEnablementVersion",
            "7",
            "delta.inCommitTimestampEnablementTimestamp",
            "1");
    timedTable(properties, 12, 7, Map.of(4L, OLD, 8L, OLD), 9);
    ageAll(RECENT);
    for (long version = 0; version < 6; version++) {
      age(files.entry(version), OLD);
    }

    // when: the file of version 6 is too young
    newLog().writeCheckpoint(10, 10);

    // then
    assertThat(versions(".json")).startsWith(4L).hasSize(9);

    // when: it is not any more
    age(files.entry(6), OLD);
    newLog().writeCheckpoint(1, 13);
    LogCleanup.run(
        new LocalTableStorage(folder).log(),
        TableRetention.of(properties),
        NOW.minus(Duration.ofDays(30)).toEpochMilli());

    // then
    assertThat(versions(".json")).startsWith(8L).hasSize(5);
  }

  @Test
  void shouldBearSeveralProcessesAtIt() throws Exception {
    // given
    table(Map.of(), 60, Map.of(20L, OLD, 40L, OLD));
    ageAll(OLD);
    age(files.entry(50), RECENT);
    ExecutorService threads = Executors.newFixedThreadPool(4);

    // when
    List<Future<Integer>> removed = new ArrayList<>();
    Callable<Integer> cleanup =
        () ->
            LogCleanup.run(
                new LocalTableStorage(folder).log(),
                TableRetention.of(Map.of()),
                NOW.minus(Duration.ofDays(30)).toEpochMilli());
    for (int i = 0; i < 4; i++) {
      removed.add(threads.submit(cleanup));
    }
    int sum = 0;
    for (Future<Integer> each : removed) {
      sum += each.get();
    }
    threads.shutdown();

    // then: entries 0 to 39 and a checkpoint, each once
    assertThat(sum).isEqualTo(41);
    assertThat(versions(".json")).startsWith(40L).hasSize(21);
    assertThat(newLog().load().version()).isEqualTo(60);
  }

  @Test
  void shouldCleanUpOnceADay() throws Exception {
    // given
    table(Map.of(), 12, Map.of(4L, OLD));
    ageAll(OLD);
    age(files.entry(12), RECENT);
    DeltaTableLog log = newLog();
    log.writeCheckpoint(10, 10);
    assertThat(versions(".json")).startsWith(4L);

    // when: more expires on the same day
    files.put(13, "{\"txn\":{\"appId\":\"app-13\",\"version\":1}}");
    age(files.entry(12), OLD);
    log.writeCheckpoint(1, 13);

    // then: that waits, and a process that starts does it
    assertThat(versions(".json")).startsWith(4L);
    files.put(14, "{\"txn\":{\"appId\":\"app-14\",\"version\":1}}");
    newLog().writeCheckpoint(1, 14);
    assertThat(versions(".json")).containsExactly(12L, 13L, 14L);
  }

  private void table(Map<String, String> properties, long newest, Map<Long, Instant> checkpoints)
      throws IOException {
    files =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                ForeignFiles.SCHEMA,
                List.of(),
                properties);
    for (long version = 1; version <= newest; version++) {
      files.put(version, "{\"txn\":{\"appId\":\"app-" + version + "\",\"version\":1}}");
      checkpoint(version, checkpoints);
    }
  }

  /** Versions with own times: those before {@code firstRecent} old ones. */
  private void timedTable(
      Map<String, String> properties,
      long newest,
      long firstTimed,
      Map<Long, Instant> checkpoints,
      long firstRecent)
      throws IOException {
    String protocol =
        "{\"minReaderVersion\":1,\"minWriterVersion\":7,"
            + "\"writerFeatures\":[\"inCommitTimestamp\"]}";
    files = new LogFolder(folder).create(protocol, ForeignFiles.SCHEMA, List.of(), properties);
    for (long version = 0; version <= newest; version++) {
      List<String> actions = new ArrayList<>();
      if (version >= firstTimed) {
        Instant time = (version < firstRecent ? OLD : RECENT).plusMillis(version);
        actions.add(
            "{\"commitInfo\":{\"inCommitTimestamp\":"
                + time.toEpochMilli()
                + ",\"timestamp\":1,\"operation\":\"WRITE\",\"operationParameters\":{}}}");
      }
      if (version == 0) {
        actions.add("{\"protocol\":" + protocol + "}");
        actions.add(LogFolder.metadata("the-table", ForeignFiles.SCHEMA, List.of(), properties));
      }
      actions.add("{\"txn\":{\"appId\":\"app-" + version + "\",\"version\":1}}");
      files.put(version, actions.toArray(new String[0]));
      checkpoint(version, checkpoints);
    }
  }

  /** A checkpoint as another tool leaves it, which removes nothing. */
  private void checkpoint(long version, Map<Long, Instant> times) throws IOException {
    if (times.containsKey(version)) {
      new KernelReader(new LocalTableStorage(folder)).writeCheckpoint(1);
      age(files.checkpoint(version), times.get(version));
    }
  }

  private void copy(long checkpoint, String name) throws IOException {
    Files.copy(files.checkpoint(checkpoint), files.folder().resolve(name));
  }

  private void ageAll(Instant time) throws IOException {
    try (Stream<Path> all = Files.list(files.folder())) {
      for (Path file : all.toList()) {
        age(file, time);
      }
    }
  }

  private static void age(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private List<Long> versions(String end) {
    try (Stream<Path> all = Files.list(files.folder())) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{20}" + end.replace(".", "\\.")))
          .map(name -> Long.parseLong(name.substring(0, 20)))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private DeltaTableLog newLog() {
    return new DeltaTableLog(
        new LocalTableStorage(folder), "test", Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
