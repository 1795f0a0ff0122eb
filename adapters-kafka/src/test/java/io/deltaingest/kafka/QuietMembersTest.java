package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietMembersTest {

  @Test
  void shouldLeaveFewMembersWithKafkasOwnValues() {
    assertThat(QuietMembers.settings(1))
        .containsEntry("retry.backoff.ms", "100")
        .containsEntry("fetch.max.wait.ms", "500");
    assertThat(QuietMembers.settings(20)).isEqualTo(QuietMembers.settings(1));
  }

  @Test
  void shouldGiveMembersLessToDoTheMoreThereAre() {
    assertThat(QuietMembers.settings(100))
        .containsEntry("retry.backoff.ms", "500")
        .containsEntry("fetch.max.wait.ms", "1000");
    assertThat(QuietMembers.settings(1000))
        .containsEntry("retry.backoff.ms", "1000")
        .containsEntry("fetch.max.wait.ms", "2000");
  }
}
