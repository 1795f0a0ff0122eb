package io.deltaingest.delta.file;

import static io.deltaingest.delta.support.Schemas.array;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of many pages and row groups, columns that leave their dictionary, and what readers make of them. */
class LargeFilesTest {

  @TempDir Path folder;

  @Test
  void shouldWriteManyRowGroupsWithEveryValueInPlace() throws IOException {
    // given: about 100 MB of strings that don't compress
    LogFolder log =
        new LogFolder(folder)
            .create(struct("id", "\"long\"", "noise", "\"string\"", "few", "\"string\""));
    int rows = 100_000;
    Random random = new Random(1);

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(
          table,
          rows,
          id -> Arrays.asList(id, noise(random, 1000), id % 7 == 0 ? null : "value " + id % 5));

      // then
      assertThat(
              duck.rows(
                  "select count(*), count(distinct id), min(id), max(id), sum(length(noise)),"
                      + " count(few), count(distinct few),"
                      + " count(*) filter (few <> 'value ' || (id % 5)) from "
                      + DuckDb.table(log)))
          .asString()
          .isEqualTo("[[100000, 100000, 0, 99999, 100000000, 85714, 5, 0]]");
      Path file = log.file(log.adds().get(0));
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
        List<BlockMetaData> groups = reader.getFooter().getBlocks();
        assertThat(groups.size()).isBetween(3, 4);
        for (BlockMetaData group : groups) {
          assertThat(group.getCompressedSize()).isBetween(1_000_000L, 40_000_000L);
          assertThat(encodings(group, "noise")).doesNotContain(Encoding.RLE_DICTIONARY);
          assertThat(encodings(group, "id")).doesNotContain(Encoding.RLE_DICTIONARY);
          assertThat(encodings(group, "few")).contains(Encoding.RLE_DICTIONARY);
        }
      }
    }
  }

  @Test
  void shouldLeaveDictionaryThatGrowsTooLarge() throws IOException {
    // given: few values at first, then ever new ones
    LogFolder log =
        new LogFolder(folder).create(struct("id", "\"long\"", "s", "\"string\"", "n", "\"long\""));
    int rows = 300_000;

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(
          table,
          rows,
          id -> {
            long value = id < 150_000 ? id % 100 : id;
            return List.of(id, "the value number " + value, value);
          });

      // then
      assertThat(
              duck.rows(
                  "select count(*), count(*) filter (s <> 'the value number ' || n),"
                      + " count(*) filter (n <> case when id < 150000 then id % 100 else id end),"
                      + " count(distinct s) from "
                      + DuckDb.table(log)))
          .asString()
          .isEqualTo("[[300000, 0, 0, 150100]]");
      Path file = log.file(log.adds().get(0));
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
        assertThat(encodings(reader.getFooter().getBlocks().get(0), "s"))
            .contains(Encoding.RLE_DICTIONARY, Encoding.PLAIN);
      }
      assertThat(duck.value("select count(*) from " + DuckDb.table(log) + " where n = 299999"))
          .isEqualTo(1L);
      assertThat(
              duck.value(
                  "select count(*) from "
                      + DuckDb.table(log)
                      + " where s = 'the value number 42'"))
          .isEqualTo(1500L);
    }
  }

  @Test
  void shouldWriteNestedListsAcrossPages() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                struct("id", "\"long\"", "lists", array(array("\"string\"")), "s", struct("x", "\"long\"")));
    int rows = 60_000;

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(table, rows, LargeFilesTest::nestedRow);

      // then
      String expected = "list_transform(range(id % 4), a -> list_transform(range(a), b -> 'v' || (id + b)))";
      assertThat(
              duck.rows(
                  "select count(*), count(*) filter (lists is null), count(*) filter (id % 5 <> 0 and"
                      + " lists is distinct from "
                      + expected
                      + "), count(*) filter (s.x is distinct from case when id % 3 = 0 then null"
                      + " else id end) from "
                      + DuckDb.table(log)))
          .asString()
          .isEqualTo("[[60000, 12000, 0, 0]]");
    }
  }

  @Test
  void shouldHaveStatisticsEqualToTheData() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                struct(
                    "i", "\"integer\"",
                    "l", "\"long\"",
                    "d", "\"double\"",
                    "f", "\"float\"",
                    "m", "\"decimal(20,3)\"",
                    "s", "\"string\"",
                    "t", "\"timestamp\"",
                    "y", "\"date\"",
                    "n", struct("k", "\"short\""),
                    "p", "\"string\""),
                "p");
    Random random = new Random(5);

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(
          table,
          30_000,
          id ->
              Arrays.asList(
                  orNull(random, random.nextInt()),
                  orNull(random, random.nextLong()),
                  orNull(random, random.nextGaussian() * 1e10),
                  orNull(random, random.nextFloat() - 0.5f),
                  orNull(random, BigDecimal.valueOf(random.nextLong(), 3)),
                  orNull(random, noise(random, random.nextInt(20))),
                  orNull(random, random.nextLong() / 10_000),
                  orNull(random, random.nextInt(200_000) - 100_000),
                  orNull(random, Arrays.asList(orNull(random, (short) random.nextInt()))),
                  "p" + id % 3));

      // then
      assertThat(log.adds()).hasSize(3);
      for (JsonNode add : log.adds()) {
        String file = DuckDb.files(List.of(log.file(add)));
        JsonNode stats = LogFolder.stats(add);
        assertThat(stats.get("numRecords").asLong())
            .isEqualTo(duck.value("select count(*) from " + file));
        for (String column : List.of("i", "l", "d", "f", "s", "n.k")) {
          List<String> actual =
              duck.texts(
                      "select min(" + column + "), max(" + column + "), count(*) - count(" + column
                          + ") from " + file)
                  .get(0);
          assertThat(List.of(of(stats, "minValues", column), of(stats, "maxValues", column)))
              .as(column)
              .isEqualTo(actual.subList(0, 2));
          assertThat(of(stats, "nullCount", column)).as(column).isEqualTo(actual.get(2));
        }
        List<String> decimals =
            duck.texts("select min(m), max(m) from " + file).get(0);
        assertThat(add.get("stats").textValue())
            .contains("\"m\":" + decimals.get(0) + ",", "\"m\":" + decimals.get(1) + ",");
        List<String> times =
            duck.texts(
                    "select strftime(min(y), '%Y-%m-%d'), strftime(max(y), '%Y-%m-%d'),"
                        + " strftime(date_trunc('milliseconds', min(t)), '%Y-%m-%dT%H:%M:%S.%gZ'),"
                        + " strftime(date_trunc('milliseconds', max(t)), '%Y-%m-%dT%H:%M:%S.%gZ')"
                        + " from "
                        + file)
                .get(0);
        assertThat(
                List.of(
                    of(stats, "minValues", "y"),
                    of(stats, "maxValues", "y"),
                    of(stats, "minValues", "t"),
                    of(stats, "maxValues", "t")))
            .isEqualTo(times);
        assertThat(stats.get("nullCount").has("p")).isFalse();
      }
    }
  }

  @Test
  void shouldKeepStatisticsOfTheFirst32LeavesOnly() {
    // given
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      columns.addAll(List.of("c" + i, "\"integer\""));
    }
    columns.addAll(List.of("list", array("\"integer\"")));
    columns.addAll(List.of("nested", struct("a", "\"integer\"", "b", "\"integer\"")));
    columns.addAll(List.of("last", "\"integer\""));
    LogFolder log = new LogFolder(folder).create(struct(columns.toArray(new String[0])));
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      row.add(i);
    }
    row.addAll(List.of(List.of(1), List.of(1, 2), 3));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(row));
    }

    // then
    JsonNode stats = LogFolder.stats(log.adds().get(0));
    assertThat(stats.get("nullCount")).hasSize(32);
    assertThat(stats.get("nullCount").get("list").asInt()).isZero();
    assertThat(stats.get("minValues").get("nested").toString()).isEqualTo("{\"a\":1}");
    assertThat(stats.get("minValues").has("last")).isFalse();
  }

  @Test
  void shouldKeepStatisticsOfTheColumnsThatTheTableNames() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                struct("a", "\"integer\"", "b.c", "\"integer\"", "n", struct("x", "\"long\"", "y", "\"long\"")),
                List.of(),
                Map.of("delta.dataSkippingStatsColumns", "N.y, `b.c`"));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(1, 2, List.of(3, 4))));
    }

    // then
    assertThat(LogFolder.stats(log.adds().get(0)).get("maxValues").toString())
        .isEqualTo("{\"b.c\":2,\"n\":{\"y\":4}}");
  }

  @Test
  void shouldCountBytesAndMemoryOfHundredsOfOpenFiles() {
    // given
    new LogFolder(folder).create(struct("id", "\"long\"", "s", "\"string\"", "p", "\"integer\""), "p");
    Random random = new Random(9);

    // when
    try (TableFixture table = new TableFixture(folder)) {
      List<List<Object>> rows = new ArrayList<>();
      for (long id = 0; id < 20_000; id++) {
        rows.add(List.of(id, noise(random, 500), (int) (id % 400)));
      }
      table.append(rows);
      await().until(() -> table.sink().encodedBytes() > 5_000_000);

      // then: 10 MB of text in 400 files
      assertThat(table.sink().encodedBytes()).isBetween(5_000_000L, 12_000_000L);
      assertThat(table.sink().heapBytes()).isBetween(8_000_000L, 60_000_000L);
      CommitOutcome.Committed outcome =
          (CommitOutcome.Committed) table.commit(OptionalLong.empty(), 1);
      assertThat(outcome.report().files()).isEqualTo(400);
      assertThat(outcome.report().rows()).isEqualTo(20_000);
      assertThat(table.sink().encodedBytes()).isZero();
      assertThat(table.sink().heapBytes()).isZero();
    }
  }

  private static String of(JsonNode stats, String kind, String column) {
    JsonNode at = stats.get(kind);
    for (String name : column.split("\\.")) {
      at = at.get(name);
    }
    return at.asText();
  }

  private static <T> T orNull(Random random, T value) {
    return random.nextInt(10) == 0 ? null : value;
  }

  private static List<Object> nestedRow(long id) {
    List<Object> outer = null;
    if (id % 5 != 0) {
      outer = new ArrayList<>();
      for (long a = 0; a < id % 4; a++) {
        List<Object> inner = new ArrayList<>();
        for (long b = 0; b < a; b++) {
          inner.add("v" + (id + b));
        }
        outer.add(inner);
      }
    }
    Object s = id % 6 == 0 ? null : Arrays.asList(id % 3 == 0 ? null : id);
    return Arrays.asList(id, outer, s);
  }

  private static void write(TableFixture table, int rows, LongFunction<List<Object>> row) {
    int step = 5_000;
    for (int from = 0; from < rows; from += step) {
      List<List<Object>> batch = new ArrayList<>();
      for (long id = from; id < Math.min(rows, from + step); id++) {
        batch.add(row.apply(id));
      }
      table.append(batch);
    }
    assertThat(table.commit(OptionalLong.empty(), rows)).isInstanceOf(CommitOutcome.Committed.class);
  }

  private static Set<Encoding> encodings(BlockMetaData group, String column) {
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().toDotString().equals(column)) {
        return new HashSet<>(chunk.getEncodings());
      }
    }
    throw new AssertionError("no column " + column);
  }

  private static String noise(Random random, int length) {
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = (char) ('!' + random.nextInt(90));
    }
    return new String(text);
  }
}
