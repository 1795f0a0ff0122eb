package io.deltaingest.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.deltaingest.delta.log.DeltaTableLog;
import io.deltaingest.delta.store.LocalTableStorage;
import io.deltaingest.delta.support.DuckDb;
import io.deltaingest.delta.support.ForeignFiles;
import io.deltaingest.delta.support.LogFolder;
import io.deltaingest.domain.model.TableSnapshot;
import io.deltaingest.domain.stream.StreamConfig;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that share nothing but the folder. */
class TwoProcessesTest {

  private static final int VERSIONS = 200;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"KERNEL, KERNEL", "STANDALONE, STANDALONE", "KERNEL, STANDALONE"})
  void shouldLoseNoVersionWhenTwoProcessesCommitAtTheSameTime(
      StreamConfig.LogEngine engineOfOne, StreamConfig.LogEngine engineOfTwo)
      throws IOException, InterruptedException {
    // given
    LogFolder log = new LogFolder(folder.resolve("table")).create(ForeignFiles.SCHEMA, "day");

    // when
    Process one = start("one", engineOfOne);
    Process two = start("two", engineOfTwo);

    // then
    assertThat(one.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(two.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(one.exitValue()).as(output("one")).isZero();
    assertThat(two.exitValue()).as(output("two")).isZero();
    assertThat(log.newest()).isEqualTo(2 * VERSIONS);
    List<String> order = new ArrayList<>();
    for (long version = 1; version <= 2 * VERSIONS; version++) {
      List<JsonNode> txns = log.actions(version, "txn");
      assertThat(txns).hasSize(1);
      order.add(txns.get(0).get("appId").asText());
    }
    assertThat(order)
        .as("both wrote at the same time")
        .doesNotContainSequence(Collections.nCopies(VERSIONS, order.get(0)));
    try (DuckDb duck = new DuckDb()) {
      assertThat(
              duck.texts("select count(*), count(distinct id), max(id) from " + DuckDb.table(log)))
          .containsExactly(List.of("400", "200", "199"));
    }
    TableSnapshot table =
        new DeltaTableLog(new LocalTableStorage(folder.resolve("table")), "test", Clock.systemUTC())
            .load();
    assertThat(table.txnVersion("one")).hasValue(VERSIONS - 1);
    assertThat(table.txnVersion("two")).hasValue(VERSIONS - 1);
    DeltaLog reader = DeltaLog.forTable(new Configuration(), folder.resolve("table").toString());
    assertThat(reader.snapshot().getVersion()).isEqualTo(2 * VERSIONS);
    assertThat(reader.snapshot().getAllFiles()).hasSize(2 * VERSIONS);
    try (Stream<Path> files = Files.list(log.folder())) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private Process start(String name, StreamConfig.LogEngine engine) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CommittingProcess.class.getName(),
            folder.resolve("table").toString(),
            name,
            Integer.toString(VERSIONS),
            engine.name())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(folder.resolve(name + ".txt").toFile()))
        .start();
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".txt"));
  }
}
