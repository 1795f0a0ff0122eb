package io.deltaingest.formats.json;

import io.deltaingest.formats.value.KnownName;
import io.deltaingest.formats.value.KnownNames;
import io.deltaingest.formats.value.Shape;
import io.deltaingest.formats.value.Shapes;
import io.deltaingest.formats.value.ValueTape;

/**
 * Reads one JSON text onto a {@link ValueTape}: RFC 8259 to the letter, nothing beyond it but a
 * byte order mark in front (section 8.1 lets a reader ignore it).
 *
 * <p>Text that is not well-formed UTF-8 and lone surrogates in escapes are errors, since no string
 * column could hold them. Of repeated names the last wins. Numbers are checked, not converted,
 * except for whole numbers of up to 18 digits.
 *
 * <p>A failure is an answer, not an exception: bad messages may be many. Reused; not thread-safe.
 */
public final class JsonTokenizer {

  /** How deep arrays and objects may be nested. */
  public static final int MAX_DEPTH = 512;

  private static final int MAX_LONG_DIGITS = 18;

  private final ValueTape tape;
  private final JsonStringReader strings;
  private final KnownNames knownNames;
  private final Shapes shapes = new Shapes();
  private final JsonPatterns patterns = new JsonPatterns();
  private KnownName latestName;
  private Shape shape;
  private boolean repeatsNames;
  private byte[] bytes;
  private int offset;
  private int end;
  private int position;
  private JsonError error;
  private int errorPosition;
  private String errorDetail;

  public JsonTokenizer(ValueTape tape) {
    this.tape = tape;
    this.strings = new JsonStringReader(tape);
    this.knownNames = tape.knownNames();
    this.bytes = new byte[0];
  }

  /**
   * Resets the tape and reads the text onto it. The tape refers to {@code text} from then on.
   *
   * @return the value's node, or {@link ValueTape#NONE} when the text can't be read; then {@link
   *     #error()} says why
   */
  public int read(byte[] text, int start, int length) {
    bytes = text;
    offset = start;
    end = start + length;
    int node = readAsBefore();
    if (node == ValueTape.NONE) {
      node = readAnew();
    }
    bytes = null;
    return node;
  }

  private void begin() {
    tape.reset(bytes);
    position = offset;
  }

  /**
   * Reads the text as one that differs from an earlier one in its scalars alone.
   *
   * @return {@link ValueTape#NONE} when it does not, or can't be read
   */
  private int readAsBefore() {
    JsonPattern pattern = patterns.expected();
    if (pattern == null) {
      return ValueTape.NONE;
    }
    begin();
    if (follow(pattern)) {
      patterns.followed();
      return 0;
    }
    patterns.missed();
    return ValueTape.NONE;
  }

  private boolean follow(JsonPattern pattern) {
    pattern.layOut(tape);
    int scalars = pattern.scalarCount();
    for (int i = 0; i < scalars; i++) {
      position = pattern.pass(i, bytes, position, end, tape);
      if (position < 0) {
        return false;
      }
      pattern.beginScalar(i, tape);
      if (readScalar() == ValueTape.NONE) {
        return false;
      }
      pattern.endScalar(i, tape);
    }
    if (pattern.pass(scalars, bytes, position, end, tape) != end) {
      return false;
    }
    pattern.end(tape);
    return true;
  }

  private int readAnew() {
    begin();
    latestName = knownNames.beginning();
    shape = shapes.beginning();
    repeatsNames = false;
    skipByteOrderMark();
    int node = readDocument();
    if (node != ValueTape.NONE) {
      int number = shapes.numberOf(shape);
      tape.setShape(number);
      patterns.read(repeatsNames ? Shapes.NONE : number, tape, bytes, offset, end);
    }
    return node;
  }

  public JsonError error() {
    return error;
  }

  /** What is wrong, and at which byte. */
  public String errorDetail() {
    return "byte " + (errorPosition - offset) + ": " + errorDetail;
  }

  private int readDocument() {
    skipWhitespace();
    int node = readValue(0);
    if (node == ValueTape.NONE) {
      return node;
    }
    skipWhitespace();
    return position == end ? node : fail("something follows the value");
  }

  private int readValue(int depth) {
    if (position == end) {
      return fail("the text ends where a value should be");
    }
    return switch (bytes[position]) {
      case '{' -> depth == MAX_DEPTH ? tooDeep() : readObject(depth + 1);
      case '[' -> depth == MAX_DEPTH ? tooDeep() : readArray(depth + 1);
      default -> readScalar();
    };
  }

  /** Neither object nor array, which are no scalars. */
  private int readScalar() {
    if (position == end) {
      return fail("the text ends where a value should be");
    }
    byte first = bytes[position];
    return switch (first) {
      case '"' -> readText();
      case 't' -> readLiteral("true") ? tape.addBoolean(true) : ValueTape.NONE;
      case 'f' -> readLiteral("false") ? tape.addBoolean(false) : ValueTape.NONE;
      case 'n' -> readLiteral("null") ? tape.addNull() : ValueTape.NONE;
      default -> first == '-' || isDigit(first) ? readNumber() : fail("no value begins like this");
    };
  }

  private int readText() {
    if (!readString()) {
      return ValueTape.NONE;
    }
    return strings.isInScratch()
        ? tape.addScratchString(strings.start())
        : tape.addString(strings.start(), strings.end() - strings.start());
  }

