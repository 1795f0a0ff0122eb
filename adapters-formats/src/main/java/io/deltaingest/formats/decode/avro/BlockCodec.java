package io.deltaingest.formats.decode.avro;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the blocks of a container may be compressed (Avro specification, "Required Codecs" ff.). */
enum BlockCodec {
  NULL("null"),
  DEFLATE("deflate"),
  SNAPPY("snappy"),
  ZSTANDARD("zstandard");

  private static final BlockCodec[] ALL = values();

  private final byte[] encodedName;

  BlockCodec(String name) {
    encodedName = name.getBytes(StandardCharsets.UTF_8);
  }

  /** The codec that those bytes name. */
  static BlockCodec named(byte[] bytes, int start, int length) {
    for (BlockCodec codec : ALL) {
      if (Arrays.equals(
          bytes, start, start + length, codec.encodedName, 0, codec.encodedName.length)) {
        return codec;
      }
    }
    String name = new String(bytes, start, Math.min(length, 40), StandardCharsets.UTF_8);
    throw new MalformedAvroException(
        "unsupported-codec",
        "its blocks are compressed with "
            + name
            + "; null, deflate, snappy and zstandard are read");
  }
}
