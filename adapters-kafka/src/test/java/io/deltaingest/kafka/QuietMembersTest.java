package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietMembersTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void shouldLeaveFewMembersWithKafkasOwnValues() {
    assertThat(new QuietMembers(1).settings(MINUTE, TIMEOUT))
        .isEqualTo(Map.of("retry.backoff.ms", "100", "fetch.max.wait.ms", "500"));
    assertThat(new QuietMembers(20).settings(MINUTE, TIMEOUT))
        .isEqualTo(new QuietMembers(1).settings(MINUTE, TIMEOUT));
  }

  @Test
  void shouldGiveMembersLessToDoTheMoreThereAre() {
    assertThat(new QuietMembers(100).settings(MINUTE, TIMEOUT))
        .containsEntry("retry.backoff.ms", "500")
        .containsEntry("fetch.max.wait.ms", "1000");
    assertThat(new QuietMembers(1000).settings(MINUTE, TIMEOUT))
        .containsEntry("retry.backoff.ms", "1000")
        .containsEntry("fetch.max.wait.ms", "3000");
  }

  @Test
  void shouldHaveTheBrokerGatherMessagesOfManyForASmallPartOfTheirLatency() {
    assertThat(new QuietMembers(300).settings(Duration.ofSeconds(20), TIMEOUT))
        .containsEntry("fetch.min.bytes", "65536")
        .containsEntry("fetch.max.wait.ms", "1000");
    assertThat(new QuietMembers(300).settings(MINUTE, TIMEOUT))
        .containsEntry("fetch.min.bytes", "65536")
        .containsEntry("fetch.max.wait.ms", "3000");
  }

  @Test
  void shouldNotHoldBackMessagesThatAreAwaitedSoon() {
    assertThat(new QuietMembers(300).settings(Duration.ofSeconds(1), TIMEOUT))
        .doesNotContainKey("fetch.min.bytes")
        .containsEntry("fetch.max.wait.ms", "3000");
  }

  @Test
  void shouldHaveTheBrokerAnswerBeforeNobodyWaitsAnyMore() {
    assertThat(new QuietMembers(1000).settings(MINUTE, Duration.ofSeconds(2)))
        .containsEntry("fetch.max.wait.ms", "1000");
    assertThat(new QuietMembers(1000).settings(MINUTE, Duration.ofMillis(100)))
        .containsEntry("fetch.max.wait.ms", "500");
  }
}
