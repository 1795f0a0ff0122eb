package io.deltaingest.formats.transform;

import io.deltaingest.domain.port.Message;
import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One header's value as text: of a repeated name the last one; none where the record has no such
 * header or it has no value.
 */
record HeaderSource(String name) implements TransformSource {

  @Override
  public int evaluate(Evaluation evaluation) {
    List<Message.Header> headers = evaluation.message().headers();
    for (int i = headers.size() - 1; i >= 0; i--) {
      Message.Header header = headers.get(i);
      if (header.key().equals(name)) {
        byte[] value = header.value();
        return value == null ? ValueTape.NONE : addText(evaluation.tape(), value);
      }
    }
    return ValueTape.NONE;
  }

  /** Adds a header's bytes as text; what is no UTF-8 becomes U+FFFD. */
  static int addText(ValueTape tape, byte[] value) {
    byte[] text =
        Utf8.isValid(value, 0, value.length)
            ? value
            : new String(value, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return tape.addString(text, 0, text.length);
  }

  @Override
  public boolean reads(PropertyName... path) {
    return false;
  }
}
