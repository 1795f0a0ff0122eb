package io.deltaingest.delta.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.LogFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/** What must be true of the table of a {@link ScriptedRun}, whatever failed. */
final class TableCheck implements AutoCloseable {

  private static final Pattern LOG_NAMES =
      Pattern.compile("\\d{20}\\.json|\\d{20}\\.checkpoint\\.parquet|_last_checkpoint");

  private final DuckDb duck = new DuckDb();

  /** Every version has each row up to its offset once, in files that are there and complete. */
  void check(Path folder, long lastId) throws IOException {
    LogFolder log = new LogFolder(folder);
    List<Path> files = new ArrayList<>();
    long offset = -1;
    for (long version = 0; version <= log.newest(); version++) {
      for (JsonNode add : log.actions(version, "add")) {
        assertThat(log.file(add)).hasSize(add.get("size").longValue());
        files.add(log.file(add));
      }
      for (JsonNode txn : log.actions(version, "txn")) {
        assertThat(txn.get("appId").textValue()).isEqualTo(ScriptedRun.APP_ID);
        offset = txn.get("version").longValue();
      }
      assertThat(ids(files)).isEqualTo(LongStream.rangeClosed(0, offset).boxed().toList());
    }
    assertThat(offset).isEqualTo(lastId);
    checkNames(log.folder());
    checkCheckpoints(log.folder());
    assertThat(
            new DeltaTableLog(new LocalTableStorage(folder), "test", Clock.systemUTC())
                .load()
                .txnVersion(ScriptedRun.APP_ID))
        .hasValue(lastId);
  }

  private List<Object> ids(List<Path> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    return duck.rows("select id from " + DuckDb.files(files) + " order by id").stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** What is neither an entry nor a checkpoint must be hidden from readers. */
  private static void checkNames(Path logFolder) throws IOException {
    try (Stream<Path> files = Files.list(logFolder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.startsWith(".") || LOG_NAMES.matcher(name).matches());
    }
  }

  private static void checkCheckpoints(Path logFolder) throws IOException {
    try (Stream<Path> files = Files.list(logFolder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".checkpoint.parquet")).toList()) {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
          assertThat(reader.getRecordCount()).isPositive();
        }
      }
    }
  }

  @Override
  public void close() {
    duck.close();
  }
}
