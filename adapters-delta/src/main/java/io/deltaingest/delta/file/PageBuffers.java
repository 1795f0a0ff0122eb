package io.deltaingest.delta.file;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Arrays for compressed pages that wait for their row group to be written, to be used again: what
 * waits that long would otherwise end up in the collector's old generation, row group after row
 * group. One for each encoder thread.
 *
 * <p>Sizes are rounded up, by an eighth at the most, so that columns whose pages come out alike
 * share arrays. An array that nobody asks for makes place when none fits, so that what is kept
 * follows the data. What is idle is cleared when files have ended: of hundreds of writers, most
 * write nothing at a time.
 */
final class PageBuffers {

  /** Smaller pages are not worth the trouble. */
  private static final int SMALLEST_BITS = 12;

  private static final int LARGEST = HugePages.LEAST_BYTES;
  private static final int STEPS_BITS = 3;
  private static final int STEPS = 1 << STEPS_BITS;
  private static final int CLASSES =
      (Integer.numberOfTrailingZeros(LARGEST) - SMALLEST_BITS) * STEPS + 1;

  private final LongSupplier mostIdleBytes;
  private final Deque<byte[]>[] idle;
  private long idleBytes;

  /**
   * @param mostIdleBytes heap that arrays nobody uses may take
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generics
  PageBuffers(LongSupplier mostIdleBytes) {
    this.mostIdleBytes = mostIdleBytes;
    this.idle = new Deque[CLASSES];
  }

  /** An array of at least that size, with any content. */
  byte[] take(int size) {
    if (!isKept(size)) {
      return new byte[size];
    }
    int fitting = classOf(size);
    int roomiest = Math.min(CLASSES - 1, fitting + STEPS / 2);
    for (int at = fitting; at <= roomiest; at++) {
      if (idle[at] != null && !idle[at].isEmpty()) {
        return remove(at);
      }
    }
    int rounded = sizeOf(fitting);
    makePlace(rounded);
    return new byte[rounded];
  }

  /** Takes back an array that {@link #take} gave; lets go of any other, as a huge page has one. */
  void giveBack(byte[] array) {
    if (!isKept(array.length) || idleBytes + array.length > mostIdleBytes.getAsLong()) {
      return;
    }
    int at = classOf(array.length);
    if (array.length != sizeOf(at)) {
      return;
    }
    if (idle[at] == null) {
      idle[at] = new ArrayDeque<>();
    }
    idle[at].push(array);
    idleBytes += array.length;
  }

  /** Lets go of the arrays that nobody uses. */
  void clear() {
    Arrays.fill(idle, null);
    idleBytes = 0;
  }

  /** Heap bytes of arrays that nobody uses. */
  long idleBytes() {
    return idleBytes;
  }

  /** Lets as much go as is about to be allocated. */
  private void makePlace(int bytes) {
    long freed = 0;
    for (int at = CLASSES - 1; at >= 0 && freed < bytes; at--) {
      while (idle[at] != null && !idle[at].isEmpty() && freed < bytes) {
        freed += remove(at).length;
      }
    }
  }

  private byte[] remove(int at) {
    byte[] array = idle[at].pop();
    idleBytes -= array.length;
    return array;
  }

  private static boolean isKept(int size) {
    return size > 1 << SMALLEST_BITS && size <= LARGEST;
  }

  /** The smallest class whose arrays are that large. Eight classes to each doubling. */
  private static int classOf(int size) {
    int doubling = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size - 1);
    int step = ((size - 1) >>> (doubling - STEPS_BITS)) & (STEPS - 1);
    return (doubling - SMALLEST_BITS) * STEPS + step + 1;
  }

  private static int sizeOf(int sizeClass) {
    int doubling = (sizeClass - 1) / STEPS + SMALLEST_BITS;
    int step = (sizeClass - 1) % STEPS;
    return (STEPS + step + 1) << (doubling - STEPS_BITS);
  }
}
