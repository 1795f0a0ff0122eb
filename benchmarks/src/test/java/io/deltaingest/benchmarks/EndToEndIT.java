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

/** That the program measures, with far too few messages for the figures to mean anything. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EndToEndIT {

  @TempDir Path folder;

  @Test
  void shouldMeasureBothProgramsOnEachTopic() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path jar = Path.of(System.getProperty("kdi.jar"));
    Path launcher = jar.resolveSibling("../../bin/kafka-delta-ingest").normalize();

    int exitCode =
        new CommandLine(new EndToEnd(new PrintStream(bytes, true, StandardCharsets.UTF_8)))
            .execute(
                "--workload",
                "web-requests,web-requests-avro,large-json,gzip,half-interpreted",
                "--messages",
                "10001",
                "--runs",
                "1",
                "--folder",
                folder.toString(),
                "--launcher",
                launcher.toString());

    assertThat(exitCode).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("10,001 messages in 4 partitions")
        .containsPattern("\\| large-json +\\| 1 +\\| plain consumer \\|");
    for (Workload workload : Workload.values()) {
      assertThat(bytes.toString(StandardCharsets.UTF_8))
          .containsPattern("\\| " + workload + " +\\| median \\| ingest +\\|");
    }
    assertThat(folder).isEmptyDirectory();
  }
}
