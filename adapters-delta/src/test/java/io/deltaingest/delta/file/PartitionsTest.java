package io.deltaingest.delta.file;

import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.actions.AddFile;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables partitioned by each type that a partition column can have. */
class PartitionsTest {

  private static final String PROTOCOL =
      "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"timestampNtz\"],"
          + "\"writerFeatures\":[\"timestampNtz\"]}";

  @TempDir Path folder;

  static Stream<Arguments> valuesOfEachType() {
    return Stream.of(
        Arguments.of("boolean", true, "true", "p=true"),
        Arguments.of("byte", -7, "-7", "p=-7"),
        Arguments.of("short", 300, "300", "p=300"),
        Arguments.of("integer", Integer.MIN_VALUE, "-2147483648", "p=-2147483648"),
        Arguments.of("long", Long.MAX_VALUE, "9223372036854775807", "p=9223372036854775807"),
        Arguments.of("float", 1.5f, "1.5", "p=1.5"),
        Arguments.of("double", -2.5e-7, "-2.5E-7", "p=-2.5E-7"),
        Arguments.of(
            "decimal(38,10)",
            new BigDecimal("-12345678901234567890.5"),
            "-12345678901234567890.5000000000",
            "p=-12345678901234567890.5000000000"),
        Arguments.of("decimal(9,2)", new BigDecimal("0.10"), "0.10", "p=0.10"),
        Arguments.of("string", "plain", "plain", "p=plain"),
        Arguments.of("string", "a/b", "a/b", "p=a%2Fb"),
        Arguments.of("string", "50%", "50%", "p=50%25"),
        Arguments.of("string", "a=b", "a=b", "p=a%3Db"),
        Arguments.of("string", "two words", "two words", "p=two words"),
        Arguments.of("string", "12:30", "12:30", "p=12%3A30"),
        Arguments.of("string", "München 世界 🙂", "München 世界 🙂", "p=München 世界 🙂"),
        Arguments.of("string", "a+b&c#d?e", "a+b&c#d?e", "p=a+b&c%23d%3Fe"),
        Arguments.of("string", "..", "..", "p=.."),
        Arguments.of("string", "line\nbreak", "line\nbreak", "p=line%0Abreak"),
        Arguments.of("binary", new byte[] {'h', 'i'}, "hi", "p=hi"),
        Arguments.of("date", LocalDate.of(1969, 7, 20), "1969-07-20", "p=1969-07-20"),
        Arguments.of(
            "timestamp",
            Instant.parse("2021-03-24T15:06:17.321710Z"),
            "2021-03-24T15:06:17.321710Z",
            "p=2021-03-24T15%3A06%3A17.321710Z"),
        Arguments.of(
            "timestamp_ntz",
            LocalDateTime.of(2021, 3, 24, 15, 6, 17),
            "2021-03-24 15:06:17",
            "p=2021-03-24 15%3A06%3A17"),
        Arguments.of(
            "timestamp_ntz",
            LocalDateTime.of(2021, 3, 24, 15, 6, 17, 1000),
            "2021-03-24 15:06:17.000001",
            "p=2021-03-24 15%3A06%3A17.000001"));
  }

  @ParameterizedTest
  @MethodSource("valuesOfEachType")
  void shouldPartitionByEveryType(String type, Object value, String text, String directory) {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                PROTOCOL,
                struct("p", "\"" + type + "\"", "id", "\"long\""),
                List.of("p"),
                Map.of());

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      table.write(
          List.of(Arrays.asList(value, 1L), Arrays.asList(null, 2L), Arrays.asList(value, 3L)));

      // then
      Map<String, List<String>> byValue = new TreeMap<>();
      for (JsonNode add : log.adds()) {
        byValue.put(
            add.get("partitionValues").get("p").asText("<null>"),
            duck
                .texts("select id from " + DuckDb.files(List.of(log.file(add))) + " order by id")
                .stream()
                .map(row -> row.get(0))
                .toList());
        assertThat(duck.rows("describe select * from " + DuckDb.files(List.of(log.file(add)))))
            .as("the partition column is not in the file")
            .hasSize(1);
      }
      assertThat(byValue).containsOnlyKeys(text, "<null>");
      assertThat(byValue.get(text)).containsExactly("1", "3");
      assertThat(byValue.get("<null>")).containsExactly("2");
      assertThat(directories())
          .containsExactlyInAnyOrder(directory, "p=__HIVE_DEFAULT_PARTITION__");
    }
  }

  @Test
  void shouldTakeEmptyStringForNull() {
    // given
    LogFolder log = new LogFolder(folder).create(struct("p", "\"string\"", "id", "\"long\""), "p");

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of("", 1L), Arrays.asList(null, 2L), List.of("", 3L)));
    }

    // then
    assertThat(log.adds()).hasSize(1);
    assertThat(log.adds().get(0).get("partitionValues").get("p").isNull()).isTrue();
    assertThat(LogFolder.stats(log.adds().get(0)).get("numRecords").asLong()).isEqualTo(3);
  }

  @Test
  void shouldPartitionByManyColumnsWithAwkwardNames() {
    // given
    String schema =
        struct("id", "\"long\"", "b c", "\"string\"", "a/%", "\"integer\"", "d", "\"date\"");
    new LogFolder(folder).create(schema, "a/%", "b c", "d");
    Set<Map<String, String>> expected = new HashSet<>();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      LocalDate date = LocalDate.of(2024, 1, 1 + i % 3);
      rows.add(List.of((long) i, "x y" + i % 2, i % 5, date));
      expected.add(Map.of("a/%", "" + i % 5, "b c", "x y" + i % 2, "d", date.toString()));
    }

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(rows);
    }

    // then: an independent reader of logs finds the files by their paths
    DeltaLog reader = DeltaLog.forTable(new Configuration(), folder.toString());
    List<AddFile> files = reader.snapshot().getAllFiles();
    assertThat(files.stream().map(AddFile::getPartitionValues))
        .containsExactlyInAnyOrderElementsOf(expected);
    for (AddFile file : files) {
      Path path = folder.resolve(URI.create(file.getPath()).getPath());
      assertThat(path).isRegularFile().hasSize(file.getSize());
    }
  }

  @Test
  void shouldFailTheBatchWhenBinaryPartitionValueIsNoText() {
    // given
    new LogFolder(folder).create(struct("p", "\"binary\"", "id", "\"long\""), "p");

    // when
    try (TableFixture table = new TableFixture(folder)) {
      CommitOutcome outcome = table.write(List.of(List.of(new byte[] {(byte) 0xFF}, 1L)));

      // then
      assertThat(outcome).isInstanceOf(CommitOutcome.Failed.class);
      assertThat(((CommitOutcome.Failed) outcome).failure())
          .hasMessageContaining("partition column p")
          .hasMessageContaining("not UTF-8");
    }
  }

  @Test
  void shouldCutFoldersThatAreTooLongForTheFileSystem() {
    // given
    LogFolder log = new LogFolder(folder).create(struct("p", "\"string\"", "id", "\"long\""), "p");
    String first = "é".repeat(400) + "1";
    String second = "é".repeat(400) + "2";

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(first, 1L), List.of(second, 2L)));
    }

    // then
    assertThat(log.adds().stream().map(add -> add.get("partitionValues").get("p").asText()))
        .containsExactlyInAnyOrder(first, second);
    assertThat(log.adds()).allSatisfy(add -> assertThat(log.file(add)).isRegularFile());
    assertThat(directories()).hasSize(2);
  }

  private List<String> directories() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.contains("="))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
