package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MeasuredProcessTest {

  @TempDir Path folder;

  @Test
  void shouldCountCpuTimeOfWorkToTheEnd() throws Exception {
    MeasuredProcess.Cost cost = shell("i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done").run();

    assertThat(cost.cpuSeconds()).isPositive().isLessThanOrEqualTo(cost.seconds() + 0.05);
    assertThat(cost.peakBytes()).isPositive();
  }

  @Test
  void shouldTellTimeFromCpuTime() throws Exception {
    MeasuredProcess.Cost cost = shell("sleep 0.5").run();

    assertThat(cost.seconds()).isGreaterThanOrEqualTo(0.5);
    assertThat(cost.cpuSeconds()).isLessThan(0.25);
  }

  @Test
  void shouldCountOneProcessAtATime() throws Exception {
    shell("i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done").run();

    assertThat(shell("true").run().cpuSeconds()).isLessThan(0.1);
  }

  @Test
  void shouldFailWithWhatTheCommandSaid() {
    assertThatThrownBy(() -> shell("echo out of luck; exit 3").run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("out of luck");
  }

  @Test
  void shouldTakeTheTimeToATextAndEndTheCommand() throws Exception {
    long start = System.nanoTime();

    double seconds = shell("sleep 0.3; echo now; exec sleep 30").secondsUntil("now");

    assertThat(seconds).isGreaterThanOrEqualTo(0.3);
    assertThat((System.nanoTime() - start) / 1e9).isBetween(seconds, 20.0);
  }

  @Test
  void shouldFailWhenTheTextDoesNotCome() {
    assertThatThrownBy(() -> shell("echo never").secondsUntil("now"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("had not printed \"now\"")
        .hasMessageContaining("never");
  }

  @Test
  void shouldGiveTheCommandAnEnvironment() throws Exception {
    new MeasuredProcess(
            List.of("sh", "-c", "echo $WHAT"),
            Map.of("WHAT", "measured"),
            null,
            folder.resolve("output"))
        .run();

    assertThat(Files.readString(folder.resolve("output"))).isEqualTo("measured\n");
  }

  @Test
  void shouldKeepWhatTheCommandPrints() throws Exception {
    shell("echo drained 10 2310 0.5").run();

    assertThat(Files.readString(folder.resolve("output"))).isEqualTo("drained 10 2310 0.5\n");
    assertThat(DrainResult.of(folder.resolve("output"))).isEqualTo(new DrainResult(10, 2310, 0.5));
  }

  @Test
  void shouldMissResultThatWasNotPrinted() throws Exception {
    shell("echo nothing").run();

    assertThatThrownBy(() -> DrainResult.of(folder.resolve("output")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("printed no result");
  }

  private MeasuredProcess shell(String script) {
    return new MeasuredProcess(List.of("sh", "-c", script), null, folder.resolve("output"));
  }
}
