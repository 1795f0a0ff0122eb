package io.deltaingest.formats.decode.compression;

import java.io.IOException;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** Snappy's framing format (framing_format.txt of its repository), every checksum looked at. */
final class SnappyDecompressor implements Decompressor {

  private static final byte[] STREAM_IDENTIFIER = {
    (byte) 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'
  };

  private static final int COMPRESSED = 0x00;
  private static final int UNCOMPRESSED = 0x01;
  private static final int FIRST_SKIPPABLE = 0x80;
  private static final int STREAM_START = 0xFF;

  private static final int CHUNK_HEADER_LENGTH = 4;
  private static final int CHECKSUM_LENGTH = 4;
  private static final int LARGEST_CHUNK = 65_536;

  private final CRC32C checksum = new CRC32C();

  /** Loads the library. */
  SnappyDecompressor() {
    Snappy.getNativeLibraryVersion();
  }

  static boolean begins(byte[] bytes, int start, int length) {
    if (length < STREAM_IDENTIFIER.length) {
      return false;
    }
    for (int i = 0; i < STREAM_IDENTIFIER.length; i++) {
      if (bytes[start + i] != STREAM_IDENTIFIER[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean decompress(byte[] bytes, int start, int end, DecompressedBytes into) {
    if (!begins(bytes, start, end - start)) {
      return into.refuse("it has no stream identifier of the snappy framing format");
    }
    int position = start;
    while (position < end) {
      if (end - position < CHUNK_HEADER_LENGTH) {
        return into.refuse("it is cut off");
      }
      int type = bytes[position] & 0xFF;
      int length = LittleEndian.uint24(bytes, position + 1);
      if (length > end - position - CHUNK_HEADER_LENGTH) {
        return into.refuse("it is cut off");
      }
      if (type == STREAM_START && !begins(bytes, position, end - position)) {
        return into.refuse("a stream identifier is damaged");
      }
      position += CHUNK_HEADER_LENGTH;
      if (type <= UNCOMPRESSED) {
        if (!addChunk(type, bytes, position, length, into)) {
          return false;
        }
      } else if (type < FIRST_SKIPPABLE) {
        return into.refuse("it has a chunk of the unknown type " + type);
      }
      position += length;
    }
    return true;
  }

  private boolean addChunk(int type, byte[] bytes, int start, int length, DecompressedBytes into) {
    if (length < CHECKSUM_LENGTH) {
      return into.refuse("a chunk is too short for its checksum");
    }
    int data = start + CHECKSUM_LENGTH;
    int dataLength = length - CHECKSUM_LENGTH;
    int count = type == COMPRESSED ? uncompressedLength(bytes, data, dataLength) : dataLength;
    if (count < 0 || count > LARGEST_CHUNK) {
      return into.refuse("a chunk is damaged");
    }
    if (!into.reserve(count)) {
      return false;
    }
    if (type == COMPRESSED) {
      // The library trusts the length in front of the data, which is what was reserved.
      if (!uncompress(bytes, data, dataLength, into)) {
        return into.refuse("a chunk is damaged");
      }
    } else {
      System.arraycopy(bytes, data, into.array(), into.length(), count);
    }
    checksum.reset();
    checksum.update(into.array(), into.length(), count);
    if (masked((int) checksum.getValue()) != LittleEndian.int32(bytes, start)) {
      return into.refuse("a checksum is wrong");
    }
    return into.advance(count);
  }

  private static int uncompressedLength(byte[] bytes, int start, int length) {
    try {
      return length == 0 ? -1 : Snappy.uncompressedLength(bytes, start, length);
    } catch (IOException e) {
      return -1;
    }
  }

  private static boolean uncompress(byte[] bytes, int start, int length, DecompressedBytes into) {
    try {
      Snappy.uncompress(bytes, start, length, into.array(), into.length());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int masked(int crc) {
    return Integer.rotateRight(crc, 15) + 0xA282EAD8;
  }
}
