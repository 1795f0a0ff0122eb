package io.deltaingest.kafka;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A view of one record, aimed at the next by its batch. Its bytes stay in the fetch buffer. */
final class KafkaMessage implements Message {

  private final ByteSlice key = new ByteSlice();
  private final ByteSlice value = new ByteSlice();
  private ConsumerRecord<ByteBuffer, ByteBuffer> consumed;

  void aim(ConsumerRecord<ByteBuffer, ByteBuffer> next) {
    consumed = next;
  }

  @Override
  public String topic() {
    return consumed.topic();
  }

  @Override
  public int partition() {
    return consumed.partition();
  }

  @Override
  public long offset() {
    return consumed.offset();
  }

  @Override
  public long timestampMillis() {
    return consumed.timestamp();
  }

  @Override
  public int timestampType() {
    return consumed.timestampType().id;
  }

  @Override
  public ByteSlice key() {
    return aimed(key, consumed.key());
  }

  @Override
  public ByteSlice value() {
    return aimed(value, consumed.value());
  }

  private static ByteSlice aimed(ByteSlice slice, ByteBuffer bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.hasArray()) {
      slice.aim(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else {
      // The client's buffers are on the heap; this is for the day when they are not.
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      slice.aim(copy, 0, copy.length);
    }
    return slice;
  }

  @Override
  public List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    for (org.apache.kafka.common.header.Header header : consumed.headers()) {
      headers.add(new Header(header.key(), header.value()));
    }
    return headers;
  }
}
