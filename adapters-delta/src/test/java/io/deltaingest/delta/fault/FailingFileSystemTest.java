package io.deltaingest.delta.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.deltaingest.delta.fault.Faults.Call;
import io.deltaingest.delta.fault.Faults.Moment;
import io.deltaingest.delta.fault.Faults.Reason;
import io.deltaingest.delta.store.DataStorage;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.testkit.FolderDeletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * Fails single calls to the file system that a run makes, one run after the other, and looks at the
 * table after each. The system property {@code fault.every} says which: 1 each, 3 every third,
 * where those that fail before their effect are others than those that fail after it.
 */
class FailingFileSystemTest {

  private static final int BATCHES = 3;
  private static final long LAST_ID = (long) BATCHES * ScriptedRun.ROWS_PER_BATCH - 1;

  private static final int EVERY = Integer.getInteger("fault.every", 1);

  /** Runs differ by a few calls; those behind the end are tried this often before it counts. */
  private static final int BEHIND_THE_END = 3;

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io");

  @TempDir Path parent;
  private final TableCheck table = new TableCheck();

  /** Thousands of failures are meant, and would drown what else a build has to say. */
  @BeforeAll
  static void hush() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  @AfterEach
  void closeCheck() {
    table.close();
  }

  @Test
  void shouldMakeEveryKindOfCall() throws IOException {
    // given
    Faults none = Faults.none();
    Path folder = newTable(0);

    // when
    run(FaultyFileSystem.path(folder, none));

    // then: the run of the other tests reaches all there is
    table.check(folder, LAST_ID);
    assertThat(EnumSet.copyOf(none.calls())).isEqualTo(EnumSet.allOf(Call.class));
    assertThat(none.calls()).hasSizeLessThan(500);
    assertThat(new LogFolder(folder).checkpoint(2)).exists();
  }

  @Test
  void shouldMakeFoldersDurableThatAnotherProcessHasJustMade() throws IOException {
    // given: a folder of which nobody knows whether its entry in the table's is on the disk
    Path folder = newTable(0);
    Files.createDirectories(folder.resolve("day=1"));
    Faults none = Faults.none();
    DataStorage data = new LocalTableStorage(FaultyFileSystem.path(folder, none)).data();

    // when, then: it and the table's are synced, and later on it alone
    assertThat(foldersSynced(data, none, "day=1/a.parquet")).isEqualTo(2);
    assertThat(foldersSynced(data, none, "day=1/b.parquet")).isEqualTo(1);

    // when, then: until it is made again
    Files.delete(folder.resolve("day=1/a.parquet"));
    Files.delete(folder.resolve("day=1/b.parquet"));
    Files.delete(folder.resolve("day=1"));
    assertThat(foldersSynced(data, none, "day=1/c.parquet")).isEqualTo(2);
  }

  private static long foldersSynced(DataStorage data, Faults faults, String path)
      throws IOException {
    long before = Collections.frequency(faults.calls(), Call.SYNC_FOLDER);
    data.create(path).finish();
    data.syncFolders(List.of(path));
    return Collections.frequency(faults.calls(), Call.SYNC_FOLDER) - before;
  }

  /** Errors that may pass: nobody but the run itself does anything about them. */
  @ParameterizedTest
  @CsvSource({
    "BEFORE, IO_ERROR, 1, 1",
    "AFTER, IO_ERROR, 1, 1",
    "BEFORE, NO_SPACE, 4, 3",
    "HALFWAY, NO_SPACE, 1, 1",
    "LATE, IO_ERROR, 1, 3"
  })
  void shouldHaveEachRowOnceWhicheverCallFails(Moment moment, Reason reason, int count, int step)
      throws IOException {
    forEachCall(moment, reason, count, step, true, FailingFileSystemTest::run);
  }

  /** Errors that stop a stream until a person starts it again, as when a disk turns read-only. */
  @ParameterizedTest
  @CsvSource({"AFTER, READ_ONLY, 1, 2", "BEFORE, NO_PERMISSION, 2, 2"})
  void shouldHaveEachRowOnceWhenStartedAgain(Moment moment, Reason reason, int count, int step)
      throws IOException {
    forEachCall(
        moment,
        reason,
        count,
        step,
        true,
        folder -> {
          for (int starts = 0; starts <= count; starts++) {
            try {
              run(folder);
              return;
            } catch (ConfigurationException stopped) {
              // A person looks, and starts it again.
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"BEFORE, IO_ERROR", "AFTER, IO_ERROR", "HALFWAY, NO_SPACE"})
  void shouldCreateTableWhicheverCallFails(Moment moment, Reason reason) throws IOException {
    forEachCall(
        moment,
        reason,
        1,
        1,
        false,
        folder -> {
          ScriptedRun run = new ScriptedRun(folder.resolve("deep").resolve("table"));
          run.create();
          run.write(1);
        });
  }

  @Test
  void shouldRefuseFileSystemWithoutHardLinks() throws IOException {
    // given
    Faults none = Faults.none();
    run(FaultyFileSystem.path(newTable(0), none));
    Path folder = newTable(1);
    Faults faults = new Faults(Moment.BEFORE, Reason.NO_LINKS, none.calls().indexOf(Call.LINK), 1);

    // when, then
    assertThatThrownBy(() -> run(FaultyFileSystem.path(folder, faults)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("refuses hard links");
    run(folder);
    table.check(folder, LAST_ID);
  }

  /**
   * Lets one call after the other fail, each in a run of its own, until runs end before it.
   *
   * @param step 1 for each call, 3 for every third; times {@link #EVERY}
   */
  private void forEachCall(
      Moment moment, Reason reason, int count, int step, boolean exists, Consumer<Path> run)
      throws IOException {
    List<Throwable> failures = new ArrayList<>();
    int behind = 0;
    int struck = 0;
    int begin = (firstOf(moment) % EVERY) * step;
    for (int first = begin; behind < BEHIND_THE_END; first += step * EVERY) {
      // given
      Faults faults = new Faults(moment, reason, first, count);
      Path folder = exists ? newTable(first) : Files.createDirectory(parent.resolve("t" + first));

      // when, then
      try {
        run.accept(FaultyFileSystem.path(folder, faults));
        if (exists) {
          table.check(folder, LAST_ID);
        } else {
          table.check(folder.resolve("deep/table"), ScriptedRun.ROWS_PER_BATCH - 1);
        }
      } catch (RuntimeException | AssertionError failure) {
        failures.add(new AssertionError(faults.toString(), failure));
      }
      behind = faults.struck() == 0 ? behind + 1 : 0;
      struck += faults.struck();
      FolderDeletion.delete(folder);
    }
    assertThat(failures).isEmpty();
    assertThat(struck).isPositive();
  }

  /** So that what one test leaves out another does not. */
  private static int firstOf(Moment moment) {
    return switch (moment) {
      case BEFORE, LATE -> 0;
      case AFTER -> 1;
      case HALFWAY -> 2;
    };
  }

  private static void run(Path folder) {
    ScriptedRun run = new ScriptedRun(folder);
    run.write(BATCHES - 1);
    run.write(BATCHES);
  }

  private Path newTable(int number) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("table-" + number));
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
            ForeignFiles.SCHEMA,
            List.of("day"),
            Map.of("delta.checkpointInterval", "2"));
    return folder;
  }
}
