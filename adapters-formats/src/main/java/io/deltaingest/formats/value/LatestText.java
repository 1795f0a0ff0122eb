package io.deltaingest.formats.value;

import java.nio.charset.StandardCharsets;

/**
 * The UTF-8 of the text asked for last: for names that come again with almost every message. Not
 * thread-safe.
 */
public final class LatestText {

  private String text = "";
  private byte[] bytes = new byte[0];

  /** The bytes of {@code wanted}, to be read only. */
  public byte[] utf8(String wanted) {
    if (!wanted.equals(text)) {
      text = wanted;
      bytes = wanted.getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }
}
