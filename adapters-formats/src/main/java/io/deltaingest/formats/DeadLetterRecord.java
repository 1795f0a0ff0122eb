package io.deltaingest.formats;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Message;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.value.Base64Encoding;
import io.deltaingest.formats.value.LatestText;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The dead-letter record of one rejected message after the other, as an object on a tape. Only the
 * fields that somebody wants are there; the message's text is not copied. Not thread-safe.
 */
final class DeadLetterRecord {

  private static final byte[] NO_BYTES = new byte[0];

  private final ValueTape tape;
  private final DeadLetterField[] fields;
  private final DecodedText decoded;
  private final InstantSource clock;
  private final LatestText topic = new LatestText();
  private final LatestText errorClass = new LatestText();
  private Message message;
  private Rejection cause;
  private int text;
  private int valueBase64;

  /**
   * @param decoded decodes values that are no text as they are; empty where all are
   */
  DeadLetterRecord(
      ValueTape tape,
      DeadLetterField[] fields,
      Optional<DecodedText> decoded,
      InstantSource clock) {
    this.tape = tape;
    this.fields = fields;
    this.decoded = decoded.orElse(null);
    this.clock = clock;
  }

  /** Resets the tape to the message and adds its record. */
  int write(Message rejected, Rejection why) {
    message = rejected;
    cause = why;
    ByteSlice bytes = rejected.value();
    valueBase64 = ValueTape.NONE;
    tape.reset(bytes == null ? NO_BYTES : bytes.array());
    text = bytes == null || why.stage() == Rejection.Stage.DECODE ? ValueTape.NONE : addText(bytes);
    int object = tape.addObject();
    for (DeadLetterField field : fields) {
      int value = field.add(this);
      if (value != ValueTape.NONE) {
        tape.setValue(tape.addMember(object, field.property()), value);
      }
    }
    message = null;
    cause = null;
    return object;
  }

  ValueTape tape() {
    return tape;
  }

  Message message() {
    return message;
  }

  Rejection cause() {
    return cause;
  }

  /** The message as text; {@link ValueTape#NONE} where it was not decoded, or is none. */
  int text() {
    return text;
  }

  long nowMicros() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  byte[] topicBytes() {
    return topic.utf8(message.topic());
  }

  byte[] errorClassBytes() {
    return errorClass.utf8(cause.errorClass());
  }

  /** The whole value as base64, if there is one; one text, however many fields show it. */
  int addValueBase64() {
    if (valueBase64 == ValueTape.NONE && message.value() != null) {
      valueBase64 = addBase64(message.value());
    }
    return valueBase64;
  }

  int addBase64(ByteSlice bytes) {
    int start = tape.scratch().length();
    Base64Encoding.append(bytes.array(), bytes.offset(), bytes.length(), tape.scratch());
    return tape.addScratchString(start);
  }

  int addText(String string) {
    return addBytes(string.getBytes(StandardCharsets.UTF_8));
  }

  int addBytes(byte[] utf8) {
    return tape.addString(utf8, 0, utf8.length);
  }

  private int addText(ByteSlice value) {
    if (decoded != null) {
      return decoded.add(value, tape);
    }
    return isUtf8(value) ? tape.addString(value.offset(), value.length()) : ValueTape.NONE;
  }

  private static boolean isUtf8(ByteSlice value) {
    return Utf8.isValid(value.array(), value.offset(), value.length());
  }
}
