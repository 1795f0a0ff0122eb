package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That it measures, with a table far too small for the figures to mean anything. */
class LogGrowthTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void shouldMeasureTimeAndHeapOfEachSize() {
    LogGrowth program = new LogGrowth(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    int exit =
        new CommandLine(program)
            .execute(
                "--files",
                "100,230",
                "--loads",
                "1",
                "--commits",
                "12",
                "--pause",
                "0",
                "--folder",
                folder.toString());

    assertThat(exit).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("\\| +commit, ms \\|")
        .containsPattern("\\| +checkpoint, MiB \\|")
        .containsPattern("(?s)\\|   100 \\|.*\\|   230 \\|.*\\|   100 \\|.*\\|   230 \\|");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldRefuseWhatCantBeMeasured() {
    CommandLine program = new CommandLine(new LogGrowth(System.out));
    program.setExecutionExceptionHandler(new ShortFailure());

    assertThat(program.execute("--files", "50")).isNotZero();
    assertThat(program.execute("--commits", "0")).isNotZero();
  }
}
