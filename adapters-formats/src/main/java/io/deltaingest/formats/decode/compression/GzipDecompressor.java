package io.deltaingest.formats.decode.compression;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Gzip (RFC 1952): every member, each with its header, checksum and length. */
final class GzipDecompressor implements Decompressor {

  private static final int DEFLATE = 8;
  private static final int HEADER_LENGTH = 10;
  private static final int TRAILER_LENGTH = 8;

  private static final int HEADER_CHECKSUM = 0x02;
  private static final int EXTRA = 0x04;
  private static final int NAME = 0x08;
  private static final int COMMENT = 0x10;
  private static final int RESERVED = 0xE0;

  private static final int BAD_HEADER = -1;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();

  /** Whether a member may begin there: magic number, method, no flag that does not exist. */
  static boolean begins(byte[] bytes, int start, int length) {
    return length >= HEADER_LENGTH
        && bytes[start] == 0x1F
        && bytes[start + 1] == (byte) 0x8B
        && bytes[start + 2] == DEFLATE
        && (bytes[start + 3] & RESERVED) == 0;
  }

  @Override
  public boolean decompress(byte[] bytes, int start, int end, DecompressedBytes into) {
    int position = start;
    do {
      if (!begins(bytes, position, end - position)) {
        return into.refuse(
            position == start ? "it has no gzip header" : "what follows a member is no other");
      }
      int data = endOfHeader(bytes, position, end);
      if (data == BAD_HEADER) {
        return into.refuse("the header is cut off, or its checksum is wrong");
      }
      int memberStart = into.length();
      if (!inflate(bytes, data, end, into)) {
        return false;
      }
      position = end - inflater.getRemaining();
      if (end - position < TRAILER_LENGTH) {
        return into.refuse("it is cut off");
      }
      int memberLength = into.length() - memberStart;
      checksum.reset();
      checksum.update(into.array(), memberStart, memberLength);
      if ((int) checksum.getValue() != LittleEndian.int32(bytes, position)) {
        return into.refuse("the checksum is wrong");
      }
      if (memberLength != LittleEndian.int32(bytes, position + 4)) {
        return into.refuse("the length is wrong");
      }
      position += TRAILER_LENGTH;
    } while (position < end);
    return true;
  }

  /** Where a member's data begins, or {@link #BAD_HEADER}. */
  private int endOfHeader(byte[] bytes, int start, int end) {
    int flags = bytes[start + 3];
    int position = start + HEADER_LENGTH;
    if ((flags & EXTRA) != 0) {
      if (end - position < 2) {
        return BAD_HEADER;
      }
      position += 2 + LittleEndian.uint16(bytes, position);
    }
    if ((flags & NAME) != 0) {
      position = afterZero(bytes, position, end);
    }
    if ((flags & COMMENT) != 0) {
      position = afterZero(bytes, position, end);
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      if (end - position < 2) {
        return BAD_HEADER;
      }
      checksum.reset();
      checksum.update(bytes, start, position - start);
      if ((checksum.getValue() & 0xFFFF) != LittleEndian.uint16(bytes, position)) {
        return BAD_HEADER;
      }
      position += 2;
    }
    return position <= end ? position : BAD_HEADER;
  }

  /** The position after the next zero byte; beyond {@code end} where there is none. */
  private static int afterZero(byte[] bytes, int start, int end) {
    int position = start;
    while (position < end && bytes[position] != 0) {
      position++;
    }
    return position < end ? position + 1 : end + 1;
  }

  private boolean inflate(byte[] bytes, int start, int end, DecompressedBytes into) {
    inflater.reset();
    inflater.setInput(bytes, start, end - start);
    try {
      while (!inflater.finished()) {
        if (into.room() == 0 && !into.enlarge()) {
          return false;
        }
        int count = inflater.inflate(into.array(), into.length(), into.room());
        if (!into.advance(count)) {
          return false;
        }
        if (count == 0 && !inflater.finished()) {
          return into.refuse("it is cut off");
        }
      }
      return true;
    } catch (DataFormatException e) {
      return into.refuse(e.getMessage() == null ? "the data is damaged" : e.getMessage());
    }
  }
}
