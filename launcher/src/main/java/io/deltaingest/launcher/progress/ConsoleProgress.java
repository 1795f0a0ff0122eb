package io.deltaingest.launcher.progress;

import io.deltaingest.domain.stream.StreamStatus;
import io.deltaingest.domain.stream.WorkerStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how the streams are doing, every few seconds, on a daemon thread of its own, until it is
 * closed. Rates are between one showing and the next.
 */
public final class ConsoleProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleProgress.class);

  private final Supplier<List<StreamStatus>> streams;
  private final ProgressView view;
  private final LongSupplier clockMillis;
  private final Map<String, Moment> before = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::showUntilClosed, "progress");

  private record Moment(long millis, long rows) {}

  /**
   * @param streams the statuses of now; must not block
   * @param clockMillis ms since the epoch
   */
  public ConsoleProgress(
      Supplier<List<StreamStatus>> streams, ProgressView view, LongSupplier clockMillis) {
    this.streams = streams;
    this.view = view;
    this.clockMillis = clockMillis;
  }

  /** Begins showing. Called once. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Shows the figures of now. Called on the progress thread, or by a test that started none. */
  void show() {
    long now = clockMillis.getAsLong();
    view.show(
        streams.get().stream()
            .map(status -> StreamProgress.of(status, rate(status, now), now))
            .toList());
  }

  /** Ends the showing, at once. Idempotent. */
  @Override
  public void close() {
    closed.countDown();
    try {
      // A terminal that takes no output must not hold up the end of the program.
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void showUntilClosed() {
    try {
      while (!closed.await(view.interval().toMillis(), TimeUnit.MILLISECONDS)) {
        show();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Progress is no longer shown", e);
    } finally {
      view.end();
    }
  }

  private OptionalDouble rate(StreamStatus status, long now) {
    long rows = status.workers().stream().map(WorkerStatus::counts).mapToLong(c -> c.rows()).sum();
    Moment last = before.put(status.config().name(), new Moment(now, rows));
    // Counts begin anew when a stream is started again.
    if (last == null || now <= last.millis() || rows < last.rows()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((rows - last.rows()) * 1000.0 / (now - last.millis()));
  }
}
