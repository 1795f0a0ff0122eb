package io.deltaingest.launcher.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The heap that all workers of the process together may fill with what they read and hold. A
 * quarter is for fetched messages, the rest for rows and files. The heap beyond the budget is for
 * decoding, the tables' logs, the program itself and the collector.
 *
 * <p>Of the part for rows and files, one half is shared out evenly and is each worker's own. The
 * other half is had by whoever needs it: a busy worker among many idle ones has more than half of
 * everything, and when all are busy each has at least half of an even share and is asked to commit
 * as soon as all of the other half is in use. So the workers' shares never add up to more than
 * there is.
 *
 * <p>Thread-safe; a share is asked without a lock, in time proportional to the workers.
 */
final class HeapBudget {

  /** What the budget is of the heap where nobody says otherwise. */
  private static final double PART_OF_HEAP = 0.33;

  private static final long PARTS_FOR_FETCHES = 4;

  /** Of its limit, what a worker holds when it is asked to commit; rows go on coming meanwhile. */
  private static final double COMMIT_AT = 0.75;

  private final long fetchBytes;
  private final long heldBytes;
  private final int planned;
  private volatile Share[] shares = {};

  /**
   * @param bytes of heap; a third of it is a good value
   * @param plannedWorkers how many workers there will be, as far as that is known: what a worker
   *     fetches at a time is settled when it starts, before those after it are there
   */
  HeapBudget(long bytes, int plannedWorkers) {
    fetchBytes = bytes / PARTS_FOR_FETCHES;
    heldBytes = bytes - fetchBytes;
    planned = Math.max(1, plannedWorkers);
  }

  /** The default for a heap of that size. */
  static long defaultBytes(long maxHeapBytes) {
    return (long) (maxHeapBytes * PART_OF_HEAP);
  }

  /** One worker more, which leaves by closing its share. The others' limits change with it. */
  synchronized Share join() {
    Share joined = new Share(fetchBytes / Math.max(planned, shares.length + 1));
    List<Share> all = new ArrayList<>(List.of(shares));
    all.add(joined);
    shares = all.toArray(Share[]::new);
    return joined;
  }

  private synchronized void leave(Share share) {
    List<Share> all = new ArrayList<>(List.of(shares));
    all.remove(share);
    shares = all.toArray(Share[]::new);
  }

  /** One worker's part. Methods may be called on any thread. */
  final class Share implements AutoCloseable {
    private final long fetchBytes;
    private volatile LongSupplier held = () -> 0;

    private Share(long fetchBytes) {
      this.fetchBytes = fetchBytes;
    }

    /** What fetched messages of this worker may take. Does not change. */
    long fetchBytes() {
      return fetchBytes;
    }

    /**
     * Says what this worker holds in rows and files, from now on.
     *
     * @param bytes asked on other workers' threads
     */
    void measureBy(LongSupplier bytes) {
      held = bytes;
    }

    /** What rows and files of this worker may take, as things are. */
    long limitBytes() {
      Share[] all = shares;
      long own = heldBytes / 2 / Math.max(1, all.length);
      long common = heldBytes - own * Math.max(1, all.length);
      for (Share other : all) {
        if (other != this) {
          common -= Math.max(0, other.held.getAsLong() - own);
        }
      }
      return own + Math.max(0, common);
    }

    /** What rows and files of this worker take when it should commit. */
    long commitBytes() {
      return (long) (limitBytes() * COMMIT_AT);
    }

    /** The worker holds nothing any more. */
    @Override
    public void close() {
      leave(this);
    }
  }
}
