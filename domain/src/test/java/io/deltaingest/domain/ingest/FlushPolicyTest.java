package io.deltaingest.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.ingest.FlushPolicy.Cause;
import io.deltaingest.domain.stream.StreamConfig.Flush;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlushPolicyTest {

  private static final long SECOND = 1_000_000_000L;

  private final FlushPolicy policy =
      new FlushPolicy(new Flush(Duration.ofSeconds(60), 1_000), () -> 5_000);

  @Test
  void shouldWaitWhileNothingIsReached() {
    assertThat(policy.due(59 * SECOND, 999, 4_999)).isEmpty();
    assertThat(policy.nanosLeft(59 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void shouldFlushAtEachLimit() {
    assertThat(policy.due(60 * SECOND, 0, 0)).contains(Cause.LATENCY);
    assertThat(policy.due(0, 1_000, 0)).contains(Cause.BYTES);
    assertThat(policy.due(0, 0, 5_000)).contains(Cause.MEMORY);
    assertThat(policy.nanosLeft(61 * SECOND)).isZero();
  }
}
