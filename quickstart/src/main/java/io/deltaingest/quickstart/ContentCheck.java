package io.deltaingest.quickstart;

import io.deltaingest.testkit.WebRequests;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Compares rows that were read back with the messages that were sent: each message up to the stored
 * offset of its partition is there exactly once, with every value, and no other is.
 */
final class ContentCheck {

  private static final int DETAILED_PROBLEMS = 5;

  private final WebRequests requests;
  private final BitSet[] seen;
  private final List<String> problems = new ArrayList<>();
  private long rows;
  private long wrongRows;

  /**
   * @param requests the generator that the messages came from
   * @param partitions of the topic
   */
  ContentCheck(WebRequests requests, int partitions) {
    this.requests = requests;
    this.seen = new BitSet[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      seen[partition] = new BitSet();
    }
  }

  /** Takes the next row, in any order. */
  void add(SampleRow row) {
    rows++;
    if (row.partition() < 0 || row.partition() >= seen.length || row.offset() < 0) {
      wrong(row + " comes from nowhere in the topic");
      return;
    }
    BitSet offsets = seen[row.partition()];
    int offset = Math.toIntExact(row.offset());
    if (offsets.get(offset)) {
      wrong("partition " + row.partition() + ", offset " + row.offset() + " is there twice");
      return;
    }
    offsets.set(offset);
    SampleRow expected = SampleRow.expected(requests, seen.length, row.partition(), row.offset());
    if (!row.equals(expected)) {
      wrong(row + " should be " + expected);
    }
  }

  private void wrong(String problem) {
    wrongRows++;
    if (wrongRows <= DETAILED_PROBLEMS) {
      problems.add(problem);
    }
  }

  /** Rows taken so far. */
  long rows() {
    return rows;
  }

  /**
   * What does not agree, once all rows were added; empty when everything does.
   *
   * @param lastOffsets what the table stores, by partition
   */
  List<String> problems(Map<Integer, Long> lastOffsets) {
    List<String> all = new ArrayList<>(problems);
    if (wrongRows > DETAILED_PROBLEMS) {
      all.add("… and " + (wrongRows - DETAILED_PROBLEMS) + " more rows are wrong");
    }
    for (int partition = 0; partition < seen.length; partition++) {
      long done = lastOffsets.getOrDefault(partition, -1L) + 1;
      int missing = seen[partition].nextClearBit(0);
      if (missing < done) {
        all.add(
            "partition "
                + partition
                + ", offset "
                + missing
                + " is missing, though the table says that all up to "
                + (done - 1)
                + " are done");
      }
      if (seen[partition].length() > done) {
        all.add(
            "partition "
                + partition
                + ", offset "
                + (seen[partition].length() - 1)
                + " is there, though the table says that only those up to "
                + (done - 1)
                + " are done");
      }
    }
    return all;
  }
}
