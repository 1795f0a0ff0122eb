package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryTextTest {

  private static final long HEAP = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    "512MiB, 536870912",
    "1048576, 1048576",
    "100%, 1073741824",
    "50 %, 536870912",
    "12.5%, 134217728",
    "33%, 354334801"
  })
  void shouldReadSizesAndPercentages(String text, long bytes) {
    assertThat(MemoryText.parse(text, HEAP)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "1025MiB, more than the heap",
    "100.1%, more than the heap",
    "999999999%, more than the heap",
    "0%, less than 1MiB",
    "0.01%, less than 1MiB",
    "512, less than 1MiB",
    "-5%, no size",
    "half, or a percentage of the heap",
    "0, not above zero"
  })
  void shouldSayWhatIsWrong(String text, String said) {
    assertThatThrownBy(() -> MemoryText.parse(text, HEAP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"" + text + "\"", said);
  }

  @Test
  void shouldNameTheHeapAndHowToSetIt() {
    assertThatThrownBy(() -> MemoryText.parse("2GiB", HEAP))
        .hasMessageContainingAll("1024MiB", "KDI_HEAP", "bin/kafka-delta-ingest");
  }
}
