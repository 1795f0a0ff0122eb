package io.deltaingest.formats.decode.compression;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.Utf8;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Decompresses values and hands them to their format's decoder. A value of no bytes goes there as
 * it is.
 */
final class DecompressingDecoder implements MessageDecoder {

  private static final int SHOWN_BYTES = 8;
  private static final byte[] NOTHING = new byte[0];

  private final Codec configured;
  private final OutputBounds bounds;
  private final MessageDecoder decoder;
  private final Map<Codec, Decompressor> decompressors = new EnumMap<>(Codec.class);
  private final DecompressedBytes output = new DecompressedBytes();
  private final ByteSlice decompressed = new ByteSlice();
  private ByteSlice value;
  private Codec failed;
  private boolean begun;

  /**
   * @param configured null where each value tells its own
   */
  DecompressingDecoder(Codec configured, OutputBounds bounds, MessageDecoder decoder) {
    this.configured = configured;
    this.bounds = bounds;
    this.decoder = decoder;
  }

  @Override
  public void begin(ByteSlice newValue) {
    value = newValue;
    failed = null;
    int start = value.offset();
    int length = value.length();
    Codec codec = configured == null ? Codec.detect(value.array(), start, length) : configured;
    if (codec == null || length == 0) {
      beginDecoder(value);
      return;
    }
    output.begin(bounds.ofValue(length));
    if (decompressor(codec).decompress(value.array(), start, start + length, output)) {
      decompressed.aim(output.array(), 0, output.length());
      beginDecoder(decompressed);
    } else {
      failed = codec;
    }
  }

  private void beginDecoder(ByteSlice plain) {
    begun = true;
    decoder.begin(plain);
  }

  private Decompressor decompressor(Codec codec) {
    Decompressor decompressor = decompressors.get(codec);
    if (decompressor == null) {
      decompressor = CompressedValues.load(codec);
      decompressors.put(codec, decompressor);
    }
    return decompressor;
  }

  @Override
  public int next() {
    return failed == null ? decoder.next() : FAILED;
  }

  @Override
  public StructType declaredColumns() {
    return decoder.declaredColumns();
  }

  @Override
  public Rejection rejection() {
    if (failed == null) {
      return decoder.rejection();
    }
    byte[] array = value.array();
    int start = value.offset();
    int length = value.length();
    String text = Utf8.isValid(array, start, length) ? Excerpt.of(array, start, length) : null;
    return output.isTooLarge()
        ? rejection("decompression-bomb", null, tooLarge())
        : rejection(failed.invalidClass(), text, invalid());
  }

  private static Rejection rejection(String errorClass, String text, String detail) {
    return new Rejection(Rejection.Stage.DECODE, errorClass, null, null, text, detail);
  }

  private String tooLarge() {
    return String.format(
        Locale.ROOT,
        "The value's %,d bytes of %s become more than %,d bytes, which is the most for a value of"
            + " that size",
        value.length(),
        failed.label(),
        output.limit());
  }

  private String invalid() {
    int start = value.offset();
    int shown = Math.min(value.length(), SHOWN_BYTES);
    String first = HexFormat.ofDelimiter(" ").formatHex(value.array(), start, start + shown);
    return "The value is not valid "
        + failed.label()
        + ": "
        + output.refusal()
        + " (its first bytes are "
        + first
        + ")";
  }

  @Override
  public void end() {
    if (begun) {
      begun = false;
      decoder.end();
    }
    value = null;
    decompressed.aim(NOTHING, 0, 0);
    output.end();
  }
}
