package io.deltaingest.launcher.runtime;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.kafka.FetchMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * <p>Messages so large that they do not fit into this are worked on by as few workers at a time as
 * the heap has room for; the others wait, each with the one that it has fetched. Where that alone
 * is too much, the message is refused.
 *
 * <p>Thread-safe; a share is asked without a lock. What the workers hold together is added up a
 * hundred times a second at most: hundreds of them ask after each poll.
 */
final class HeapBudget {

  private static final Logger LOG = LoggerFactory.getLogger(HeapBudget.class);

  /** What the budget is of the heap where nobody says otherwise. */
  private static final double PART_OF_HEAP = 0.33;

  private static final long PARTS_FOR_FETCHES = 4;

  /** Of its limit, what a worker holds when it is asked to commit; rows go on coming meanwhile. */
  private static final double COMMIT_AT = 0.75;

  /** Of the heap, what large arrays can fill before the collector finds no room for one more. */
  private static final double USABLE_PART = 0.75;

  /** What the program takes of the heap without any message. */
  private static final long PROGRAM_BYTES = 32L << 20;

  /** What a huge message takes beside its fetched bytes: rows, a page, the same compressed. */
  private static final int COPIES = 3;

  private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;
  private static final long LOOK_AGAIN_MILLIS = 10;

  /** In which two busy cores fill a few megabytes. */
  private static final long SUM_HOLDS_NANOS = 10_000_000L;

  /**
   * What workers had of the common half, and when.
   *
   * @param of the workers at that time
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity
  private record Sum(Share[] of, long nanos, long bytes) {}

  private final LongSupplier nanoTime;
  private final long fetchBytes;
  private final long heldBytes;
  private final long heapBytes;
  private final int planned;
  private boolean warned;

  /** Size of a huge message that waits for others to commit what they hold; 0 when none does. */
  private volatile long awaited;

  private volatile Share[] shares = {};
  private volatile Sum common;

  /**
   * @param bytes of heap; a third of it is a good value
   * @param heapBytes all of the heap
   * @param plannedWorkers how many workers there will be, as far as that is known: what a worker
   *     fetches at a time is settled when it starts, before those after it are there
   */
  HeapBudget(long bytes, long heapBytes, int plannedWorkers) {
    this(bytes, heapBytes, plannedWorkers, System::nanoTime);
  }

  HeapBudget(long bytes, long heapBytes, int plannedWorkers, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.heapBytes = heapBytes;
    fetchBytes = bytes / PARTS_FOR_FETCHES;
    heldBytes = bytes - fetchBytes;
    planned = Math.max(1, plannedWorkers);
  }

  /** The default for a heap of that size. */
  static long defaultBytes(long maxHeapBytes) {
    return (long) (maxHeapBytes * PART_OF_HEAP);
  }

