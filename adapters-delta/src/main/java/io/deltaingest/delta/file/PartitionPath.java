package io.deltaingest.delta.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Folders of table partitions, {@code column=value/…}, escaped as Hive and Spark do. What counts is
 * {@code partitionValues}; the folder is for people, so a value too long for a file name is cut
 * there and told apart by a hash.
 */
final class PartitionPath {

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final String ESCAPED = "\"#%'*/:=?\\\u007F{[]^";
  private static final int LONGEST_NAME = 240;

  /**
   * Whether file names may hold any character. Under a locale such as POSIX (LC_ALL=C, common in
   * containers) the JVM refuses all but ASCII. A folder's name is for people; the log has the
   * value.
   */
  private static final boolean UNICODE_NAMES =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  private PartitionPath() {}

  /** The folder with a slash at its end; empty for a table without partitions. */
  static String of(Map<String, String> values) {
    StringBuilder path = new StringBuilder();
    values.forEach(
        (column, value) ->
            path.append(fitting(escape(column) + "=" + (value == null ? NULL : escape(value))))
                .append('/'));
    return path.toString();
  }

  /** A path as it goes into {@code add.path}: a relative URI. */
  static String toUri(String path) {
    StringBuilder uri = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-_.~/=".indexOf(c) >= 0) {
        uri.append(c);
      } else {
        appendHex(uri, c);
      }
    }
    return uri.toString();
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
        appendHex(escaped, c);
      } else if (c >= 0x80 && !UNICODE_NAMES) {
        int codePoint = text.codePointAt(i);
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
          appendHex(escaped, (char) (b & 0xFF));
        }
        i += Character.charCount(codePoint) - 1;
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static void appendHex(StringBuilder out, char c) {
    out.append('%')
        .append(Character.toUpperCase(Character.forDigit((c >> 4) & 0xF, 16)))
        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
  }

  private static String fitting(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME) {
      return name;
    }
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME - 33) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end) + "~" + hash(name);
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
