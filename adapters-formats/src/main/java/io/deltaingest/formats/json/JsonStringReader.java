package io.deltaingest.formats.json;

import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads one string of a JSON text: finds its end, checks its bytes, resolves its escapes.
 *
 * <p>A string without escapes stays where it is; one with escapes is written to the tape's scratch
 * buffer. Plain ASCII is passed over eight bytes at a time.
 */
final class JsonStringReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final long HIGH_BITS = ONES << 7;

  private final ValueTape tape;
  private int start;
  private int end;
  private boolean inScratch;
  private JsonError error;
  private int errorPosition;
  private String errorDetail;

  JsonStringReader(ValueTape tape) {
    this.tape = tape;
  }

  /** Whether the text was written to the end of the scratch buffer, from {@link #start()} on. */
  boolean isInScratch() {
    return inScratch;
  }

  int start() {
    return start;
  }

  /** The position of the closing quote of a string that is not in scratch. */
  int end() {
    return end;
  }

  JsonError error() {
    return error;
  }

  int errorPosition() {
    return errorPosition;
  }

  String errorDetail() {
    return errorDetail;
  }

  /**
   * Reads from {@code from}, the position after the opening quote.
   *
   * @return the position after the closing quote, or -1 when the string can't be read
   */
  int read(byte[] bytes, int from, int limit) {
    inScratch = false;
    start = from;
    int runStart = from;
    int i = from;
    while (true) {
      i = skipPlain(bytes, i, limit);
      if (i == limit) {
        return fail(JsonError.SYNTAX, i, "a string is not closed");
      }
      byte b = bytes[i];
      if (b == '"') {
        end = i;
        if (inScratch) {
          tape.scratch().append(bytes, runStart, i - runStart);
        }
        return i + 1;
      }
      if (b < 0) {
        int next = Utf8.sequenceEnd(bytes, i, limit);
        if (next < 0) {
          return fail(JsonError.ENCODING, i, "a string's bytes are not UTF-8");
        }
        i = next;
      } else if (b == '\\') {
        Utf8Buffer scratch = tape.scratch();
        if (!inScratch) {
          inScratch = true;
          start = scratch.length();
        }
        scratch.append(bytes, runStart, i - runStart);
        i = readEscape(bytes, i, limit, scratch);
        if (i < 0) {
          return i;
        }
        runStart = i;
      } else {
        return fail(JsonError.SYNTAX, i, "a control character in a string is not escaped");
      }
    }
  }

  /** The first position from {@code from} that holds a quote, backslash, control or non-ASCII. */
  private static int skipPlain(byte[] bytes, int from, int limit) {
    int i = from;
    while (i + 8 <= limit) {
      long word = (long) LONG.get(bytes, i);
      // A byte's high bit is set where the byte is special; bytes above a special one may be wrong.
      long special =
          ((word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | word)
              & HIGH_BITS;
      if (special != 0) {
        return i + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      i += 8;
    }
    while (i < limit) {
      byte b = bytes[i];
      if (b < ' ' || b == '"' || b == '\\') {
        return i;
      }
      i++;
    }
    return i;
  }

  private int readEscape(byte[] bytes, int backslash, int limit, Utf8Buffer out) {
    int i = backslash + 1;
    if (i == limit) {
      return fail(JsonError.SYNTAX, i, "a string is not closed");
    }
    byte b = bytes[i];
    switch (b) {
      case '"', '\\', '/' -> out.append(b);
      case 'b' -> out.append((byte) '\b');
      case 'f' -> out.append((byte) '\f');
      case 'n' -> out.append((byte) '\n');
      case 'r' -> out.append((byte) '\r');
      case 't' -> out.append((byte) '\t');
      case 'u' -> {
        return readUnicodeEscape(bytes, i + 1, limit, out);
      }
      default -> {
        return fail(JsonError.SYNTAX, i, "JSON has no such escape");
      }
    }
    return i + 1;
  }

  private int readUnicodeEscape(byte[] bytes, int from, int limit, Utf8Buffer out) {
    int unit = hex4(bytes, from, limit);
    if (unit < 0) {
      return fail(JsonError.SYNTAX, from, "four hexadecimal digits should be here");
    }
    if (!Character.isSurrogate((char) unit)) {
      out.appendCodePoint(unit);
      return from + 4;
    }
    int second = -1;
    if (Character.isHighSurrogate((char) unit)
        && limit - from >= 6
        && bytes[from + 4] == '\\'
        && bytes[from + 5] == 'u') {
      second = hex4(bytes, from + 6, limit);
    }
    if (second < 0 || !Character.isLowSurrogate((char) second)) {
      return fail(JsonError.ENCODING, from, "an escaped surrogate has no partner");
    }
    out.appendCodePoint(Character.toCodePoint((char) unit, (char) second));
    return from + 10;
  }

  private static int hex4(byte[] bytes, int from, int limit) {
    if (limit - from < 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit((char) (bytes[i] & 0xFF), 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private int fail(JsonError kind, int at, String detail) {
    error = kind;
    errorPosition = at;
    errorDetail = detail;
    return -1;
  }
}