  /**
   * One worker of that stream more, which leaves by closing its share. The others' limits change
   * with it.
   */
  synchronized Share join(String stream) {
    Share joined = new Share(stream, fetchBytes / Math.max(planned, shares.length + 1));
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

  /**
   * What is needed for one more huge message to be worked on, beside those that are already.
   *
   * @param expected what workers of the same stream that have none are about to fetch
   */
  private long needed(Share next, long expected) {
    long sum = PROGRAM_BYTES + COPIES * next.huge;
    for (Share share : shares) {
      if (share.huge > 0) {
        sum += share.huge;
      } else if (share.stream.equals(next.stream)) {
        sum += expected;
      }
      if (share != next && share.working) {
        sum += COPIES * share.huge;
      }
    }
    return sum;
  }

  /**
   * What is needed for the message to be worked on beside those that workers of its stream have
   * fetched. Other streams' messages are there by chance, and will be gone.
   */
  private long neededByStream(Share next) {
    long sum = PROGRAM_BYTES + COPIES * next.huge;
    for (Share share : shares) {
      if (share.stream.equals(next.stream)) {
        sum += share.huge;
      }
    }
    return sum;
  }

  /** An even share of the first half. */
  private long own(Share[] all) {
    return heldBytes / 2 / Math.max(1, all.length);
  }

  /** What all of them have of the other half, as of a moment ago. */
  private long inCommonUse(Share[] all) {
    Sum latest = common;
    long now = nanoTime.getAsLong();
    if (latest == null || latest.of != all || now - latest.nanos >= SUM_HOLDS_NANOS) {
      long own = own(all);
      long bytes = 0;
      for (Share share : all) {
        share.inCommonUse = Math.max(0, share.held.getAsLong() - own);
        bytes += share.inCommonUse;
      }
      latest = new Sum(all, now, bytes);
      common = latest;
    }
    return latest.bytes;
  }

  private long heldByOthers(Share asking) {
    long sum = 0;
    for (Share share : shares) {
      sum += share == asking ? 0 : share.held.getAsLong();
    }
    return sum;
  }

  private boolean othersWork(Share asking) {
    for (Share share : shares) {
      if (share != asking && share.working) {
        return true;
      }
    }
    return false;
  }

  private synchronized void admit(Share asking, long bytes) {
    asking.huge += bytes;
    if (asking.working) {
      return;
    }
    long usable = (long) (heapBytes * USABLE_PART);
    long since = System.nanoTime();
    while (needed(asking, bytes) + heldByOthers(asking) > usable
        && (othersWork(asking) || heldByOthers(asking) > bytes / 2)
        && System.nanoTime() - since < LONGEST_WAIT_NANOS) {
      warnOnce(bytes);
      awaited = bytes;
      try {
        wait(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    awaited = 0;
    long needed = neededByStream(asking);
    if (!othersWork(asking) && needed > usable) {
      throw tooLarge(bytes, (long) (needed / USABLE_PART));
    }
    asking.working = true;
  }

  private void warnOnce(long bytes) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "Workers wait for each other: the heap of {} MB is small for messages of {} MB and {}"
              + " workers",
          heapBytes >> 20,
          bytes >> 20,
          shares.length);
    }
  }

  private ConfigurationException tooLarge(long bytes, long needed) {
    return new ConfigurationException(
        Problem.of(
            "A message of " + bytes + " bytes is too large for this process",
            "With "
                + shares.length
                + (shares.length == 1 ? " worker" : " workers")
                + " about "
                + (needed >> 20)
                + " MB of heap are needed for it, and the heap has "
                + (heapBytes >> 20)
                + " MB",
            "Give the process more heap (KDI_HEAP), or run fewer workers"));
  }

  private synchronized void release(Share share) {
    share.huge = 0;
    share.working = false;
    notifyAll();
  }

  /** One worker's part. Methods may be called on any thread. */
  final class Share implements FetchMemory, AutoCloseable {
    private final String stream;
    private final long fetchBytes;
    private volatile LongSupplier held = () -> 0;

    /** As of the latest sum. Two that add up at once may mix theirs, for as long as a sum holds. */
    private volatile long inCommonUse;

    // Guarded by the budget.
    private long huge;
    private boolean working;

    private Share(String stream, long fetchBytes) {
      this.stream = stream;
      this.fetchBytes = fetchBytes;
    }

    @Override
    public long fetchBytes() {
      return fetchBytes;
    }

    @Override
    public void admit(long messageBytes) {
      HeapBudget.this.admit(this, messageBytes);
    }

    @Override
    public void release() {
      HeapBudget.this.release(this);
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
      long own = own(all);
      long others = Math.max(0, inCommonUse(all) - inCommonUse);
      return own + Math.max(0, heldBytes - own * Math.max(1, all.length) - others);
    }

    /** What rows and files of this worker take when it should commit. */
    long commitBytes() {
      long commit = (long) (limitBytes() * COMMIT_AT);
      long another = awaited;
      return another > 0 ? Math.min(commit, another / 2) : commit;
    }

    /** The worker holds nothing any more. */
    @Override
    public void close() {
      release();
      leave(this);
    }
  }
}
