package io.deltaingest.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows a table's log, and notes of each message when the first version with its offset was there
 * (Delta protocol, "Transaction Identifiers"). Message n is at offset n divided by the number of
 * partitions in partition n modulo that.
 */
final class VisibleMessages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_AGAIN_NANOS = 500_000;

  private final Path log;
  private final int partitions;
  private final long[] nanos;
  private final long[] next;
  private final CountDownLatch all = new CountDownLatch(1);
  private final Thread thread = new Thread(this::follow, "visible-messages");
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private int versions;
  private int left;

  /** The table has version 0, with no offsets. */
  VisibleMessages(Path table, int partitions, int messages) {
    this.log = table.resolve("_delta_log");
    this.partitions = partitions;
    this.nanos = new long[messages];
    this.next = new long[partitions];
    this.left = messages;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until each message was seen.
   *
   * @throws IllegalStateException when that takes longer
   */
  void awaitAll(Duration patience) throws InterruptedException {
    boolean seen = all.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (failure != null) {
      throw failure;
    }
    if (!seen) {
      throw new IllegalStateException(
          "After " + patience.toSeconds() + " s there are messages that no version has");
    }
  }

  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  /** When each was seen, as {@link System#nanoTime}; after {@link #awaitAll}. */
  long[] nanos() {
    return nanos;
  }

  /** How many were seen; after {@link #awaitAll}. */
  int versions() {
    return versions;
  }

  private void follow() {
    try {
      while (!stopped && left > 0) {
        Path entry = log.resolve(String.format(Locale.ROOT, "%020d.json", versions + 1));
        if (Files.exists(entry)) {
          long now = System.nanoTime();
          versions++;
          for (String line : Files.readAllLines(entry)) {
            note(JSON.readTree(line).path("txn"), now);
          }
        } else {
          LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
      }
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } finally {
      all.countDown();
    }
  }

  private void note(JsonNode txn, long now) {
    List<String> name = Arrays.asList(txn.path("appId").asText().split("-", 2));
    if (name.size() < 2 || !name.get(1).matches("\\d+")) {
      return;
    }
    int partition = Integer.parseInt(name.get(1));
    for (long offset = next[partition]; offset <= txn.path("version").asLong(); offset++) {
      nanos[(int) (offset * partitions + partition)] = now;
      left--;
    }
    next[partition] = Math.max(next[partition], txn.path("version").asLong() + 1);
  }
}
