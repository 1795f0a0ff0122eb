package io.deltaingest.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.Schemas;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.stream.StreamConfig;
import io.deltaingest.domain.stream.StreamConfig.CreateTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTablesTest {

  @TempDir Path folder;
  private final DeltaTables tables = new DeltaTables("test", Clock.systemUTC());

  @Test
  void shouldRefuseTableThatIsNotThere() {
    assertThatThrownBy(() -> tables.open(config(folder.resolve("x"), Optional.empty())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("There is no Delta table at " + folder.resolve("x"))
        .hasMessageContaining("--create --schema FILE");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void shouldCreateTableWhenAskedAndWriteToIt() {
    // given
    Path place = folder.resolve("x");
    CreateTable create = new CreateTable(Schemas.WEB_REQUESTS, List.of("date"));

    // when
    tables.check(config(place, Optional.of(create)));

    // then
    try (TableFixture table = new TableFixture(tables, place, false, 0, IngestObserver.NONE)) {
      CommitOutcome outcome =
          table.write(List.of(Arrays.asList("u", "s", "http://x", "GET", 200, null, "2021-03-24")));
      assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
    }
    assertThat(new LogFolder(place).dataFiles()).hasSize(1);
  }

  @Test
  void shouldWriteToTableWhoseFirstEntryAnotherToolWrote() {
    // given: a bare first entry, without a commitInfo
    LogFolder log = new LogFolder(folder).create(Schemas.WEB_REQUESTS, "date");

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      List<Object> meta = List.of(List.of("2021-03-24T15:06:17.321710+00:00"), List.of(7L, 1));
      table.write(
          List.of(
              Arrays.asList("u1", "s", "http://x/a", "GET", 200, meta, "2021-03-24"),
              Arrays.asList("u2", null, null, "PUT", null, null, "2021-03-25"),
              Arrays.asList("u3", "s", "http://x/b", "GET", 404, meta, "2021-03-24")));

      // then
      assertThat(
              duck.texts(
                  "select uuid, status, meta.kafka.\"offset\" from "
                      + DuckDb.table(log)
                      + " order by uuid"))
          .containsExactly(
              List.of("u1", "200", "7"),
              Arrays.asList("u2", null, null),
              List.of("u3", "404", "7"));
      assertThat(log.adds().stream().map(add -> add.get("partitionValues").get("date").asText()))
          .containsExactlyInAnyOrder("2021-03-24", "2021-03-25");
      assertThat(table.store().read().txnVersion("app-0")).hasValue(2);
    }
  }

  @Test
  void shouldLeaveExistingTableAsItIs() {
    // given
    new LogFolder(folder).create(Schemas.struct("id", "\"long\""));
    CreateTable create = new CreateTable(Schemas.WEB_REQUESTS, List.of("date"));

    // when
    tables.check(config(folder, Optional.of(create)));

    // then
    assertThat(new LogFolder(folder).newest()).isZero();
  }

  @Test
  void shouldRefuseTableOfUnknownFeatureWhenChecked() {
    // given
    new LogFolder(folder)
        .create(
            "{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"madeUpFeature\"]}",
            Schemas.struct("id", "\"long\""),
            List.of(),
            Map.of());

    // when, then
    assertThatThrownBy(() -> tables.check(config(folder, Optional.empty())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("madeUpFeature");
  }

  @Test
  void shouldRefuseFolderThatCantBeWritten() throws Exception {
    // given
    LogFolder log = new LogFolder(folder).create(Schemas.struct("id", "\"long\""));
    Files.setPosixFilePermissions(log.folder(), PosixFilePermissions.fromString("r-xr-xr-x"));
    // Root may write everywhere; there the check can't be seen from outside.
    assumeThat(Files.isWritable(log.folder())).isFalse();

    // when, then
    assertThatThrownBy(() -> tables.open(config(folder, Optional.empty())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no permission to create files in " + log.folder());
  }

  @Test
  void shouldSayWhyTableCantBeCreated() {
    // given: a file system that takes no folders, not even from root
    Path place = Path.of("/sys/table");
    assumeThat(Path.of("/sys")).isDirectory();
    CreateTable create = new CreateTable(Schemas.WEB_REQUESTS, List.of("date"));

    // when, then
    assertThatThrownBy(() -> tables.open(config(place, Optional.of(create))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Creating the Delta table at /sys/table failed");
  }

  private static StreamConfig.Table config(Path place, Optional<CreateTable> create) {
    return new StreamConfig.Table(
        place.toString(),
        "app",
        false,
        create,
        StreamConfig.SchemaEvolution.NONE,
        StreamConfig.LogEngine.KERNEL);
  }
}
