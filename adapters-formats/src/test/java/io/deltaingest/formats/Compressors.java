package io.deltaingest.formats;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.domain.stream.MessageFormat.Tombstones;
import io.deltaingest.domain.stream.MessageFormat.ValueFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Values as a producer compresses them. */
public final class Compressors {

  private Compressors() {}

  /** The bytes in that format, with every checksum that it has. */
  public static byte[] compress(Compression compression, byte[] plain) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream compressing = open(compression, out)) {
        compressing.write(plain);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream open(Compression compression, OutputStream out) throws IOException {
    return switch (compression) {
      case NONE, AUTO -> out;
      case GZIP -> new GZIPOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
      case SNAPPY -> new SnappyFramedOutputStream(out);
      case LZ4 ->
          new LZ4FrameOutputStream(
              out,
              BLOCKSIZE.SIZE_64KB,
              Bits.BLOCK_INDEPENDENCE,
              Bits.BLOCK_CHECKSUM,
              Bits.CONTENT_CHECKSUM);
    };
  }

  /** A zstd frame that tells its content's size. */
  public static byte[] zstdWithSize(byte[] plain) {
    return Zstd.compress(plain);
  }

  /** JSON that was compressed. */
  public static MessageFormat json(Compression compression) {
    return new MessageFormat(ValueFormat.JSON, Optional.empty(), compression, Tombstones.SKIP);
  }
}
