package io.deltaingest.formats.decode.compression;

import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * LZ4's frame format (lz4_Frame_format.md of its repository, version 1.6.x), independent and linked
 * blocks, every checksum looked at. A frame that needs a dictionary is refused.
 */
final class Lz4Decompressor implements Decompressor {

  private static final int MAGIC = 0x184D2204;

  private static final int VERSION_MASK = 0xC0;
  private static final int VERSION = 0x40;
  private static final int INDEPENDENT_BLOCKS = 0x20;
  private static final int BLOCK_CHECKSUMS = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int CONTENT_CHECKSUM = 0x04;
  private static final int RESERVED_FLAG = 0x02;
  private static final int DICTIONARY = 0x01;

  private static final int RESERVED_OF_BLOCKS = 0x8F;
  private static final int SMALLEST_BLOCK_CODE = 4;
  private static final int STORED_BLOCK = 0x8000_0000;

  private final XXHash32 hash = XXHashFactory.safeInstance().hash32();

  private int position;

  static boolean begins(byte[] bytes, int start, int length) {
    return length >= Integer.BYTES && LittleEndian.int32(bytes, start) == MAGIC;
  }

  @Override
  public boolean decompress(byte[] bytes, int start, int end, DecompressedBytes into) {
    position = SkippableFrames.skip(bytes, start, end);
    if (!begins(bytes, position, end - position)) {
      return into.refuse("it has no lz4 frame");
    }
    while (position < end) {
      if (!begins(bytes, position, end - position)) {
        return into.refuse("what follows a frame is no other");
      }
      position += Integer.BYTES;
      if (!addFrame(bytes, end, into)) {
        return false;
      }
      position = SkippableFrames.skip(bytes, position, end);
    }
    return true;
  }

  private boolean addFrame(byte[] bytes, int end, DecompressedBytes into) {
    int descriptor = position;
    if (end - position < 3) {
      return into.refuse("it is cut off");
    }
    int flags = bytes[position];
    int blocks = bytes[position + 1];
    int blockCode = (blocks >> 4) & 7;
    if ((flags & VERSION_MASK) != VERSION
        || (flags & RESERVED_FLAG) != 0
        || (blocks & RESERVED_OF_BLOCKS) != 0
        || blockCode < SMALLEST_BLOCK_CODE) {
      return into.refuse("the frame's header is damaged, or of another version");
    }
    if ((flags & DICTIONARY) != 0) {
      return into.refuse("it needs a dictionary");
    }
    position += 2;
    long contentSize = -1;
    if ((flags & CONTENT_SIZE) != 0) {
      if (end - position < Long.BYTES + 1) {
        return into.refuse("it is cut off");
      }
      contentSize = LittleEndian.int64(bytes, position);
      position += Long.BYTES;
    }
    int headerHash = hash.hash(bytes, descriptor, position - descriptor, 0);
    if ((byte) (headerHash >> 8) != bytes[position]) {
      return into.refuse("the checksum of the frame's header is wrong");
    }
    position++;
    int frameStart = into.length();
    // 64 KiB, 256 KiB, 1 MiB, 4 MiB.
    int largestBlock = 1 << (8 + 2 * blockCode);
    if (!addBlocks(bytes, end, flags, largestBlock, into)) {
      return false;
    }
    int length = into.length() - frameStart;
    if (contentSize != -1 && contentSize != length) {
      return into.refuse("the length is wrong");
    }
    if ((flags & CONTENT_CHECKSUM) != 0) {
      return isHash(bytes, end, into.array(), frameStart, length, into);
    }
    return true;
  }

  private boolean addBlocks(
      byte[] bytes, int end, int flags, int largestBlock, DecompressedBytes into) {
    boolean linked = (flags & INDEPENDENT_BLOCKS) == 0;
    int frameStart = into.length();
    while (true) {
      if (end - position < Integer.BYTES) {
        return into.refuse("it is cut off");
      }
      int header = LittleEndian.int32(bytes, position);
      position += Integer.BYTES;
      if (header == 0) {
        return true;
      }
      int length = header & ~STORED_BLOCK;
      if (length > end - position) {
        return into.refuse("it is cut off");
      }
      if (length > largestBlock) {
        return into.refuse("a block is larger than its frame says");
      }
      int block = position;
      position += length;
      if ((flags & BLOCK_CHECKSUMS) != 0 && !isHash(bytes, end, bytes, block, length, into)) {
        return false;
      }
      int window = linked ? frameStart : into.length();
      boolean added =
          (header & STORED_BLOCK) != 0
              ? addStored(bytes, block, length, into)
              : Lz4Block.decompress(bytes, block, block + length, into, window, largestBlock);
      if (!added) {
        return false;
      }
    }
  }

  private static boolean addStored(byte[] bytes, int start, int length, DecompressedBytes into) {
    if (!into.reserve(length)) {
      return false;
    }
    System.arraycopy(bytes, start, into.array(), into.length(), length);
    return into.advance(length);
  }

  /** Whether the checksum at the position, which is passed over, is that of the hashed bytes. */
  private boolean isHash(
      byte[] bytes, int end, byte[] hashed, int start, int length, DecompressedBytes into) {
    if (end - position < Integer.BYTES) {
      return into.refuse("it is cut off");
    }
    int expected = LittleEndian.int32(bytes, position);
    position += Integer.BYTES;
    return hash.hash(hashed, start, length, 0) == expected || into.refuse("a checksum is wrong");
  }
}
