package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.testkit.WebRequests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On tables whose files DuckDB wrote and whose log entries are written here. */
class IndependentReadTest {

  private static final int PARTITIONS = 2;

  /** Two messages a day. */
  private final WebRequests requests =
      new WebRequests(1, Instant.parse("2021-03-24T00:00:00Z"), Duration.ofHours(12));

  @TempDir Path folder;
  private Path table;

  @BeforeEach
  void createTable() {
    table = folder.resolve("the table");
    SampleTable.create(table);
  }

  @Test
  void shouldReadTableWithoutCommits() {
    IndependentRead read = IndependentRead.of(table, requests, PARTITIONS);

    assertThat(read.problems()).isEmpty();
    assertThat(read.rows()).isZero();
    assertThat(read.table().version()).isZero();
    assertThat(read.table().partitionColumns()).containsExactly("date");
    assertThat(read.table().lastOffsets()).isEmpty();
  }

  @Test
  void shouldAgreeWithFilesAndOffsets() throws Exception {
    commit(1, 0, 2, 2, true);
    commit(2, 2, 4, 4, true);

    IndependentRead read = IndependentRead.of(table, requests, PARTITIONS);

    assertThat(read.problems()).isEmpty();
    assertThatCode(read::requireAgreement).doesNotThrowAnyException();
    assertThat(read.rows()).isEqualTo(4);
    assertThat(read.table().version()).isEqualTo(2);
    assertThat(read.table().files()).hasSize(2);
    assertThat(read.table().rows()).isEqualTo(4);
    assertThat(read.table().bytes()).isPositive();
    assertThat(read.newest().get(0)).isEqualTo(SampleRow.expected(requests, PARTITIONS, 1, 1));
  }

  @Test
  void shouldFindOffsetWithoutRows() throws Exception {
    commit(1, 0, 2, 2, true);
    commit(2, 2, 4, 6, true);

    IndependentRead read = IndependentRead.of(table, requests, PARTITIONS);

    assertThat(read.problems()).hasSize(2).first().asString().contains("offset 2 is missing");
    assertThatThrownBy(read::requireAgreement)
        .isInstanceOf(TourException.class)
        .hasMessageContaining("offset 2 is missing");
  }

  @Test
  void shouldFindStatisticsThatCountOtherwise() throws Exception {
    commit(1, 0, 2, 2, false);

    assertThat(IndependentRead.of(table, requests, PARTITIONS).problems())
        .containsExactly("the statistics in the log count 7 rows, the files hold 2");
  }

  @Test
  void shouldPrintVersionOffsetsAndRows() throws Exception {
    commit(1, 0, 2, 2, true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    IndependentRead.of(table, requests, PARTITIONS)
        .print(new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 0));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("version 1, 1 file, ")
        .contains("web_requests-0=0  web_requests-1=0")
        .contains("2021-03-24T12:00:00.000000+00:00");
  }

  /**
   * Commits one file of a day.
   *
   * @param from number of the first message
   * @param to number after that of the last
   * @param done how many messages the offsets say are done
   */
  private void commit(int version, int from, int to, int done, boolean rightStatistics)
      throws SQLException, IOException {
    List<String> rows = new ArrayList<>();
    String date = "";
    for (int number = from; number < to; number++) {
      SampleRow row =
          SampleRow.expected(requests, PARTITIONS, number % PARTITIONS, number / PARTITIONS);
      date = row.date();
      rows.add(
          String.format(
              "({'producer': {'timestamp': '%s'}, 'kafka': {'offset': %d::BIGINT, 'topic': '%s',"
                  + " 'partition': %d::INT}}, '%s', '%s', %d::INT, '%s', '%s')",
              row.timestamp(),
              row.offset(),
              row.topic(),
              row.partition(),
              row.method(),
              row.sessionId(),
              row.status(),
              row.url(),
              row.uuid()));
    }
    Path file =
        Files.createDirectories(table.resolve("date=" + date)).resolve(version + ".parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (FROM (VALUES "
              + String.join(",", rows)
              + ") AS r(meta, method, session_id, status, url, uuid)) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    List<String> actions = new ArrayList<>();
    actions.add(
        String.format(
            "{\"add\":{\"path\":\"date%%3D%s/%d.parquet\",\"partitionValues\":{\"date\":\"%s\"},"
                + "\"size\":%d,\"modificationTime\":1,\"dataChange\":true,"
                + "\"stats\":\"{\\\"numRecords\\\":%d}\"}}",
            date, version, date, Files.size(file), rightStatistics ? rows.size() : 7));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      actions.add(
          String.format(
              "{\"txn\":{\"appId\":\"web_requests-%d\",\"version\":%d,\"lastUpdated\":1}}",
              partition, done / PARTITIONS - 1));
    }
    Files.write(table.resolve("_delta_log").resolve(String.format("%020d.json", version)), actions);
  }
}
