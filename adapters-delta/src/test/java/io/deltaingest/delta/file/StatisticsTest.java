package io.deltaingest.delta.file;

import static io.deltaingest.delta.support.Schemas.array;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.TableFixture;
import io.deltaingest.domain.commit.CommitOutcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics in the log against what another engine finds in the files. */
class StatisticsTest {

  @TempDir Path folder;

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
                      "select min("
                          + column
                          + "), max("
                          + column
                          + "), count(*) - count("
                          + column
                          + ") from "
                          + file)
                  .get(0);
          assertThat(List.of(of(stats, "minValues", column), of(stats, "maxValues", column)))
              .as(column)
              .isEqualTo(actual.subList(0, 2));
          assertThat(of(stats, "nullCount", column)).as(column).isEqualTo(actual.get(2));
        }
        List<String> decimals = duck.texts("select min(m), max(m) from " + file).get(0);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "0 | {} | {}",
        "1 | {\"p0\":1} | {\"p0\":0}",
        "3 | {\"p0\":1,\"n\":{\"x\":3}} | {\"p0\":0,\"n\":{\"x\":0,\"l\":0}}",
        "4 | {\"p0\":1,\"n\":{\"x\":3},\"z\":5} | {\"p0\":0,\"n\":{\"x\":0,\"l\":0},\"z\":0}",
        "-1 | {\"p0\":1,\"n\":{\"x\":3},\"z\":5} | {\"p0\":0,\"n\":{\"x\":0,\"l\":0},\"z\":0}"
      })
  void shouldKeepStatisticsOfAsManyLeavesAsTheTableSays(
      String number, String minValues, String nullCount) {
    // given: the partition column in the middle does not count
    LogFolder log =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                struct(
                    "p0",
                    "\"long\"",
                    "day",
                    "\"string\"",
                    "n",
                    struct("x", "\"long\"", "l", array("\"long\"")),
                    "z",
                    "\"long\""),
                List.of("day"),
                Map.of("delta.dataSkippingNumIndexedCols", number));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(List.of(1L, "d", List.of(3L, List.of(4L)), 5L)));
    }

    // then
    JsonNode stats = LogFolder.stats(log.adds().get(0));
    assertThat(stats.get("numRecords").asInt()).isEqualTo(1);
    assertThat(stats.get("minValues").toString()).isEqualTo(minValues);
    assertThat(stats.get("nullCount").toString()).isEqualTo(nullCount);
  }

  @Test
  void shouldKeepStatisticsOfAllLeavesWhenTheTableSaysMinusOne() {
    // given
    List<String> columns = new ArrayList<>();
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      columns.addAll(List.of("c" + i, "\"integer\""));
      row.add(i);
    }
    LogFolder log =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                struct(columns.toArray(new String[0])),
                List.of(),
                Map.of("delta.dataSkippingNumIndexedCols", "-1"));

    // when
    try (TableFixture table = new TableFixture(folder)) {
      table.write(List.of(row));
    }

    // then
    assertThat(LogFolder.stats(log.adds().get(0)).get("maxValues")).hasSize(40);
  }

  @Test
  void shouldKeepStatisticsOfTheColumnsThatTheTableNames() {
    // given
    LogFolder log =
        new LogFolder(folder)
            .create(
                "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                struct(
                    "a",
                    "\"integer\"",
                    "b.c",
                    "\"integer\"",
                    "n",
                    struct("x", "\"long\"", "y", "\"long\"")),
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

  private static String noise(Random random, int length) {
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = (char) ('!' + random.nextInt(90));
    }
    return new String(text);
  }
}
