package io.deltaingest.kafka;

import io.deltaingest.domain.error.ConfigurationException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Looks out for values that take most of the memory for fetches, while a poll still gathers them:
 * before the consumer sends its next fetch, which would bring another as large before the first is
 * done with. For the ingest thread.
 */
final class HugeRecords extends ByteBufferDeserializer {

  private final FetchMemory memory;
  private final long largestOrdinary;
  private Runnable hold = () -> {};
  private boolean admitted;
  private ConfigurationException refusal;

  HugeRecords(FetchMemory memory) {
    this.memory = memory;
    this.largestOrdinary = memory.fetchBytes() / 2;
  }

  /**
   * @param action keeps the consumer from fetching ahead; run inside of a poll
   */
  void holdBackBy(Runnable action) {
    hold = action;
  }

  /** What the last poll brought is done with. */
  void release() {
    if (admitted) {
      admitted = false;
      memory.release();
    }
  }

  /** Whether what a poll brought may be worked on. */
  void check() {
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
    if (data != null && data.remaining() > largestOrdinary && refusal == null) {
      admit(data.remaining());
    }
    return super.deserialize(topic, headers, data);
  }

  /** An exception would reach the poll's caller as one of many kinds, or in a later poll. */
  private void admit(int bytes) {
    hold.run();
    admitted = true;
    try {
      memory.admit(bytes);
    } catch (ConfigurationException tooLarge) {
      refusal = tooLarge;
    }
  }
}
