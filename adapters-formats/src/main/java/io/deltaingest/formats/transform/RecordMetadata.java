package io.deltaingest.formats.transform;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.formats.value.Base64Encoding;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;

/** What the Kafka record says besides its value: the sources {@code kafka.…}. */
enum RecordMetadata implements TransformSource {
  OFFSET("kafka.offset") {
    @Override
    public int evaluate(Evaluation evaluation) {
      return evaluation.tape().addInteger(evaluation.message().offset());
    }
  },

  PARTITION("kafka.partition") {
    @Override
    public int evaluate(Evaluation evaluation) {
      return evaluation.tape().addInteger(evaluation.message().partition());
    }
  },

  TOPIC("kafka.topic") {
    @Override
    public int evaluate(Evaluation evaluation) {
      byte[] topic = evaluation.topicBytes();
      return evaluation.tape().addString(topic, 0, topic.length);
    }
  },

  /** Microseconds; none where the record has no timestamp. */
  TIMESTAMP("kafka.timestamp") {
    @Override
    public int evaluate(Evaluation evaluation) {
      long millis = evaluation.message().timestampMillis();
      if (millis == Message.NO_TIMESTAMP) {
        return ValueTape.NONE;
      }
      if (Math.abs(millis / 1000) > Long.MAX_VALUE / 1_000_000 - 1) {
        return evaluation.fail(
            "the record's timestamp of " + millis + " ms is out of range", ValueTape.NONE);
      }
      return evaluation.tape().addInteger(millis * 1000);
    }
  },

  /** Kafka's number: -1 none, 0 create time, 1 log append time. */
  TIMESTAMP_TYPE("kafka.timestamp_type") {
    @Override
    public int evaluate(Evaluation evaluation) {
      return evaluation.tape().addInteger(evaluation.message().timestampType());
    }
  },

  /** The key as text, where keys have no format of their own; none where the record has no key. */
  KEY("kafka.key") {
    @Override
    public int evaluate(Evaluation evaluation) {
      ByteSlice key = evaluation.message().key();
      if (key == null) {
        return ValueTape.NONE;
      }
      if (!Utf8.isValid(key.array(), key.offset(), key.length())) {
        return evaluation.fail(
            "the record's key is not UTF-8 text; kafka.key_base64 takes any key", ValueTape.NONE);
      }
      return evaluation.tape().addString(key.array(), key.offset(), key.length());
    }
  },

  /** The key's bytes as base64; none where the record has no key. */
  KEY_BASE64("kafka.key_base64") {
    @Override
    public int evaluate(Evaluation evaluation) {
      ByteSlice key = evaluation.message().key();
      if (key == null) {
        return ValueTape.NONE;
      }
      ValueTape tape = evaluation.tape();
      int start = tape.scratch().length();
      Base64Encoding.append(key.array(), key.offset(), key.length(), tape.scratch());
      return tape.addScratchString(start);
    }
  },

  /**
   * An object of header name to value as text. Of repeated names the last wins; a header without a
   * value is null; bytes that are no UTF-8 become U+FFFD. Allocates.
   */
  HEADERS("kafka.headers") {
    @Override
    public int evaluate(Evaluation evaluation) {
      ValueTape tape = evaluation.tape();
      int headers = tape.editableObject(ValueTape.NONE);
      for (Message.Header header : evaluation.message().headers()) {
        int member = tape.memberFor(headers, new PropertyName(header.key()));
        byte[] value = header.value();
        tape.setValue(member, value == null ? tape.addNull() : HeaderSource.addText(tape, value));
      }
      return headers;
    }
  };

  private final String sourceName;

  @Override
  public boolean reads(PropertyName... path) {
    return false;
  }

  RecordMetadata(String sourceName) {
    this.sourceName = sourceName;
  }

  /** The source as it is written in a transform. */
  String sourceName() {
    return sourceName;
  }
}
