package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "60, PT1M",
    "500ms, PT0.5S",
    "60s, PT1M",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "PT1M, PT1M",
    "' 60 s ', PT1M",
    "99999999, PT99999999S"
  })
  void shouldReadEveryForm(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "5x", "1.5s", "-1", "60 60", "PT", "999999999999999999d", "1e3"})
  void shouldRefuseWhatIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0ms", "PT0S", "PT-1S"})
  void shouldRefuseZeroAndLess(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationText.parse(text))
        .withMessageContaining("not above zero");
  }

  @Test
  void shouldRefuseWhatWouldOverflowAClock() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationText.parse("9223372036"))
        .withMessageContaining("31 years");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1M", "PT0.5S", "PT0.000000001S", "PT48H"})
  void shouldReadBackWhatItFormats(Duration duration) {
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }
}
