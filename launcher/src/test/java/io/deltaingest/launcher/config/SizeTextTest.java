package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTextTest {

  @ParameterizedTest
  @CsvSource({
    "134217728, 134217728", "128MiB, 134217728", "1GB, 1000000000", "64kib, 65536", "1 kB, 1000",
    "7B, 7", "2TiB, 2199023255552", "3TB, 3000000000000", "5MB, 5000000", "1GiB, 1073741824",
    "9223372036854775807, 9223372036854775807"
  })
  void shouldReadEveryForm(String text, long expected) {
    assertThat(SizeText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "big",
        "1.5GB",
        "-1",
        "0",
        "0MiB",
        "9223372036854775808",
        "9999999TiB",
        "1 2",
        "1ib",
        "5M"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SizeText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"134217728, 128MiB", "1000, 1000B", "1073741824, 1GiB", "65536, 64KiB", "1, 1B"})
  void shouldFormatInTheLargestUnitWithoutAFraction(long bytes, String expected) {
    assertThat(SizeText.format(bytes)).isEqualTo(expected);
    assertThat(SizeText.parse(expected)).isEqualTo(bytes);
  }
}
