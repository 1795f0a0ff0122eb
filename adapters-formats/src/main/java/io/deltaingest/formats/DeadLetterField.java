package io.deltaingest.formats;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.DeadLetterStore;
import io.deltaingest.domain.port.Message;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;

/** What a dead-letter record says about a rejected message, one property each. */
enum DeadLetterField {
  /** The value as Kafka delivered it, unless {@link #JSON_STRING} has it. */
  BASE64_BYTES("base64_bytes") {
    @Override
    int add(DeadLetterRecord record) {
      return record.text() == ValueTape.NONE ? record.addValueBase64() : ValueTape.NONE;
    }
  },

  /** The message's own text, or what it was decoded to, where it could be decoded. */
  JSON_STRING("json_string") {
    @Override
    int add(DeadLetterRecord record) {
      return record.text();
    }
  },

  /** The rejection's sentence. */
  ERROR("error") {
    @Override
    int add(DeadLetterRecord record) {
      return record.addText(record.cause().detail());
    }
  },

  /** When the record was made, in microseconds. */
  TIMESTAMP("timestamp") {
    @Override
    int add(DeadLetterRecord record) {
      return record.tape().addInteger(record.nowMicros());
    }
  },

  KAFKA_TOPIC(DeadLetterStore.TOPIC_COLUMN) {
    @Override
    int add(DeadLetterRecord record) {
      return record.addBytes(record.topicBytes());
    }
  },

  KAFKA_PARTITION(DeadLetterStore.PARTITION_COLUMN) {
    @Override
    int add(DeadLetterRecord record) {
      return record.tape().addInteger(record.message().partition());
    }
  },

  KAFKA_OFFSET(DeadLetterStore.OFFSET_COLUMN) {
    @Override
    int add(DeadLetterRecord record) {
      return record.tape().addInteger(record.message().offset());
    }
  },

  /** Microseconds; none where the record has no timestamp, or one that is no time. */
  KAFKA_TIMESTAMP("kafka_timestamp") {
    @Override
    int add(DeadLetterRecord record) {
      long millis = record.message().timestampMillis();
      boolean fits = Math.abs(millis / 1000) < Long.MAX_VALUE / 1_000_000;
      return millis == Message.NO_TIMESTAMP || !fits
          ? ValueTape.NONE
          : record.tape().addInteger(millis * 1000);
    }
  },

  KAFKA_KEY_BASE64("kafka_key_base64") {
    @Override
    int add(DeadLetterRecord record) {
      ByteSlice key = record.message().key();
      return key == null ? ValueTape.NONE : record.addBase64(key);
    }
  },

  /** The value as Kafka delivered it, always. */
  VALUE_BASE64("value_base64") {
    @Override
    int add(DeadLetterRecord record) {
      return record.addValueBase64();
    }
  },

  /** The rejection's stable name. */
  ERROR_CLASS("error_class") {
    @Override
    int add(DeadLetterRecord record) {
      return record.addBytes(record.errorClassBytes());
    }
  };

  private final PropertyName property;

  DeadLetterField(String property) {
    this.property = new PropertyName(property);
  }

  /** The property's and the column's name. */
  PropertyName property() {
    return property;
  }

  /** Adds the value to the record's tape; {@link ValueTape#NONE} where there is none. */
  abstract int add(DeadLetterRecord record);
}
