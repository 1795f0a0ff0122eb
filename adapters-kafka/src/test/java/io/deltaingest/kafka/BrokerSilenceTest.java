package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.TransientException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class BrokerSilenceTest {

  private final AtomicLong responses = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final BrokerSilence silence =
      new BrokerSilence("host:9092", Duration.ofSeconds(15), new Counter(), nanos::get);

  @Test
  void shouldComplainAfterTheLimitUntilSomebodyAnswers() {
    silence.check();
    nanos.addAndGet(Duration.ofSeconds(14).toNanos());
    assertThatCode(silence::check).doesNotThrowAnyException();

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThatThrownBy(silence::check)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("host:9092")
        .hasMessageContaining("15 s");
    assertThatThrownBy(silence::check).isInstanceOf(TransientException.class);

    responses.incrementAndGet();
    assertThatCode(silence::check).doesNotThrowAnyException();
  }

  @Test
  void shouldNotTakeTimeWithoutPollsForSilence() {
    silence.check();
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    responses.addAndGet(200);
    assertThatCode(silence::check).doesNotThrowAnyException();
  }

  private final class Counter implements Metric {
    @Override
    public MetricName metricName() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object metricValue() {
      return responses.doubleValue();
    }
  }
}
