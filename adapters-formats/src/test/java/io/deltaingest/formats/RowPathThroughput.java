package io.deltaingest.formats;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.testkit.WebRequests;
import java.lang.management.ManagementFactory;

/**
 * Prints what the row path does on one thread: messages a second of its CPU time, and bytes
 * allocated a message. Run with the number of rounds, a million messages each.
 */
public final class RowPathThroughput {

  private static final int MESSAGES = 20_000;
  private static final int PASSES = 50;
  private static final int ROWS_A_BATCH = 5_000;

  private final RowTransformer transformer =
      MessageRowTransformerFactory.ofJson(WebRequestsTable.TRANSFORMS)
          .create(WebRequestsTable.SCHEMA);
  private final RowBatch batch = new RowBatch(WebRequestsTable.SCHEMA);
  private final TestMessage message = new TestMessage();
  private final byte[] values = new byte[MESSAGES * WebRequests.MAX_LENGTH];
  private final int[] starts = new int[MESSAGES + 1];

  private RowPathThroughput() {
    WebRequests generator = new WebRequests(42);
    for (int i = 0; i < MESSAGES; i++) {
      starts[i + 1] = starts[i] + generator.write(i, values, starts[i]);
    }
  }

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RowPathThroughput rowPath = new RowPathThroughput();
    for (int round = 0; round < rounds; round++) {
      long allocated = -thread.getCurrentThreadAllocatedBytes();
      long nanos = -thread.getCurrentThreadCpuTime();
      rowPath.transformAll();
      nanos += thread.getCurrentThreadCpuTime();
      allocated += thread.getCurrentThreadAllocatedBytes();
      long done = (long) MESSAGES * PASSES;
      System.out.printf(
          "%,d msg/s of CPU time, %.2f bytes allocated a message%n",
          done * 1_000_000_000 / nanos, (double) allocated / done);
    }
  }

  private void transformAll() {
    int offset = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < MESSAGES; i++) {
        message.aim(values, starts[i], starts[i + 1] - starts[i]).withOffset(offset++);
        if (transformer.transform(message, batch) != null) {
          throw new IllegalStateException("message " + i + " was rejected");
        }
        if (batch.rowCount() == ROWS_A_BATCH) {
          batch.clear();
        }
      }
    }
  }
}
