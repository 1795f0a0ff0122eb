package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;

/** String columns: text as it is, anything else as its compact JSON text. */
final class StringWriter extends ColumnWriter {

  private static final int RETAINED_BYTES = 1 << 20;

  private Utf8Buffer json;

  StringWriter(Refusal refusal, Utf8Buffer json) {
    super(PrimitiveType.STRING, refusal);
    this.json = json;
  }

  @Override
  boolean write(ValueTape tape, int node, ColumnVector into) {
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
}
