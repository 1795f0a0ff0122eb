package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.PlainValues;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;

/**
 * String columns: text as it is, what stands for text (decimals, UUIDs, durations) as that,
 * anything else as its compact JSON text.
 */
final class StringWriter extends ColumnWriter {

  private static final int RETAINED_BYTES = 1 << 20;

  private final LogicalValues logical;
  private Utf8Buffer json;

  StringWriter(Refusal refusal, Utf8Buffer json, LogicalValues logical) {
    super(PrimitiveType.STRING, refusal);
    this.json = json;
    this.logical = logical;
  }

  @Override
  boolean write(ValueTape tape, int value, ColumnVector into) {
    int node = textOf(tape, value);
    BytesVector vector = (BytesVector) into;
    if (tape.kind(node) == ValueTape.STRING) {
      vector.append(tape.textArray(node), tape.textStart(node), tape.textLength(node));
      return true;
    }
    json.clear();
    CompactJson.write(tape, node, json);
    vector.append(json.array(), 0, json.length());
    if (json.length() > RETAINED_BYTES) {
      json = new Utf8Buffer(256);
    }
    return true;
  }

  private int textOf(ValueTape tape, int value) {
    return switch (tape.kind(value)) {
      case ValueTape.BYTES -> logical.asText(tape, value);
      case ValueTape.DOUBLE, ValueTape.FLOAT -> PlainValues.text(tape, value);
      default -> value;
    };
  }
}
