package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.actions.AddFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way does the same to the same table, or the comparison says nothing. */
class LogUnderTestTest {

  private static final int FILES = 100;
  private static final int VERSIONS = FILES / GeneratedTable.FILES_PER_COMMIT;

  @TempDir Path folder;

  static Stream<Named<Function<Path, LogUnderTest>>> ways() {
    return Stream.of(
        Named.of("engine kernel", OwnLog::kernel),
        Named.of("engine standalone", OwnLog::standalone),
        Named.of("Kernel's transactions", KernelLog::new),
        Named.of("delta-standalone's transactions", StandaloneLog::new));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldReadOffsetsWithCheckpointAndWithout(Function<Path, LogUnderTest> way)
      throws Exception {
    for (boolean checkpoint : new boolean[] {true, false}) {
      Path table = folder.resolve("table-" + checkpoint);
      GeneratedTable.create(table, FILES, checkpoint, GeneratedTable.NO_CHECKPOINTS);

      assertThat(way.apply(table).load())
          .isEqualTo(
              Collections.nCopies(GeneratedTable.PARTITIONS, GeneratedTable.offset(VERSIONS)));
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldCommitVersionsThatTheOthersRead(Function<Path, LogUnderTest> way) throws Exception {
    Path table = folder.resolve("table");
    GeneratedTable.create(table, FILES, true, GeneratedTable.NO_CHECKPOINTS);
    LogUnderTest log = way.apply(table);
    log.load();

    log.commit(
        GeneratedTable.newFiles(GeneratedTable.FILES_PER_COMMIT),
        GeneratedTable.offset(VERSIONS + 1));
    log.commit(
        GeneratedTable.newFiles(GeneratedTable.FILES_PER_COMMIT),
        GeneratedTable.offset(VERSIONS + 2));

    assertThat(table.resolve("_delta_log/00000000000000000012.json")).exists();
    for (LogUnderTest other :
        List.of(
            OwnLog.kernel(table),
            OwnLog.standalone(table),
            new KernelLog(table),
            new StandaloneLog(table))) {
      assertThat(other.load().get(0))
          .as(other.name())
          .isEqualTo(GeneratedTable.offset(VERSIONS + 2));
    }
  }

  @Test
  void shouldWriteCheckpointOnlyWhenAsked() throws Exception {
    GeneratedTable.create(folder.resolve("with"), FILES, true, GeneratedTable.NO_CHECKPOINTS);
    GeneratedTable.create(folder.resolve("without"), FILES, false, GeneratedTable.NO_CHECKPOINTS);

    assertThat(folder.resolve("with/_delta_log/00000000000000000005.checkpoint.parquet")).exists();
    try (Stream<Path> log = Files.list(folder.resolve("without/_delta_log"))) {
      assertThat(log).noneMatch(file -> file.toString().contains("checkpoint"));
    }
  }

  @Test
  void shouldGiveEachWayATableThatTheOthersDoNotChange() throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    GeneratedTable.create(first, FILES, true, GeneratedTable.NO_CHECKPOINTS);
    GeneratedTable.copy(first, second);
    OwnLog log = OwnLog.kernel(first);
    log.load();

    log.commit(GeneratedTable.newFiles(1), GeneratedTable.offset(VERSIONS + 1));

    assertThat(OwnLog.kernel(first).load().get(0)).isEqualTo(GeneratedTable.offset(VERSIONS + 1));
    assertThat(OwnLog.kernel(second).load().get(0)).isEqualTo(GeneratedTable.offset(VERSIONS));
  }

  @Test
  void shouldHaveAllFilesInTheCheckpointOfALargeTable() throws Exception {
    int files = 60_000;
    Path table = folder.resolve("table");

    GeneratedTable.create(table, files, true, GeneratedTable.NO_CHECKPOINTS);

    DeltaLog log = DeltaLog.forTable(new Configuration(), table.toString());
    assertThat(log.snapshot().getVersion()).isEqualTo(files / GeneratedTable.FILES_PER_COMMIT);
    assertThat(log.snapshot().getAllFiles().stream().map(AddFile::getPath).distinct())
        .hasSize(files);
    for (int version = 0; version <= files / GeneratedTable.FILES_PER_COMMIT; version++) {
      assertThat(table.resolve(String.format("_delta_log/%020d.json", version))).exists();
    }
  }
}
