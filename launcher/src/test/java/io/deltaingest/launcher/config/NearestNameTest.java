package io.deltaingest.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES =
      List.of("--allowed_latency", "--app_id", "--kafka", "topic", "transforms");

  @ParameterizedTest
  @CsvSource({
    "--allowed-latency, --allowed_latency",
    "--alowed_latency, --allowed_latency",
    "--kakfa, --kafka",
    "Topic, topic",
    "tranform, transforms"
  })
  void shouldFindWhatWasMeant(String written, String meant) {
    assertThat(NearestName.of(written, NAMES)).contains(meant);
  }

  @Test
  void shouldSayNothingWhereNothingIsNear() {
    assertThat(NearestName.of("--compression", NAMES)).isEmpty();
    assertThat(NearestName.hint("x", NAMES)).isEmpty();
    assertThat(NearestName.of("topic", List.of())).isEmpty();
  }
}
