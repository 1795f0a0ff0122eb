package io.deltaingest.formats.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Utf8Test {

  private static final byte[] ODD_BYTES = {
    'a', 0, 0x7F, (byte) 0x80, (byte) 0xBF, (byte) 0xC2, (byte) 0xE0, (byte) 0xED, (byte) 0xF4
  };

  @Property(tries = 20_000)
  void shouldKnowValidTextAsTheJdkDoes(@ForAll long seed) {
    Random random = new Random(seed);
    String text = "a plain text with é, \u017e, \u20ac and \uD83D\uDE00 in it, and a tail";
    byte[] bytes = text.repeat(2).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = ODD_BYTES[random.nextInt(ODD_BYTES.length)];
    }
    int start = random.nextInt(bytes.length);
    int length = random.nextInt(bytes.length - start + 1);

    assertThat(Utf8.isValid(bytes, start, length)).isEqualTo(isValidToTheJdk(bytes, start, length));
  }

  private static boolean isValidToTheJdk(byte[] bytes, int start, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
