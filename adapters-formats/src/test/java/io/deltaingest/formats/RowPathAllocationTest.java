package io.deltaingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.testkit.WebRequests;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class RowPathAllocationTest {

  private static final int MESSAGES = 20_000;

  private final WebRequests generator = new WebRequests(7);
  private final byte[] value = new byte[WebRequests.MAX_LENGTH];
  private final TestMessage message = new TestMessage();

  @Test
  void shouldAllocateNothingForAMessageOnceWarm() {
    RowTransformer transformer =
        MessageRowTransformerFactory.ofJson(WebRequestsTable.TRANSFORMS)
            .create(WebRequestsTable.SCHEMA);
    RowBatch batch = new RowBatch(WebRequestsTable.SCHEMA);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    transformAll(transformer, batch);
    transformAll(transformer, batch);

    long before = thread.getCurrentThreadAllocatedBytes();
    transformAll(transformer, batch);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat((double) allocated / MESSAGES).isLessThan(8.0);
  }

  private void transformAll(RowTransformer transformer, RowBatch batch) {
    for (int i = 0; i < MESSAGES; i++) {
      message.aim(value, 0, generator.write(i, value, 0)).withOffset(i);
      if (transformer.transform(message, batch) != null) {
        throw new AssertionError("message " + i + " was rejected");
      }
      if (batch.rowCount() == 5000) {
        batch.clear();
      }
    }
  }
}
