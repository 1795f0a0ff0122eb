package io.deltaingest.delta.file;

import static io.deltaingest.delta.support.Schemas.array;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
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

/**
 * Files of many pages and row groups, columns that leave their dictionary, and what readers make of
 * them.
 */
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
  void shouldWriteHugeValuesAmongSmallOnes() throws IOException {
    // given: dictionaries have begun when a value comes that is a page of its own
    LogFolder log =
        new LogFolder(folder)
            .create(struct("id", "\"long\"", "body", "\"string\"", "parts", array("\"string\"")));
    Random random = new Random(1);
    String huge = noise(random, 9_000_000);

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(
          table,
          40,
          id -> {
            String body = id % 13 == 5 ? huge + id : "value " + id % 5;
            return Arrays.asList(id, body, List.of("a", body));
          });

      // then
      assertThat(
              duck.rows(
                  "select count(*), sum(length(body)),"
                      + " count(*) filter (id % 13 = 5 and md5(left(body, 9000000)) = '"
                      + md5(huge)
                      + "'), count(*) filter (body = 'value ' || (id % 5)),"
                      + " count(*) filter (parts[2] = body) from "
                      + DuckDb.table(log)))
          .asString()
          .isEqualTo("[[40, " + (3 * 9_000_000 + 5 + 37 * 7) + ", 3, 37, 40]]");
    }
  }

  @Test
  void shouldWritePagesThatCompressABitWorseThanAHugeOneBefore() throws IOException {
    // given: huge values that compress well, and in later columns pages a bit larger than theirs
    int columns = 24;
    String[] schema = new String[2 * columns + 2];
    schema[0] = "huge";
    schema[1] = "\"string\"";
    for (int column = 1; column <= columns; column++) {
      schema[2 * column] = "c" + column;
      schema[2 * column + 1] = "\"string\"";
    }
    LogFolder log = new LogFolder(folder).create(struct(schema));
    Random random = new Random(1);
    String huge = "0123456789".repeat(1_000_000) + noise(random, 40_000);

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(
          table,
          1,
          id -> {
            List<Object> row = new ArrayList<>();
            row.add(huge);
            for (int column = 1; column <= columns; column++) {
              row.add(noise(random, 470_000 + 5_000 * column));
            }
            return row;
          });

      // then
      assertThat(
              duck.rows(
                  "select count(*), sum(length(huge)), sum(length(c24)) from " + DuckDb.table(log)))
          .asString()
          .isEqualTo("[[1, 10040000, 590000]]");
    }
  }

  @Test
  void shouldNotCutWideTablesIntoSmallRowGroups() throws IOException {
    // given: 200 columns whose buffers alone are larger than a row group is to be
    int columns = 200;
    int rows = 20_000;
    String[] schema = new String[2 * columns];
    for (int column = 0; column < columns; column++) {
      schema[2 * column] = "c" + column;
      schema[2 * column + 1] = "\"double\"";
    }
    LogFolder log = new LogFolder(folder).create(struct(schema));
    Random random = new Random(1);

    // when
    try (TableFixture table = new TableFixture(folder)) {
      write(
          table,
          rows,
          id -> {
            List<Object> row = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
              row.add(random.nextDouble());
            }
            return row;
          });
    }

    // then
    Path file = log.file(log.adds().get(0));
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(reader.getFooter().getBlocks()).hasSizeLessThanOrEqualTo(2);
      assertThat(reader.getRecordCount()).isEqualTo(rows);
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
                  "select count(*) from " + DuckDb.table(log) + " where s = 'the value number 42'"))
          .isEqualTo(1500L);
    }
  }

  @Test
  void shouldWriteNestedListsAcrossPages() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                struct(
                    "id",
                    "\"long\"",
                    "lists",
                    array(array("\"string\"")),
                    "s",
                    struct("x", "\"long\"")));
    int rows = 60_000;

    // when
    try (TableFixture table = new TableFixture(folder);
        DuckDb duck = new DuckDb()) {
      write(table, rows, LargeFilesTest::nestedRow);

      // then
      String expected =
          "list_transform(range(id % 4), a -> list_transform(range(a), b -> 'v' || (id + b)))";
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
  void shouldCountBytesAndMemoryOfHundredsOfOpenFiles() {
    // given
    new LogFolder(folder)
        .create(struct("id", "\"long\"", "s", "\"string\"", "p", "\"integer\""), "p");
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
    assertThat(table.commit(OptionalLong.empty(), rows))
        .isInstanceOf(CommitOutcome.Committed.class);
  }

  private static Set<Encoding> encodings(BlockMetaData group, String column) {
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().toDotString().equals(column)) {
        return new HashSet<>(chunk.getEncodings());
      }
    }
    throw new AssertionError("no column " + column);
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String noise(Random random, int length) {
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = (char) ('!' + random.nextInt(90));
    }
    return new String(text);
  }
}
