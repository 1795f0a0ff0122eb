package io.deltaingest.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcFilesTest {

  @Test
  void shouldAddUserAndSystemTime() {
    String stat =
        "4242 (a (strange) name) S 1 4242 4242 0 -1 4194304 100 200 0 0 11 22 345 655 20 0 30 0 99";

    assertThat(ProcFiles.cpuSecondsOfEndedChildren(stat)).isEqualTo(10.0);
    assertThat(ProcFiles.cpuSeconds(stat)).isEqualTo(0.33);
  }

  @Test
  void shouldReadPeakOfResidentMemory() {
    assertThat(ProcFiles.peakResidentBytes(List.of("Name:\tjava", "VmHWM:\t   2048 kB")))
        .hasValue(2L << 20);
  }

  @Test
  void shouldKnowNoPeakOfZombie() {
    assertThat(ProcFiles.peakResidentBytes(List.of("Name:\tjava", "State:\tZ (zombie)"))).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldReadThisProcess() {
    assertThat(ProcFiles.peakResidentBytes(ProcessHandle.current().pid()).orElse(0))
        .isGreaterThan(1 << 20);
  }
}
