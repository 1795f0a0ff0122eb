package io.deltaingest.formats.decode.compression;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.formats.decode.DecoderFactory;
import org.xerial.snappy.SnappyError;

/** Puts decompression in front of a format's decoders. */
public final class CompressedValues {

  private CompressedValues() {}

  /**
   * Decoders of a format whose whole values were compressed, a schema's id in front included.
   *
   * @throws ConfigurationException when the library that is needed can't be loaded
   */
  public static DecoderFactory around(Compression compression, DecoderFactory decoders) {
    OutputBounds bounds = OutputBounds.ofHeap(Runtime.getRuntime().maxMemory());
    return around(compression, decoders, bounds);
  }

  static DecoderFactory around(
      Compression compression, DecoderFactory decoders, OutputBounds bounds) {
    if (compression == Compression.NONE) {
      return decoders;
    }
    Codec codec = Codec.of(compression);
    if (codec != null) {
      load(codec);
    }
    return tape -> new DecompressingDecoder(codec, bounds, decoders.create(tape));
  }

  /**
   * A decompressor.
   *
   * @throws ConfigurationException when its library can't be loaded
   */
  static Decompressor load(Codec codec) {
    try {
      return codec.create();
    } catch (LinkageError | SnappyError e) {
      throw new ConfigurationException(
          Problem.of(
              "Values compressed with " + codec.label() + " can't be read",
              "its native library can't be loaded: " + e.getMessage(),
              "Let java.io.tmpdir be a directory that libraries may be loaded from"
                  + " (java -Djava.io.tmpdir=DIRECTORY)"),
          e);
    }
  }
}
