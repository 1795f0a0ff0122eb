package io.deltaingest.delta.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableRetentionTest {

  @ParameterizedTest
  @CsvSource({
    "interval 30 days, PT720H",
    "interval 1 day, PT24H",
    "INTERVAL 2 Weeks, PT336H",
    "interval 1 day 12 hours, PT36H",
    "interval 90 seconds, PT1M30S",
    "interval 5 milliseconds 7 microseconds, PT0.005007S",
    "7 days, PT168H",
    "interval 0 hours, PT0S"
  })
  void shouldReadIntervals(String text, Duration expected) {
    // when, then
    assertThat(TableRetention.parse(text)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "interval", "interval 1 month", "interval 1 day x", "-1 days", "30"})
  void shouldRemoveNothingByAnIntervalThatIsNone(String text) {
    // when
    TableRetention retention = TableRetention.of(Map.of("delta.logRetentionDuration", text));

    // then
    assertThat(retention.cutoff(Instant.now())).isEmpty();
  }

  @Test
  void shouldKeepThirtyDaysFromTheirMidnightOn() {
    // when
    TableRetention retention = TableRetention.of(Map.of());

    // then
    assertThat(retention.cutoff(Instant.parse("2024-05-31T13:14:15Z")))
        .hasValue(Instant.parse("2024-05-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "false, false", "False, false"})
  void shouldRemoveNothingWhereTheTableSaysSo(String value, boolean removes) {
    // when
    TableRetention retention = TableRetention.of(Map.of("delta.enableExpiredLogCleanup", value));

    // then
    assertThat(retention.cutoff(Instant.now()).isPresent()).isEqualTo(removes);
  }
}
