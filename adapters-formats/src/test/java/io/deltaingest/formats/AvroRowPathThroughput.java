package io.deltaingest.formats;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import java.lang.management.ManagementFactory;

/**
 * Prints what the row path does with the same requests as JSON and as Avro, in turns on one thread:
 * messages a second of its CPU time, bytes allocated a message, and how Avro compares. Run with the
 * number of rounds, a million messages of each a round.
 */
public final class AvroRowPathThroughput {

  private static final int MESSAGES = 20_000;
  private static final int PASSES = 50;
  private static final int ROWS_A_BATCH = 5_000;

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RowBatch batch = new RowBatch(WebRequestsTable.SCHEMA);
  private final TestMessage message = new TestMessage();

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    RowPathValues json = RowPathValues.json(MESSAGES);
    RowPathValues avro = json.asAvro();
    RowTransformer jsonRows = RowPathValues.jsonTransformer();
    RowTransformer avroRows = RowPathValues.avroTransformer();
    AvroRowPathThroughput rowPath = new AvroRowPathThroughput();
    System.out.printf(
        "%d bytes a message in JSON, %d in Avro%n", json.averageLength(), avro.averageLength());
    for (int round = 0; round < rounds; round++) {
      double jsonRate = rowPath.measure("JSON", jsonRows, json);
      double avroRate = rowPath.measure("Avro", avroRows, avro);
      System.out.printf("Avro / JSON: %.2f%n", avroRate / jsonRate);
    }
  }

  private double measure(String name, RowTransformer transformer, RowPathValues values) {
    long allocated = -thread.getCurrentThreadAllocatedBytes();
    long nanos = -thread.getCurrentThreadCpuTime();
    transformAll(transformer, values);
    nanos += thread.getCurrentThreadCpuTime();
    allocated += thread.getCurrentThreadAllocatedBytes();
    double done = (double) values.count() * PASSES;
    double rate = done * 1e9 / nanos;
    System.out.printf(
        "%s: %,.0f msg/s of CPU time, %.2f bytes allocated a message%n",
        name, rate, allocated / done);
    return rate;
  }

  private void transformAll(RowTransformer transformer, RowPathValues values) {
    int offset = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < values.count(); i++) {
        values.aim(message, i);
        if (transformer.transform(message.withOffset(offset++), batch) != null) {
          throw new IllegalStateException("message " + i + " was rejected");
        }
        if (batch.rowCount() == ROWS_A_BATCH) {
          batch.clear();
        }
      }
    }
  }
}
