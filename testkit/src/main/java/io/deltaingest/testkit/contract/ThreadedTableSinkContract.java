package io.deltaingest.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a worker relies on in a {@link io.deltaingest.domain.port.TableSink} that works on threads
 * of its own, by a real clock.
 */
public abstract class ThreadedTableSinkContract extends TableSinkContract {

  @Test
  void shouldGiveNoOutcomeWhenNoneIsDue() {
    // given
    begin();
    append(1);

    // when
    long start = System.nanoTime();
    boolean outcome = sink().awaitOutcome(Duration.ofMillis(50)).isPresent();

    // then
    assertThat(outcome).isFalse();
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(40).toNanos());
    assertThat(sink().awaitOutcome(Duration.ZERO)).isEmpty();
  }

  @Test
  void shouldTellProgressWhenOutcomeHasCome() {
    // given
    AtomicInteger told = new AtomicInteger();
    sink().onProgress(told::incrementAndGet);
    begin();
    append(1);

    // when
    commit(change("app-0", OptionalLong.empty(), 1));

    // then
    await().atMost(PATIENCE).until(() -> told.get() > 0);
  }
}