  private int readObject(int depth) {
    int object = tape.addObject();
    shape = shape.object();
    position++;
    skipWhitespace();
    if (position < end && bytes[position] == '}') {
      position++;
      shape = shape.closed();
      return object;
    }
    int count = 0;
    while (true) {
      if (position == end || bytes[position] != '"') {
        return fail("a property's name in quotes should be here");
      }
      int member = readMember(object);
      if (member == ValueTape.NONE) {
        return member;
      }
      skipWhitespace();
      if (position == end || bytes[position] != ':') {
        return fail("a colon should be here");
      }
      position++;
      skipWhitespace();
      int value = readValue(depth);
      if (value == ValueTape.NONE) {
        return value;
      }
      tape.setValue(member, value);
      count++;
      skipWhitespace();
      if (position < end && bytes[position] == ',') {
        position++;
        skipWhitespace();
      } else if (position < end && bytes[position] == '}') {
        position++;
        shape = shape.closed();
        checkNames(object, count);
        return object;
      } else {
        return fail("a comma or a closing brace should be here");
      }
    }
  }

  private void checkNames(int object, int count) {
    if (shape.isOfDistinctNames()) {
      return;
    }
    if (tape.closeObject(object, count)) {
      repeatsNames = true;
    } else {
      shape.noteDistinctNames();
    }
  }

  private int readMember(int object) {
    KnownName guess = latestName.follower();
    int start = position + 1;
    if (guess != null && guess.isAt(bytes, start, end)) {
      latestName = guess;
      shape = shape.member(guess);
      position = start + guess.length() + 1;
      return tape.addMember(object, start, guess);
    }
    if (!readString()) {
      return ValueTape.NONE;
    }
    if (strings.isInScratch()) {
      shape = shapes.unknown();
      return tape.addScratchMember(object, strings.start());
    }
    int length = strings.end() - start;
    KnownName name = knownNames.learn(bytes, start, length);
    if (name == null) {
      shape = shapes.unknown();
      return tape.addMember(object, start, length);
    }
    latestName.followedBy(name);
    latestName = name;
    shape = shape.member(name);
    return tape.addMember(object, start, name);
  }

  private int readArray(int depth) {
    int array = tape.addArray();
    shape = shape.array();
    position++;
    skipWhitespace();
    if (position < end && bytes[position] == ']') {
      position++;
      shape = shape.closed();
      return array;
    }
    while (true) {
      int value = readValue(depth);
      if (value == ValueTape.NONE) {
        return value;
      }
      tape.append(array, value);
      if (tape.isScalar(value)) {
        shape = shape.element();
      }
      skipWhitespace();
      if (position < end && bytes[position] == ',') {
        position++;
        skipWhitespace();
      } else if (position < end && bytes[position] == ']') {
        position++;
        shape = shape.closed();
        return array;
      } else {
        return fail("a comma or a closing bracket should be here");
      }
    }
  }

  private boolean readString() {
    int next = strings.read(bytes, position + 1, end);
    if (next < 0) {
      position = strings.errorPosition();
      fail(strings.error(), strings.errorDetail());
      return false;
    }
    position = next;
    return true;
  }

  private int readNumber() {
    int start = position;
    boolean negative = bytes[position] == '-';
    if (negative) {
      position++;
    }
    int firstDigit = position;
    long value = 0;
    while (position < end && isDigit(bytes[position])) {
      value = value * 10 + (bytes[position] - '0');
      position++;
    }
    int digits = position - firstDigit;
    if (digits == 0) {
      return fail("a digit should be here");
    }
    if (digits > 1 && bytes[firstDigit] == '0') {
      position = firstDigit;
      return fail("a number has no leading zeros");
    }
    boolean whole = true;
    if (position < end && bytes[position] == '.') {
      whole = false;
      position++;
      if (!skipDigits()) {
        return ValueTape.NONE;
      }
    }
    if (position < end && (bytes[position] | 0x20) == 'e') {
      whole = false;
      position++;
      if (position < end && (bytes[position] == '+' || bytes[position] == '-')) {
        position++;
      }
      if (!skipDigits()) {
        return ValueTape.NONE;
      }
    }
    if (whole && digits <= MAX_LONG_DIGITS && !(negative && value == 0)) {
      return tape.addInteger(negative ? -value : value);
    }
    return tape.addNumber(start, position - start);
  }

  private boolean skipDigits() {
    int first = position;
    while (position < end && isDigit(bytes[position])) {
      position++;
    }
    if (position == first) {
      fail("a digit should be here");
      return false;
    }
    return true;
  }

  private boolean readLiteral(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (position + i == end || bytes[position + i] != word.charAt(i)) {
        fail("no value begins like this");
        return false;
      }
    }
    position += word.length();
    return true;
  }

  private void skipWhitespace() {
    while (position < end) {
      byte b = bytes[position];
      if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        return;
      }
      position++;
    }
  }

  private void skipByteOrderMark() {
    if (end - position >= 3
        && bytes[position] == (byte) 0xEF
        && bytes[position + 1] == (byte) 0xBB
        && bytes[position + 2] == (byte) 0xBF) {
      position += 3;
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private int tooDeep() {
    return fail(JsonError.DEPTH, "nested deeper than " + MAX_DEPTH + " levels");
  }

  private int fail(String detail) {
    return fail(JsonError.SYNTAX, detail);
  }

  private int fail(JsonError kind, String detail) {
    error = kind;
    errorPosition = position;
    errorDetail = detail;
    return ValueTape.NONE;
  }
}
