package io.deltaingest.formats.decode.protobuf;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.value.ValueTape;

/** Values that are messages of one type, with nothing in front. */
public final class ProtobufDecoder extends ProtobufMessages {

  private final CompiledMessage message;

  /**
   * @param objectsOnly whether messages that are no objects on a tape are refused
   */
  public ProtobufDecoder(ValueTape tape, DescriptorSet set, boolean objectsOnly) {
    super(tape, objectsOnly);
    this.message = set.message();
  }

  @Override
  CompiledMessage messageOf(ByteSlice newValue, DecodeFailure failure) {
    return message;
  }

  @Override
  int headerLength() {
    return 0;
  }
}
