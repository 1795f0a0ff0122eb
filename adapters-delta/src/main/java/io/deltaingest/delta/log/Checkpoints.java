package io.deltaingest.delta.log;

import io.deltaingest.domain.model.TableSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the checkpoints of one table when they are due, also one that a crash missed, and removes
 * what has expired from its log, one at a time on the thread {@code checkpoint-<table>}. A failure
 * is logged and waits for the next occasion: the table is complete without a checkpoint. One that
 * this heap is too small for is the last one that is tried. Several processes may do this to one
 * table.
 */
public final class Checkpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String INTERVAL = "delta.checkpointInterval";
  private static final String JSON_STATISTICS = "delta.checkpoint.writeStatsAsJson";
  private static final int DEFAULT_INTERVAL = 10;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final DeltaTableLog log;
  private final ExecutorService thread;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile boolean givenUp;
  private boolean told;

  /**
   * @param name the table's name in the thread's name
   */
  public Checkpoints(DeltaTableLog log, String name) {
    this.log = log;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "checkpoint-" + name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Called after each commit of a stream that asks for checkpoints; does not wait. On the commit
   * thread.
   *
   * @param table the version that was committed
   */
  public void committed(TableSnapshot table) {
    if (givenUp || isForOtherTools(table)) {
      return;
    }
    int interval = interval(table);
    long due = newestDue(table.version(), interval);
    if (due > 0 && log.checkpointVersion() < due && underWay.compareAndSet(false, true)) {
      try {
        thread.execute(() -> write(interval, due));
      } catch (RejectedExecutionException closed) {
        LOG.debug("No checkpoint of {} any more", log.storage().location());
      }
    }
  }

  /**
   * Whether the table's checkpoints hold statistics in a form that ours don't have: a checkpoint of
   * ours would lose those of all files that are in one already.
   */
  private boolean isForOtherTools(TableSnapshot table) {
    boolean others = "false".equalsIgnoreCase(table.properties().get(JSON_STATISTICS));
    if (others && !told) {
      told = true;
      LOG.warn(
          "No checkpoints of {} are written here: the table wants them without statistics as JSON"
              + " ({}=false). Let another tool write them",
          log.storage().location(),
          JSON_STATISTICS);
    }
    return others;
  }

  /** Whether this process's heap turned out to be too small for them. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** Waits some seconds for a checkpoint that is being written, then gives it up. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void write(int interval, long due) {
    try {
      log.writeCheckpoint(interval, due);
    } catch (CheckpointBeyondHeapException beyond) {
      givenUp = true;
      LOG.warn(
          "No checkpoints of {} are written any more: {}. Start again with a larger heap, or let"
              + " another tool write them",
          log.storage().location(),
          beyond.getMessage());
    } catch (IOException | RuntimeException failure) {
      LOG.warn(
          "The upkeep of the log of {} failed (a checkpoint, or the removal of expired files);"
              + " it is tried again when the next checkpoint is due",
          log.storage().location(),
          failure);
    } finally {
      underWay.set(false);
    }
  }

  /** The newest version up to {@code version} that asks for a checkpoint, or 0. */
  public static long newestDue(long version, int interval) {
    return version - version % interval;
  }

  private static int interval(TableSnapshot table) {
    String value = table.properties().get(INTERVAL);
    try {
      return value == null ? DEFAULT_INTERVAL : Math.max(1, Integer.parseInt(value.trim()));
    } catch (NumberFormatException unreadable) {
      return DEFAULT_INTERVAL;
    }
  }
}
