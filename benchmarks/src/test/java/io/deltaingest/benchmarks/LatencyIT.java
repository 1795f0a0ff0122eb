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

/** That the program measures, for too short a time for the figures to mean anything. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LatencyIT {

  @TempDir Path folder;

  @Test
  void shouldSeeEachMessageInTheTable() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path jar = Path.of(System.getProperty("kdi.jar"));
    Path launcher = jar.resolveSibling("../../bin/kafka-delta-ingest").normalize();

    int exitCode =
        new CommandLine(new Latency(new PrintStream(bytes, true, StandardCharsets.UTF_8)))
            .execute(
                "--rate",
                "500",
                "--seconds",
                "2",
                "--folder",
                folder.toString(),
                "--launcher",
                launcher.toString());

    assertThat(exitCode).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("500 messages/s for 2 s in 4 partitions, allowed_latency 1 s")
        .containsPattern("\\| 99 % +\\| +[0-9,]+ \\|")
        .containsPattern("[0-9]+ versions;");
    assertThat(folder).isEmptyDirectory();
  }
}
