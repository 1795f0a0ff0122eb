package io.deltaingest.delta.file;

/** String bounds cut to 32 characters, so that they still bound: the upper one is rounded up. */
final class StringBound {

  private static final int CHARACTERS = 32;
  private static final int LAST_ASCII = 0x7F;

  private StringBound() {}

  /** A text that is no greater than the one that begins with {@code value}. */
  static String lower(String value) {
    return isLonger(value) ? value.substring(0, cut(value)) : value;
  }

  /**
   * A text that is no smaller than the one that begins with {@code value}: cut after 32 characters
   * and closed by a character that is greater than the one that stood there.
   *
   * @param goesOn whether the text goes on after {@code value}
   */
  static String upper(String value, boolean goesOn) {
    if (!isLonger(value) && !goesOn) {
      return value;
    }
    int at = Math.min(cut(value), value.length());
    while (at < value.length()) {
      int next = value.codePointAt(at);
      if (next < LAST_ASCII) {
        return value.substring(0, at) + (char) LAST_ASCII;
      }
      if (next < Character.MAX_CODE_POINT) {
        return value.substring(0, at) + Character.toString(Character.MAX_CODE_POINT);
      }
      at += Character.charCount(next);
    }
    return goesOn ? value + Character.toString(Character.MAX_CODE_POINT) : value;
  }

  private static boolean isLonger(String value) {
    return value.codePointCount(0, value.length()) > CHARACTERS;
  }

  private static int cut(String value) {
    return isLonger(value) ? value.offsetByCodePoints(0, CHARACTERS) : value.length();
  }
}
