package io.deltaingest.formats.decode.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.ref.Cleaner;

/**
 * Zstandard frames (RFC 8878), with or without their content size, and skippable ones. The library
 * decompresses from array to array, so that no frame can make it claim a window of its own.
 */
final class ZstdDecompressor implements Decompressor {

  private static final int MAGIC = 0xFD2FB528;

  /** The library's memory is not the heap's: it is freed when the decompressor is gone. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  ZstdDecompressor() {
    CLEANER.register(this, context::close);
  }

  static boolean begins(byte[] bytes, int start, int length) {
    return length >= Integer.BYTES && LittleEndian.int32(bytes, start) == MAGIC;
  }

  @Override
  public boolean decompress(byte[] bytes, int start, int end, DecompressedBytes into) {
    int first = SkippableFrames.skip(bytes, start, end);
    if (!begins(bytes, first, end - first)) {
      return into.refuse("it has no zstd frame");
    }
    long size = Zstd.getFrameContentSize(bytes, first, end - first);
    if (size > 0 && !into.reserve(size)) {
      return false;
    }
    while (true) {
      try {
        int count =
            context.decompressByteArray(into.array(), 0, into.room(), bytes, start, end - start);
        return into.advance(count);
      } catch (ZstdException e) {
        if (e.getErrorCode() != Zstd.errDstSizeTooSmall()) {
          return into.refuse(e.getMessage());
        }
        if (!into.enlarge()) {
          return false;
        }
      }
    }
  }
}
