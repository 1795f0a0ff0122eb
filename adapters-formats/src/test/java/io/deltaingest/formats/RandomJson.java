package io.deltaingest.formats;

import java.util.Random;

/** Random JSON texts: small, odd, and often alike in their names, so that paths meet values. */
public final class RandomJson {

  private static final String[] NAMES = {
    "a", "b", "c", "meta", "timestamp", "a.b", "", "é", "nameOfEight", "nameOfMoreThanSixteen"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "42",
    "1.50",
    "1e3",
    "1E+2",
    "-2.5e-3",
    "0.0",
    "1616598377321",
    "999999999999999999",
    "1000000000000000000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "12345678901234567890123456789",
    "1e400",
    "1e-400",
    "0.1",
    "1.0"
  };
  private static final String[] STRINGS = {
    "",
    "x",
    "42",
    "William",
    "2021-03-24T15:06:17.321710+00:00",
    "žluťoučký kůň",
    "\uD83D\uDE00 smile",
    "tab\\tquote\\\"slash\\/",
    "\\u00e9\\ud83d\\ude00\\u0000",
    "exactly8",
    "a plain text that is longer than two machine words"
  };
  private static final String[] SPACES = {"", "", "", "", " ", "\n", "\t\r "};

  private final Random random;
  private final boolean repeatNames;

  /**
   * @param repeatNames whether an object may hold a name twice
   */
  public RandomJson(long seed, boolean repeatNames) {
    this.random = new Random(seed);
    this.repeatNames = repeatNames;
  }

  /** An object. */
  public String object() {
    StringBuilder text = new StringBuilder(space());
    appendObject(text, 3);
    return text.append(space()).toString();
  }

  /** Any value. */
  public String value() {
    StringBuilder text = new StringBuilder(space());
    appendValue(text, 4);
    return text.append(space()).toString();
  }

  /** A number of any shape. */
  public String number() {
    if (random.nextInt(3) == 0) {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    }
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    text.append(random.nextInt(4) == 0 ? "0" : digits(1 + random.nextInt(25)));
    if (random.nextBoolean()) {
      text.append('.');
      for (int i = random.nextInt(8); i >= 0; i--) {
        text.append(random.nextInt(3) == 0 ? random.nextInt(10) : 0);
      }
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? "e" : "E").append(random.nextInt(60) - 30);
    }
    return text.toString();
  }

  private String digits(int count) {
    StringBuilder text = new StringBuilder().append((char) ('1' + random.nextInt(9)));
    while (text.length() < count) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  private void appendValue(StringBuilder text, int depth) {
    switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> text.append("null");
      case 1 -> text.append(random.nextBoolean());
      case 2 -> text.append(number());
      case 3, 4 -> text.append('"').append(pick(STRINGS)).append('"');
      case 5 -> appendArray(text, depth);
      default -> appendObject(text, depth);
    }
  }

  private void appendArray(StringBuilder text, int depth) {
    text.append('[').append(space());
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append(space());
      appendValue(text, depth - 1);
      text.append(space());
    }
    text.append(']');
  }

  private void appendObject(StringBuilder text, int depth) {
    text.append('{').append(space());
    int count = random.nextInt(repeatNames && random.nextInt(10) == 0 ? 40 : 6);
    for (int i = 0; i < count; i++) {
      String name = repeatNames || i == 0 ? pick(NAMES) : NAMES[(i * 3 + depth) % NAMES.length] + i;
      text.append(i == 0 ? "" : ",").append(space());
      text.append('"').append(name).append('"').append(space()).append(':').append(space());
      appendValue(text, depth - 1);
      text.append(space());
    }
    text.append('}');
  }

  private String space() {
    return pick(SPACES);
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
