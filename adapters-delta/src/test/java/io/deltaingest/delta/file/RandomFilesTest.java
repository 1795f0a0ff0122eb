package io.deltaingest.delta.file;

import static io.deltaingest.delta.support.Schemas.array;
import static io.deltaingest.delta.support.Schemas.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.delta.support.RowFiller;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.testkit.FolderDeletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Columns of any distribution in files of any settings, several sets of files by one writer:
 * another engine finds every value in its row. Small dictionaries, row groups and batches put the
 * ends of pages everywhere.
 */
class RandomFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] NAMES = {"s", "l", "i", "d", "b", "list", "t"};

  @Property(tries = 40)
  void shouldWriteWhatAnotherEngineReads(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("random-files");
    try (DuckDb duck = new DuckDb()) {
      new LogFolder(folder)
          .create(
              struct(
                  "id",
                  "\"long\"",
                  "s",
                  "\"string\"",
                  "l",
                  "\"long\"",
                  "i",
                  "\"integer\"",
                  "d",
                  "\"double\"",
                  "b",
                  "\"boolean\"",
                  "list",
                  array("\"string\""),
                  "t",
                  struct("x", "\"string\"", "y", array("\"long\""))));
      LocalTableStorage storage = new LocalTableStorage(folder);
      DeltaTableLog log = new DeltaTableLog(storage, "test", Clock.systemUTC());
      TableSnapshot table = log.load();
      long idle = pick(random, 0L, 100_000L, 1L << 30);
      FileSettings settings =
          new FileSettings(
              pick(random, 1L, 3_000L, 100_000L, 32L << 20), pick(random, 0, 64, 2_000, 1 << 20));
      TableFileWriter writer =
          new TableFileWriter(table, log.of(table), storage.data(), () -> idle, settings);
      for (int set = 0; set < 4; set++) {
        writeAndRead(random, folder, table, writer, duck);
      }
    } finally {
      FolderDeletion.delete(folder);
    }
  }

  private static void writeAndRead(
      Random random, Path folder, TableSnapshot table, TableFileWriter writer, DuckDb duck)
      throws IOException {
    int rows = 1 + random.nextInt(pick(random, 10, 1_000, 20_000));
    long mostHeap = pick(random, Long.MAX_VALUE, 60_000L);
    List<WrittenFile> written = new ArrayList<>();
    Consumer<WrittenFile> ended = written::add;
    Values values = new Values(random);
    List<List<Object>> expected = new ArrayList<>();
    TableFileWriter.FileSet files = writer.begin();
    RowBatch batch = new RowBatch(table.schema());
    int largestBatch = 1 + random.nextInt(5_000);
    while (expected.size() < rows) {
      int count = Math.min(rows - expected.size(), 1 + random.nextInt(largestBatch));
      for (int i = 0; i < count; i++) {
        List<Object> row = values.row(expected.size());
        expected.add(row);
        RowFiller.add(batch, row);
      }
      files.append(batch, mostHeap, ended);
      batch.clear();
    }
    if (random.nextInt(6) == 0) {
      files.abort();
      for (WrittenFile file : written) {
        file.finish();
      }
      return;
    }
    files.end(ended);

    List<Path> paths = new ArrayList<>();
    long records = 0;
    long[] nulls = new long[NAMES.length];
    for (WrittenFile file : written) {
      file.finish();
      paths.add(folder.resolve(file.path()));
      JsonNode statistics = JSON.readTree(file.statistics());
      records += statistics.get("numRecords").asLong();
      for (int i = 0; i < 5; i++) {
        nulls[i] += statistics.get("nullCount").get(NAMES[i]).asLong();
      }
    }
    assertThat(records).isEqualTo(rows);
    String read = DuckDb.files(paths);
    List<List<Object>> found =
        duck.rows(
            "select id, s, l, i, d, b, to_json(list)::varchar, to_json(t)::varchar from "
                + read
                + " order by id");
    assertThat(found).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      assertThat(found.get(i)).isEqualTo(asRead(expected.get(i)));
    }
    for (int i = 0; i < 5; i++) {
      int column = i + 1;
      assertThat(nulls[i])
          .as("nulls of %s", NAMES[i])
          .isEqualTo(expected.stream().filter(row -> row.get(column) == null).count());
    }
    for (int probe = 0; probe < 4; probe++) {
      Object text = expected.get(random.nextInt(rows)).get(1);
      Object number = expected.get(random.nextInt(rows)).get(2);
      assertThat(duck.value("select count(*) from " + read + " where s = '" + text + "'"))
          .isEqualTo(count(expected, 1, text));
      assertThat(duck.value("select count(*) from " + read + " where l = " + number))
          .isEqualTo(count(expected, 2, number));
    }
  }

  private static long count(List<List<Object>> rows, int column, Object value) {
    return value == null
        ? rows.stream().filter(row -> column == 1 && "null".equals(row.get(1))).count()
        : rows.stream().filter(row -> Objects.equals(row.get(column), value)).count();
  }

  private static List<Object> asRead(List<Object> row) throws IOException {
    List<Object> read = new ArrayList<>(row);
    read.set(6, row.get(6) == null ? null : JSON.writeValueAsString(row.get(6)));
    if (row.get(7) instanceof List<?> struct) {
      read.set(
          7,
          "{\"x\":"
              + JSON.writeValueAsString(struct.get(0))
              + ",\"y\":"
              + JSON.writeValueAsString(struct.get(1))
              + "}");
    }
    return read;
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Each column has nulls, distinct values and long values of its own, which may change midway. */
  private static final class Values {
    private final Random random;
    private final int[] distinct = new int[8];
    private final int[] nullsOfHundred = new int[8];
    private final int[] lengths = new int[8];

    Values(Random random) {
      this.random = random;
      change();
    }

    private void change() {
      for (int i = 0; i < distinct.length; i++) {
        distinct[i] = pick(random, 1, 2, 3, 255, 256, 257, 5_000, Integer.MAX_VALUE);
        nullsOfHundred[i] = pick(random, 0, 0, 1, 50, 99, 100);
        lengths[i] = pick(random, 0, 3, 4, 7, 8, 9, 16, 40, 300);
      }
    }

    List<Object> row(long id) {
      if (random.nextInt(2_000) == 0) {
        change();
      }
      return Arrays.asList(
          id,
          isNull(1) ? null : text(1),
          isNull(2) ? null : number(2) * 1_000_003L,
          isNull(3) ? null : number(3),
          isNull(4) ? null : number(4) / 8.0,
          isNull(5) ? null : number(5) % 2 == 0,
          isNull(6) ? null : list(6, true),
          isNull(7)
              ? null
              : Arrays.asList(isNull(5) ? null : text(7), isNull(4) ? null : list(7, false)));
    }

    private boolean isNull(int column) {
      return random.nextInt(100) < nullsOfHundred[column];
    }

    private int number(int column) {
      return random.nextInt(distinct[column]);
    }

    private String text(int column) {
      String number = Integer.toString(number(column));
      int length = lengths[column];
      return length == 0 && number.length() == 1
          ? number.equals("0") ? "" : number
          : number + "ä".repeat(Math.max(0, length - number.length()) / 2);
    }

    private List<Object> list(int column, boolean texts) {
      List<Object> list = new ArrayList<>();
      int length = random.nextInt(4);
      for (int i = 0; i < length; i++) {
        list.add(
            random.nextInt(10) == 0 ? null : texts ? text(column) : (Object) (long) number(column));
      }
      return list;
    }
  }
}
