package io.deltaingest.formats.value;

/**
 * A value as JSON text without whitespace: members in the message's order, numbers in the message's
 * own digits, in strings only what must be escaped (RFC 8259 section 7). Bytes are an array of
 * numbers from 0 to 255; NaN and infinities, which JSON has no numbers for, are strings.
 */
public final class CompactJson {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private CompactJson() {}

  /** Appends the whole value. */
  public static void write(ValueTape tape, int node, Utf8Buffer out) {
    write(tape, node, out, Integer.MAX_VALUE);
  }

  /**
   * Appends the value until {@code out} is longer than {@code limit} bytes, and then soon stops, at
   * a character's end.
   */
  public static void write(ValueTape tape, int node, Utf8Buffer out, int limit) {
    switch (tape.kind(node)) {
      case ValueTape.NULL -> out.appendAscii("null");
      case ValueTape.FALSE -> out.appendAscii("false");
      case ValueTape.TRUE -> out.appendAscii("true");
      case ValueTape.INTEGER -> out.appendDecimal(tape.integer(node));
      case ValueTape.NUMBER ->
          out.append(
              tape.textArray(node),
              tape.textStart(node),
              Math.min(tape.textLength(node), Math.max(limit - out.length(), 0)));
      case ValueTape.STRING -> writeString(tape, node, out, limit);
      case ValueTape.ARRAY -> writeArray(tape, node, out, limit);
      case ValueTape.BYTES -> writeBytes(tape, node, out, limit);
      case ValueTape.DOUBLE, ValueTape.FLOAT -> writeFloating(tape, node, out);
      default -> writeObject(tape, node, out, limit);
    }
  }

  private static void writeBytes(ValueTape tape, int bytes, Utf8Buffer out, int limit) {
    int start = tape.textStart(bytes);
    int end = start + tape.textLength(bytes);
    out.append((byte) '[');
    for (int i = start; i < end && out.length() <= limit; i++) {
      if (i > start) {
        out.append((byte) ',');
      }
      out.appendDecimal(tape.textArray(bytes)[i] & 0xFF);
    }
    out.append((byte) ']');
  }

  private static void writeFloating(ValueTape tape, int number, Utf8Buffer out) {
    boolean finite = Double.isFinite(tape.floating(number));
    if (!finite) {
      out.append((byte) '"');
    }
    out.appendAscii(FloatingDigits.of(tape, number));
    if (!finite) {
      out.append((byte) '"');
    }
  }

  private static void writeArray(ValueTape tape, int array, Utf8Buffer out, int limit) {
    out.append((byte) '[');
    boolean first = true;
    for (int e = tape.firstElement(array); e != ValueTape.NONE; e = tape.nextElement(e)) {
      if (out.length() > limit) {
        return;
      }
      if (!first) {
        out.append((byte) ',');
      }
      first = false;
      write(tape, e, out, limit);
    }
    out.append((byte) ']');
  }

  private static void writeObject(ValueTape tape, int object, Utf8Buffer out, int limit) {
    out.append((byte) '{');
    boolean first = true;
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      if (out.length() > limit) {
        return;
      }
      if (!first) {
        out.append((byte) ',');
      }
      first = false;
      writeString(tape, m, out, limit);
      out.append((byte) ':');
      write(tape, tape.value(m), out, limit);
    }
    out.append((byte) '}');
  }

  private static void writeString(ValueTape tape, int string, Utf8Buffer out, int limit) {
    byte[] text = tape.textArray(string);
    int start = tape.textStart(string);
    int end = start + tape.textLength(string);
    int longest = limit - out.length();
    if (longest < end - start) {
      end = Utf8.skipCodePoints(text, start, end, Math.max(longest, 0));
    }
    out.append((byte) '"');
    int runStart = start;
    for (int i = start; i < end; i++) {
      byte b = text[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
        out.append(text, runStart, i - runStart);
        writeEscape(b, out);
        runStart = i + 1;
      }
    }
    out.append(text, runStart, end - runStart);
    out.append((byte) '"');
  }

  private static void writeEscape(byte character, Utf8Buffer out) {
    out.append((byte) '\\');
    switch (character) {
      case '"', '\\' -> out.append(character);
      case '\b' -> out.append((byte) 'b');
      case '\f' -> out.append((byte) 'f');
      case '\n' -> out.append((byte) 'n');
      case '\r' -> out.append((byte) 'r');
      case '\t' -> out.append((byte) 't');
      default -> {
        out.appendAscii("u00");
        out.append(HEX[character >> 4]);
        out.append(HEX[character & 0xF]);
      }
    }
  }
}
