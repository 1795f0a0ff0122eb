package io.deltaingest.delta.log;

import io.deltaingest.domain.port.DeadLetterStore.OffsetRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects offsets by partition, those within windows, without an object for each. For one thread.
 */
final class RecordedOffsets {

  private static final int FIRST_CAPACITY = 16;

  private final int[] partitions;
  private final long[] firsts;
  private final long[] lasts;
  private final long[][] found;
  private final int[] counts;

  RecordedOffsets(Map<Integer, OffsetRange> windows) {
    int count = windows.size();
    partitions = new int[count];
    firsts = new long[count];
    lasts = new long[count];
    found = new long[count][FIRST_CAPACITY];
    counts = new int[count];
    int at = 0;
    for (Map.Entry<Integer, OffsetRange> window : new TreeMap<>(windows).entrySet()) {
      partitions[at] = window.getKey();
      firsts[at] = window.getValue().first();
      lasts[at] = window.getValue().last();
      at++;
    }
  }

  /** Whether a window meets that rectangle of partitions and offsets; both ends are inclusive. */
  boolean meets(long minPartition, long maxPartition, long minOffset, long maxOffset) {
    for (int i = 0; i < partitions.length; i++) {
      if (partitions[i] >= minPartition
          && partitions[i] <= maxPartition
          && firsts[i] <= maxOffset
          && lasts[i] >= minOffset) {
        return true;
      }
    }
    return false;
  }

  /** Whether the offset is in its partition's window. */
  boolean wants(long partition, long offset) {
    int at = indexOf(partition);
    return at >= 0 && offset >= firsts[at] && offset <= lasts[at];
  }

  /** Takes an offset that is wanted; once or more often. */
  void add(long partition, long offset) {
    int at = indexOf(partition);
    if (counts[at] == found[at].length) {
      found[at] = Arrays.copyOf(found[at], 2 * counts[at]);
    }
    found[at][counts[at]++] = offset;
  }

  /** For each window's partition its offsets, ascending, each once. Ends the collection. */
  Map<Integer, long[]> toMap() {
    Map<Integer, long[]> offsets = new HashMap<>();
    for (int i = 0; i < partitions.length; i++) {
      offsets.put(partitions[i], ascending(found[i], counts[i]));
    }
    return offsets;
  }

  private int indexOf(long partition) {
    return partition == (int) partition ? Arrays.binarySearch(partitions, (int) partition) : -1;
  }

  private static long[] ascending(long[] offsets, int count) {
    Arrays.sort(offsets, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || offsets[i] != offsets[kept - 1]) {
        offsets[kept++] = offsets[i];
      }
    }
    return Arrays.copyOf(offsets, kept);
  }
}
