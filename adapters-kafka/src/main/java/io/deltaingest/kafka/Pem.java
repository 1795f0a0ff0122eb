package io.deltaingest.kafka;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blocks of base64 between BEGIN and END lines (RFC 7468). What stands around them is passed over:
 * comments, "Bag Attributes", blocks of another kind; line ends may be of any system.
 */
final class Pem {

  /** One block. */
  static final class Block {
    private final String label;
    private final boolean encrypted;
    private final byte[] content;

    private Block(String label, boolean encrypted, byte[] content) {
      this.label = label;
      this.encrypted = encrypted;
      this.content = content;
    }

    /** What stands behind BEGIN. */
    String label() {
      return label;
    }

    /**
     * Whether its headers say that the content is encrypted (RFC 1421), as OpenSSL's older form of
     * keys does.
     */
    boolean encrypted() {
      return encrypted;
    }

    /** Decoded. */
    byte[] content() {
      return content;
    }
  }

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Pattern HEADER = Pattern.compile("(?m)^\\s*[A-Za-z-]+:.*$");
  private static final int LINE_LENGTH = 64;

  private Pem() {}

  /**
   * All blocks, in their order.
   *
   * @throws IllegalArgumentException when a block is not base64; the message does not repeat it
   */
  static List<Block> read(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(lines(text));
    while (matcher.find()) {
      String label = matcher.group(1);
      String body = matcher.group(2);
      Matcher headers = HEADER.matcher(body);
      boolean encrypted = body.contains("Proc-Type:") && body.contains("ENCRYPTED");
      String base64 = headers.replaceAll("").replaceAll("\\s", "");
      try {
        blocks.add(new Block(label, encrypted, Base64.getDecoder().decode(base64)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("the text behind BEGIN " + label + " is not base64");
      }
    }
    return blocks;
  }

  /** Environment files often hold such a text in one line, with {@code \n} written out. */
  private static String lines(String text) {
    return text.contains("\n") ? text : text.replace("\\n", "\n").replace("\\r", "");
  }

  static String write(String label, byte[] content) {
    byte[] lineEnd = {'\n'};
    String base64 = Base64.getMimeEncoder(LINE_LENGTH, lineEnd).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
