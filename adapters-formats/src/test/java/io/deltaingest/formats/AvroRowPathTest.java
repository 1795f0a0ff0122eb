package io.deltaingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AvroRowPathTest {

  private static final int MESSAGES = 20_000;

  private final RowPathValues json = RowPathValues.json(MESSAGES);
  private final RowPathValues avro = json.asAvro();
  private final RowBatch batch = new RowBatch(WebRequestsTable.SCHEMA);
  private final TestMessage message = new TestMessage();

  @Test
  void shouldMakeTheSameRowsOfAvroAsOfJson() {
    RowTransformer ofJson = RowPathValues.jsonTransformer();
    RowTransformer ofAvro = RowPathValues.avroTransformer();

    for (int i = 0; i < 500; i++) {
      batch.clear();
      json.aim(message, i);
      assertThat(ofJson.transform(message, batch)).isNull();
      avro.aim(message, i);
      assertThat(ofAvro.transform(message, batch)).isNull();

      assertThat(BatchRows.row(batch, 1)).isEqualTo(BatchRows.row(batch, 0));
    }
  }

  @Test
  void shouldAllocateNothingForAMessageOnceWarm() {
    RowTransformer transformer = RowPathValues.avroTransformer();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    transformAll(transformer);
    transformAll(transformer);

    long before = thread.getCurrentThreadAllocatedBytes();
    transformAll(transformer);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat((double) allocated / MESSAGES).isLessThan(8.0);
  }

  private void transformAll(RowTransformer transformer) {
    for (int i = 0; i < MESSAGES; i++) {
      avro.aim(message, i);
      if (transformer.transform(message.withOffset(i), batch) != null) {
        throw new AssertionError("message " + i + " was rejected");
      }
      if (batch.rowCount() == 5000) {
        batch.clear();
      }
    }
  }
}
