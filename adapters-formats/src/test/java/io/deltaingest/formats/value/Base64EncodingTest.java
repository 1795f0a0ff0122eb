package io.deltaingest.formats.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64EncodingTest {

  @Test
  void shouldAgreeWithTheJdkForPartsOfAnArrayOfEveryLength() {
    byte[] bytes = new byte[300];
    new Random(1).nextBytes(bytes);

    for (int length = 0; length < 200; length++) {
      int start = length % 7;
      Utf8Buffer out = new Utf8Buffer(1);
      out.appendAscii("before");

      Base64Encoding.append(bytes, start, length, out);
      out.appendAscii("after");

      String expected =
          Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, start, start + length));
      assertThat(new String(out.array(), 0, out.length(), US_ASCII))
          .isEqualTo("before" + expected + "after");
    }
  }
}
