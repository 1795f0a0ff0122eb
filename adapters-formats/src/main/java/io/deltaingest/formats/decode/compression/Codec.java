package io.deltaingest.formats.decode.compression;

import io.deltaingest.domain.stream.MessageFormat.Compression;

/** The compressed formats that there are. */
enum Codec {
  GZIP("gzip") {
    @Override
    boolean begins(byte[] bytes, int start, int length) {
      return GzipDecompressor.begins(bytes, start, length);
    }

    @Override
    Decompressor create() {
      return new GzipDecompressor();
    }
  },

  ZSTD("zstd") {
    @Override
    boolean begins(byte[] bytes, int start, int length) {
      return ZstdDecompressor.begins(bytes, start, length);
    }

    @Override
    Decompressor create() {
      return new ZstdDecompressor();
    }
  },

  SNAPPY("snappy") {
    @Override
    boolean begins(byte[] bytes, int start, int length) {
      return SnappyDecompressor.begins(bytes, start, length);
    }

    @Override
    Decompressor create() {
      return new SnappyDecompressor();
    }
  },

  LZ4("lz4") {
    @Override
    boolean begins(byte[] bytes, int start, int length) {
      return Lz4Decompressor.begins(bytes, start, length);
    }

    @Override
    Decompressor create() {
      return new Lz4Decompressor();
    }
  };

  private static final Codec[] ALL = values();

  private final String label;
  private final String invalidClass;

  Codec(String label) {
    this.label = label;
    this.invalidClass = "invalid-" + label;
  }

  /** The format that is configured; null for none, and where each value tells its own. */
  static Codec of(Compression compression) {
    return switch (compression) {
      case NONE, AUTO -> null;
      case GZIP -> GZIP;
      case ZSTD -> ZSTD;
      case SNAPPY -> SNAPPY;
      case LZ4 -> LZ4;
    };
  }

  /** The format that the value's first bytes tell; null for a plain one. */
  static Codec detect(byte[] bytes, int start, int length) {
    int end = start + length;
    int first = SkippableFrames.skip(bytes, start, end);
    for (Codec codec : ALL) {
      if (codec.begins(bytes, first, end - first)) {
        return codec;
      }
    }
    return null;
  }

  /** As people write it. */
  String label() {
    return label;
  }

  /** The error class of bytes that are not of this format. */
  String invalidClass() {
    return invalidClass;
  }

  /** Whether the bytes begin with the format's magic number. */
  abstract boolean begins(byte[] bytes, int start, int length);

  /** A decompressor, with its library loaded. */
  abstract Decompressor create();
}
