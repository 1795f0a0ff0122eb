package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.ValueTape;

/**
 * Binary columns: bytes, base64 text, or an array of byte numbers, signed or not. Text that is
 * known to be a UUID is its 16 bytes.
 */
final class BinaryWriter extends ColumnWriter {

  private static final int UUID_BYTES = 16;

  private final WholeNumber number;

  BinaryWriter(Refusal refusal, WholeNumber number) {
    super(PrimitiveType.BINARY, refusal);
    this.number = number;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
    BytesVector vector = (BytesVector) into;
    return switch (tape.kind(node)) {
      case ValueTape.BYTES -> {
        vector.append(tape.textArray(node), tape.textStart(node), tape.textLength(node));
        yield true;
      }
      case ValueTape.STRING ->
          tape.logicalType(node) == LogicalType.UUID
              ? writeUuid(tape, node, vector)
              : writeBase64(tape, node, vector);
      case ValueTape.ARRAY -> writeBytes(tape, node, vector);
      default -> refuse(Misfit.WRONG_TYPE, node, "it is neither base64 text nor an array of bytes");
    };
  }

  private boolean writeUuid(ValueTape tape, int node, BytesVector vector) {
    int target = vector.reserve(UUID_BYTES);
    if (!LogicalValues.uuidBytes(
        tape.textArray(node),
        tape.textStart(node),
        tape.textLength(node),
        vector.array(),
        target)) {
      return refuse(Misfit.MALFORMED, node, "the text is no UUID");
    }
    vector.finish(UUID_BYTES);
    return true;
  }

  private boolean writeBase64(ValueTape tape, int node, BytesVector vector) {
    int start = tape.textStart(node);
    int end = start + tape.textLength(node);
    int target = vector.reserve(Base64Text.maxDecodedLength(tape.textLength(node)));
    int length = Base64Text.decode(tape.textArray(node), start, end, vector.array(), target);
    if (length < 0) {
      return refuse(Misfit.MALFORMED, node, "the text is no base64");
    }
    vector.finish(length);
    return true;
  }

  private boolean writeBytes(ValueTape tape, int array, BytesVector vector) {
    int count = 0;
    for (int e = tape.firstElement(array); e != ValueTape.NONE; e = tape.nextElement(e)) {
      count++;
    }
    int target = vector.reserve(count);
    int index = 0;
    for (int e = tape.firstElement(array); e != ValueTape.NONE; e = tape.nextElement(e)) {
      if (!number.readNumber(tape, e, type(), Byte.MIN_VALUE, 255)) {
        return refusal().inElement(index);
      }
      vector.array()[target + index++] = (byte) number.value();
    }
    vector.finish(count);
    return true;
  }
}
