package io.deltaingest.testkit.fake;

import io.deltaingest.domain.ingest.Clock;
import java.time.Duration;

/** A clock that stands still until it is told to go on. */
public final class FakeClock implements Clock {

  private long nanos;

  @Override
  public long millis() {
    return 1_700_000_000_000L + nanos / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  public void advance(Duration time) {
    nanos += time.toNanos();
  }
}
