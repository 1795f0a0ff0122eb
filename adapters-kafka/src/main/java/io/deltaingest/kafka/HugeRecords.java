package io.deltaingest.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Tells of values that are larger than what a consumer asks for at a time, while a poll still
 * gathers them: before the consumer sends its next fetch, which would bring another as large before
 * the first is done with. The ingest thread.
 */
final class HugeRecords extends ByteBufferDeserializer {

  private final int largestOrdinary;
  private Runnable listener = () -> {};

  /**
   * @param largestOrdinary bytes of a value that fits into the memory for fetches several times
   */
  HugeRecords(int largestOrdinary) {
    this.largestOrdinary = largestOrdinary;
  }

  /** Told inside of a poll, for each such value. */
  void onHuge(Runnable told) {
    listener = told;
  }

  @Override
  public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
    if (data != null && data.remaining() > largestOrdinary) {
      listener.run();
    }
    return super.deserialize(topic, headers, data);
  }
}
