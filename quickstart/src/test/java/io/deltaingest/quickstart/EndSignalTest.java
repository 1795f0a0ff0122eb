package io.deltaingest.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EndSignalTest {

  private final EndSignal end = new EndSignal(Thread.currentThread());

  @AfterEach
  void clearMark() {
    Thread.interrupted();
  }

  @Test
  void shouldInterruptTheTour() {
    new Thread(end::end, "ctrl-c").start();

    assertThatThrownBy(() -> new CountDownLatch(1).await())
        .isInstanceOf(InterruptedException.class);
    assertThat(end.isGiven()).isTrue();
  }

  @Test
  void shouldWaitForShieldedStep() throws Exception {
    Thread ctrlC = new Thread(end::end, "ctrl-c");

    boolean interruptedInside =
        end.shielded(
            () -> {
              ctrlC.start();
              while (ctrlC.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
              }
              return Thread.currentThread().isInterrupted();
            });

    assertThat(interruptedInside).isFalse();
    assertThatThrownBy(() -> new CountDownLatch(1).await())
        .isInstanceOf(InterruptedException.class);
    assertThat(end.isGiven()).isTrue();
  }
}
