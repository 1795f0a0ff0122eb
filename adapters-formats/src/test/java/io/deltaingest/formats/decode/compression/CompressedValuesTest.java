package io.deltaingest.formats.decode.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat.Compression;
import io.deltaingest.formats.Compressors;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class CompressedValuesTest {

  private static final int MEBIBYTE = 1 << 20;

  /** What tools and libraries other than the JVM's made of {@link #events()}. */
  @ParameterizedTest
  @CsvSource({
    "GZIP, python.gz",
    "GZIP, python-name.gz",
    "GZIP, cli-fast.gz",
    "GZIP, all-flags-two-members.gz",
    "ZSTD, python.zst",
    "ZSTD, python-two-frames-no-size.zst",
    "ZSTD, cli-stream.zst",
    "SNAPPY, cramjam.sz",
    "LZ4, lz4-linked.lz4",
    "LZ4, lz4-independent.lz4",
    "LZ4, cli-linked.lz4"
  })
  void shouldReadWhatIndependentProducersWrote(Compression compression, String file)
      throws IOException {
    byte[] value = file(file);

    assertThat(new Decompressed(compression).of(value)).isEqualTo(events());
    assertThat(new Decompressed(Compression.AUTO).of(value)).isEqualTo(events());
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY", "LZ4"})
  void shouldGiveBackEveryLengthOfBytesOfEveryKind(Compression compression) {
    Random random = new Random(3);
    Decompressed one = new Decompressed(compression);
    Decompressed auto = new Decompressed(Compression.AUTO);
    for (int i = 0; i < 400; i++) {
      byte[] plain = plain(random, i);
      byte[] value = Compressors.compress(compression, plain);

      assertThat(one.of(value)).isEqualTo(plain);
      assertThat(auto.of(value)).isEqualTo(plain);
    }
  }

  @Test
  void shouldReadZstdFramesThatTellTheirSize() {
    byte[] plain = "{\"a\":1}".repeat(10_000).getBytes(UTF_8);

    assertThat(new Decompressed(Compression.ZSTD).of(Compressors.zstdWithSize(plain)))
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY", "LZ4"})
  void shouldReadAllMembersOfAValue(Compression compression) {
    byte[] first = Compressors.compress(compression, "{\"a\":".getBytes(UTF_8));
    byte[] second = Compressors.compress(compression, "1}".getBytes(UTF_8));
    byte[] nothing = Compressors.compress(compression, new byte[0]);

    assertThat(new Decompressed(compression).of(joined(joined(first, nothing), second)))
        .isEqualTo("{\"a\":1}".getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY", "LZ4"})
  void shouldRejectWhatIsCutOffOrFollowedByGarbage(Compression compression) {
    byte[] plain = Arrays.copyOf(events(), 2_000);
    byte[] value = Compressors.compress(compression, plain);
    Decompressed decompressed = new Decompressed(compression);
    String invalid = "invalid-" + compression.name().toLowerCase(Locale.ROOT);

    for (int length = 1; length < value.length; length++) {
      byte[] seen = decompressed.of(Arrays.copyOf(value, length));
      // Snappy's format has no end, so that a whole number of chunks is whole.
      if (seen != null) {
        assertThat(compression).isEqualTo(Compression.SNAPPY);
        assertThat(Arrays.copyOf(plain, seen.length)).isEqualTo(seen);
      }
    }
    for (String garbage : new String[] {"x", "garbage, and more of it"}) {
      Rejection rejection = decompressed.rejection(joined(value, garbage.getBytes(UTF_8)));
      assertThat(rejection.stage()).isEqualTo(Rejection.Stage.DECODE);
      assertThat(rejection.errorClass()).isEqualTo(invalid);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "LZ4"})
  void shouldNeverGiveOtherBytesThanWentInWhicheverByteIsDamaged(Compression compression) {
    byte[] plain = Arrays.copyOf(events(), 700);
    byte[] value = Compressors.compress(compression, plain);
    Decompressed decompressed = new Decompressed(compression);

    for (int i = 0; i < value.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = value.clone();
        damaged[i] ^= (byte) (1 << bit);
        byte[] seen = decompressed.of(damaged);
        if (seen != null) {
          assertThat(seen).isEqualTo(plain);
        }
      }
    }
  }

  /** A damaged chunk type may make a chunk skippable: the format can't tell. */
  @Test
  void shouldNeverGiveOtherChunksOfSnappyThanWentIn() {
    byte[] plain = Arrays.copyOf(events(), 700);
    byte[] value = Compressors.compress(Compression.SNAPPY, plain);
    Decompressed decompressed = new Decompressed(Compression.SNAPPY);

    for (int i = 0; i < value.length; i++) {
      byte[] damaged = value.clone();
      damaged[i] ^= (byte) 0x15;
      byte[] seen = decompressed.of(damaged);
      assertThat(seen == null || seen.length == 0 || Arrays.equals(seen, plain)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY", "LZ4"})
  void shouldRejectOrReadTenThousandMutatedValuesAndStayWithinBounds(Compression compression) {
    Random random = new Random(compression.name().hashCode());
    OutputBounds bounds = new OutputBounds(MEBIBYTE, 1000, 4096);
    Decompressed one = new Decompressed(compression, bounds);
    Decompressed auto = new Decompressed(Compression.AUTO, bounds);
    int read = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] value = Compressors.compress(compression, plain(random, random.nextInt(300)));
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        value = mutated(value, random);
      }
      byte[] seen = one.of(value);
      byte[] seenByAuto = auto.of(value);
      if (seen != null) {
        read++;
        assertThat(seen.length).isLessThanOrEqualTo(MEBIBYTE);
        assertThat(seenByAuto).isEqualTo(seen);
      }
    }
    // Some mutations hit a time stamp or nothing at all; not all are of that kind.
    assertThat(read).isBetween(1, 9_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY", "LZ4"})
  void shouldRejectAValueThatBecomesLargerThanAllowed(Compression compression) {
    byte[] atLimit = new byte[2 * MEBIBYTE];
    byte[] beyond = new byte[2 * MEBIBYTE + 1];
    OutputBounds bounds = new OutputBounds(2 * MEBIBYTE, 1_000_000, MEBIBYTE);
    Decompressed decompressed = new Decompressed(compression, bounds);

    assertThat(decompressed.of(Compressors.compress(compression, atLimit))).isEqualTo(atLimit);
    Rejection rejection = decompressed.rejection(Compressors.compress(compression, beyond));

    assertThat(rejection.errorClass()).isEqualTo("decompression-bomb");
    assertThat(rejection.detail())
        .contains("become more than 2,097,152 bytes, which is the most for a value of that size");
    assertThat(decompressed.of(Compressors.compress(compression, atLimit))).isEqualTo(atLimit);
  }

  @Test
  void shouldRejectAValueThatExpandsBeyondTheRatio() {
    byte[] plain = new byte[20 * MEBIBYTE];
    byte[] value = Compressors.compress(Compression.ZSTD, plain);
    byte[] sized = Compressors.zstdWithSize(plain);
    Decompressed decompressed = new Decompressed(Compression.ZSTD);

    assertThat(plain.length / value.length).isGreaterThan(1000);
    assertThat(decompressed.rejection(value).errorClass()).isEqualTo("decompression-bomb");
    assertThat(decompressed.rejection(sized).errorClass()).isEqualTo("decompression-bomb");
  }

  @Test
  void shouldNotMindTheRatioOfASmallValue() {
    byte[] plain = new byte[MEBIBYTE];

    assertThat(new Decompressed(Compression.ZSTD).of(Compressors.compress(Compression.ZSTD, plain)))
        .isEqualTo(plain);
  }

  @Test
  void shouldTakeValuesWithoutAMagicNumberAsTheyAreWhenEachTellsItsOwn() {
    Decompressed auto = new Decompressed(Compression.AUTO);
    for (String plain : new String[] {"", "{", "{\"a\":1}", " \n{}", "\0\0\0\0\1{}", "Obj\1"}) {
      byte[] bytes = plain.getBytes(UTF_8);
      assertThat(auto.of(bytes)).isEqualTo(bytes);
    }
    byte[] almost = {0x1F, (byte) 0x8B, 8, (byte) 0xE0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThat(auto.of(almost)).isEqualTo(almost);
  }

  @Test
  void shouldSayWhatIsWrongAndShowTextThatIsNotCompressed() {
    Rejection plain = new Decompressed(Compression.GZIP).rejection("{\"a\":1}".getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(Compressors.compress(Compression.GZIP, new byte[100]), 15);
    Rejection binary = new Decompressed(Compression.GZIP).rejection(cut);

    assertThat(plain.errorClass()).isEqualTo("invalid-gzip");
    assertThat(plain.detail())
        .isEqualTo(
            "The value is not valid gzip: it has no gzip header (its first bytes are 7b 22 61 22 3a"
                + " 31 7d)");
    assertThat(plain.value()).isEqualTo("{\"a\":1}");
    assertThat(binary.detail()).contains("it is cut off");
    assertThat(binary.value()).isNull();
  }

  @Test
  void shouldHandOnAValueOfNoBytes() {
    assertThat(new Decompressed(Compression.GZIP).of(new byte[0])).isEmpty();
    assertThat(new Decompressed(Compression.AUTO).of(new byte[0])).isEmpty();
  }

  @Test
  void shouldGiveBackTheMemoryOfAnUnusualValue() {
    DecompressedBytes bytes = new DecompressedBytes();
    bytes.begin(10 * MEBIBYTE);
    assertThat(bytes.reserve(8 * MEBIBYTE)).isTrue();
    assertThat(bytes.array().length).isGreaterThanOrEqualTo(8 * MEBIBYTE);

    bytes.end();

    assertThat(bytes.array().length).isLessThan(MEBIBYTE);
  }

  @Test
  void shouldBoundValuesByTheHeap() {
    assertThat(OutputBounds.ofHeap(16L << 30).maxBytes()).isEqualTo(64 * MEBIBYTE);
    assertThat(OutputBounds.ofHeap(256L << 20).maxBytes()).isEqualTo(16 * MEBIBYTE);
    assertThat(OutputBounds.ofHeap(1).maxBytes()).isEqualTo(MEBIBYTE);
    assertThat(OutputBounds.ofHeap(16L << 30).ofValue(2_000)).isEqualTo(2_000_000);
    assertThat(OutputBounds.ofHeap(16L << 30).ofValue(10)).isEqualTo(MEBIBYTE);
  }

  private static byte[] plain(Random random, int length) {
    byte[] plain = new byte[length % 20 == 19 ? length * 1_000 : length];
    if (length % 3 == 0) {
      random.nextBytes(plain);
    } else {
      byte[] events = events();
      System.arraycopy(events, 0, plain, 0, Math.min(plain.length, events.length));
    }
    return plain;
  }

  private static byte[] mutated(byte[] value, Random random) {
    int from = random.nextInt(value.length);
    int to = Math.min(value.length, from + random.nextInt(12));
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(value, Math.max(1, from));
      case 1 -> joined(Arrays.copyOf(value, to), Arrays.copyOfRange(value, from, value.length));
      case 2 -> joined(Arrays.copyOf(value, from + 1), Arrays.copyOfRange(value, to, value.length));
      default -> {
        byte[] changed = value.clone();
        changed[from] = (byte) random.nextInt();
        changed[random.nextInt(Math.min(24, value.length))] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
    };
  }

  /** The text that the files hold. */
  private static byte[] events() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 1500; i++) {
      text.append(i == 0 ? "" : ",\n")
          .append("{\"id\":")
          .append(i)
          .append(",\"name\":\"user-")
          .append(i * 7919 % 1000)
          .append("\",\"tags\":[\"a\",\"b-")
          .append(i % 7)
          .append("\"],\"ok\":")
          .append(i % 3 != 0)
          .append('}');
    }
    return text.append(']').toString().getBytes(UTF_8);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = CompressedValuesTest.class.getResourceAsStream("/compressed/" + name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] whole = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }
}
