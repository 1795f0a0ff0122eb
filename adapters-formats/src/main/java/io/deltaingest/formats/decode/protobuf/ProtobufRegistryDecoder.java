package io.deltaingest.formats.decode.protobuf;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.SchemaRegistry;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.RegisteredSchemas;
import io.deltaingest.formats.decode.WireHeader;
import io.deltaingest.formats.value.ValueTape;

/**
 * Values whose message types a registry has under the id in front of each. The places of the type
 * in its file follow the id: how many, then each, as zig-zag varints; a single zero byte is the
 * first type of the file (Confluent's documentation, "Wire format").
 */
public final class ProtobufRegistryDecoder extends ProtobufMessages {

  private final RegisteredSchemas<RegisteredMessages> schemas;
  private final WireInput in = new WireInput();
  private final int[] indexes = new int[WireInput.MAX_DEPTH];
  private int headerLength;

  /**
   * @param objectsOnly whether messages that are no objects on a tape are refused
   */
  public ProtobufRegistryDecoder(ValueTape tape, SchemaRegistry registry, boolean objectsOnly) {
    super(tape, objectsOnly);
    schemas =
        new RegisteredSchemas<>(
            registry,
            RegisteredSchema.Kind.PROTOBUF,
            schema -> new RegisteredMessages(ProtoTexts.link(schema)));
  }

  @Override
  CompiledMessage messageOf(ByteSlice value, DecodeFailure failure) {
    RegisteredMessages types = schemas.find(value, failure);
    if (types == null) {
      return null;
    }
    try {
      int count = readIndexes(value);
      CompiledMessage message = types.find(indexes, count);
      if (message == null) {
        failure.fail(
            "unknown-message-type",
            "Schema " + WireHeader.schemaId(value) + " has no message type at " + text(count));
      }
      return message;
    } catch (MalformedProtobufException e) {
      failure.fail(
          e.errorClass(), "The places of the message's type can't be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      failure.fail(
          "unusable-schema",
          "Schema " + WireHeader.schemaId(value) + " can't be used: " + e.getMessage());
    } finally {
      in.release();
    }
    return null;
  }

  @Override
  int headerLength() {
    return headerLength;
  }

  private int readIndexes(ByteSlice value) {
    in.aim(value.array(), value.offset() + WireHeader.LENGTH, value.length() - WireHeader.LENGTH);
    long count = readZigZag();
    if (count < 0 || count > indexes.length) {
      throw MalformedProtobufException.invalid("there can't be " + count + " of them");
    }
    for (int i = 0; i < count; i++) {
      long index = readZigZag();
      indexes[i] = index < 0 || index > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) index;
    }
    headerLength = in.position() - value.offset();
    if (count == 0) {
      indexes[0] = 0;
      return 1;
    }
    return (int) count;
  }

  private long readZigZag() {
    long zigZag = in.readVarint();
    return (zigZag >>> 1) ^ -(zigZag & 1);
  }

  private String text(int count) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ").append(indexes[i]);
    }
    return text.append(']').toString();
  }
}
