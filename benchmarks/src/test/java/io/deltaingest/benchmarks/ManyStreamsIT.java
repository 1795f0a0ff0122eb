package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That the program measures, with far too few streams for the figures to mean anything. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ManyStreamsIT {

  @TempDir Path folder;

  @Test
  void shouldRunTheStreamsAndFindEachMessage() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path jar = Path.of(System.getProperty("kdi.jar"));
    Path launcher = jar.resolveSibling("../../bin/kafka-delta-ingest").normalize();

    int exitCode =
        new CommandLine(new ManyStreams(new PrintStream(bytes, true, StandardCharsets.UTF_8)))
            .execute(
                "--streams",
                "4",
                "--partitions",
                "2",
                "--rate",
                "5",
                "--seconds",
                "1",
                "--allowed-latency",
                "1",
                "--folder",
                folder.toString(),
                "--launcher",
                launcher.toString());

    assertThat(exitCode).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("streams of 5.0 messages/s in 2 partitions each")
        .containsPattern("\\| +4 \\| +[0-9.]+ \\| +[0-9.]+ \\|");
    assertThat(folder).isEmptyDirectory();
  }
}
