package io.deltaingest.formats.decode.compression;

/** Frames that carry nothing for a reader; zstd and lz4 have the same ones. */
final class SkippableFrames {

  private static final int MAGIC = 0x184D2A50;
  private static final int MAGIC_MASK = 0xFFFF_FFF0;
  private static final int HEADER_LENGTH = 8;

  private SkippableFrames() {}

  /** The position of the first frame that is not skippable; {@code end} where there is none. */
  static int skip(byte[] bytes, int start, int end) {
    int position = start;
    while (end - position >= HEADER_LENGTH
        && (LittleEndian.int32(bytes, position) & MAGIC_MASK) == MAGIC) {
      long next = position + HEADER_LENGTH + LittleEndian.uint32(bytes, position + 4);
      position = (int) Math.min(end, next);
    }
    return position;
  }
}
