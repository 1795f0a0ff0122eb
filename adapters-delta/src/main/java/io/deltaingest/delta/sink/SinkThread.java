package io.deltaingest.delta.sink;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that carries out tasks in order. Tasks report their own failures; one that throws is
 * logged.
 */
final class SinkThread {

  private static final Logger LOG = LoggerFactory.getLogger(SinkThread.class);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean ended;

  SinkThread(String name) {
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds a task; does not wait. */
  void execute(Runnable task) {
    tasks.add(task);
  }

  /** Lets the thread end after the tasks that it has, and waits for that. */
  void close(Duration patience) {
    tasks.add(() -> ended = true);
    try {
      thread.join(patience.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!ended) {
      try {
        tasks.take().run();
      } catch (InterruptedException spurious) {
        LOG.debug("{} was interrupted and goes on", thread.getName());
      } catch (Throwable failure) {
        LOG.error("A task of {} failed", thread.getName(), failure);
      }
    }
  }
}
