package io.deltaingest.formats.decode.protobuf;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.ValueTape;

/**
 * Values that are one message each (keys: any well-known value as well), of a type that something
 * tells.
 */
abstract class ProtobufMessages implements MessageDecoder {

  private final ValueTape tape;
  private final MessageReader reader;
  private final DecodeFailure failure = new DecodeFailure();
  private final boolean objectsOnly;
  private ByteSlice value;
  private CompiledMessage message;
  private boolean done;

  /**
   * @param objectsOnly whether messages that are no objects on a tape are refused
   */
  ProtobufMessages(ValueTape tape, boolean objectsOnly) {
    this.tape = tape;
    this.reader = new MessageReader(tape);
    this.objectsOnly = objectsOnly;
  }

  /** How that value's message is read; null after {@code failure} was told why it can't be. */
  abstract CompiledMessage messageOf(ByteSlice newValue, DecodeFailure failure);

  /** Bytes in front of the message in the value that {@link #messageOf} was asked for last. */
  abstract int headerLength();

  @Override
  public final void begin(ByteSlice newValue) {
    value = newValue;
    done = false;
    message = messageOf(newValue, failure);
  }

  @Override
  public final int next() {
    if (done) {
      return ValueTape.NONE;
    }
    done = true;
    if (message == null) {
      return FAILED;
    }
    int header = headerLength();
    try {
      int node =
          reader.read(message, value.array(), value.offset() + header, value.length() - header);
      if (objectsOnly && tape.kind(node) != ValueTape.OBJECT) {
        return failure.fail(
            "not-an-object",
            "The message is a "
                + message.type().getFullName()
                + ", which has no fields to be columns");
      }
      return node;
    } catch (MalformedProtobufException e) {
      return failure.fail(
          e.errorClass(),
          "The message is no " + message.type().getFullName() + ": " + e.getMessage());
    }
  }

  @Override
  public final StructType declaredColumns() {
    return message == null ? null : MessageColumns.ofOrNull(message.type());
  }

  @Override
  public final Rejection rejection() {
    return failure.rejection(value);
  }

  @Override
  public final void end() {
    value = null;
    message = null;
  }
}
