package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That the programs measure, with far too few messages for the figures to mean anything. */
@EnabledOnOs(OS.LINUX)
@Tag("soak")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShortProgramsIT {

  private static final Path ROOT =
      Path.of(System.getProperty("kdi.jar")).resolveSibling("../..").normalize();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void shouldMeasureShortRuns() {
    measure(new BoundedRuns(out), "--runs", "1", "--messages", "1001");

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("\\| -e, empty topic +\\|")
        .containsPattern("\\| -e, 1,001 messages +\\|")
        .containsPattern("\\| -e, caught up +\\|")
        .containsPattern("\\| first poll +\\|");
  }

  @Test
  void shouldMeasureFloodsOfBadMessages() {
    Path letters = ROOT.resolve("docs/examples/dead_letters");

    measure(
        new PoisonFlood(out),
        "--runs",
        "1",
        "--messages",
        "1001",
        "--dead-letters",
        letters.toString());

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("\\| TRUNCATED +\\|")
        .containsPattern("\\| WRONG_TYPE +\\|");
  }

  private void measure(Object program, String... options) {
    String[] all = new String[options.length + 4];
    System.arraycopy(options, 0, all, 4, options.length);
    all[0] = "--folder";
    all[1] = folder.toString();
    all[2] = "--launcher";
    all[3] = ROOT.resolve("bin/kafka-delta-ingest").toString();

    assertThat(new CommandLine(program).execute(all)).isZero();
    assertThat(folder).isEmptyDirectory();
  }
}
