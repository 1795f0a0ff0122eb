package io.deltaingest.formats.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTokenizerTest {

  private final ValueTape tape = new ValueTape();
  private final JsonTokenizer tokenizer = new JsonTokenizer(tape);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "1.50",
        "1e400",
        "1E+2",
        "123456789012345678",
        "1234567890123456789",
        "-99999999999999999999999999999999999999999",
        "\"\"",
        "\"text\"",
        "\"\u007f é ž 日本 \uD83D\uDE00\"",
        "[]",
        "{}",
        "[1,[2,[3]],{}]",
        "{\"b\":1,\"a\":{\"c\":[null,true]},\"\":\"\"}",
        "{\"a.b\":1}"
      })
  void shouldKeepTextThatIsCompactAlready(String json) {
    assertThat(compact(json)).isEqualTo(json);
  }

  @Test
  void shouldDropWhitespaceOnlyBetweenTokens() {
    assertThat(compact(" \n\t\r{ \"a b\" : [ 1 , \" x \" ] } \n"))
        .isEqualTo("{\"a b\":[1,\" x \"]}");
  }

  @Test
  void shouldEscapeOnlyWhatMustBe() {
    assertThat(compact("\"\\u0041\\/\\u00e9\\u2028\\u000b\\n\\\"\\\\\\u007F\""))
        .isEqualTo("\"A/é\u2028\\u000b\\n\\\"\\\\\u007F\"");
  }

  @Test
  void shouldReadNamesThatComeAfterMoreThanItRemembers() {
    for (int i = 0; i < 5000; i++) {
      String json = "{\"n" + i + "\":{\"same\":1,\"n" + i % 7 + "\":2},\"same\":3}";
      assertThat(compact(json)).isEqualTo(json);
    }

    assertThat(compact("{\"n4999\":1,\"n1\":2,\"n4999\":3}")).isEqualTo("{\"n1\":2,\"n4999\":3}");
    assertThat(tape.knownNames().count()).isBetween(1000, 1024);
  }

  @Test
  void shouldKeepTheLastOfNamesThatAnObjectInBetweenHasToo() {
    String json = "{\"a\":1,\"b\":{\"a\":2},\"a\":3}";

    assertThat(compact(json)).isEqualTo("{\"b\":{\"a\":2},\"a\":3}");
    assertThat(compact(json)).isEqualTo("{\"b\":{\"a\":2},\"a\":3}");
  }

  @Test
  void shouldKeepTheLastOfRepeatedNamesInSmallAndLargeObjects() {
    StringBuilder large = new StringBuilder("{");
    for (int i = 0; i < 3000; i++) {
      large.append("\"k").append(i % 1000).append("\":").append(i).append(',');
    }
    large.append("\"\\u006b0\":-1}");

    int object = read(large.toString().getBytes(UTF_8));
    int count = 0;
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      count++;
    }

    assertThat(compact("{\"a\":1,\"b\":2,\"\\u0061\":3}")).isEqualTo("{\"b\":2,\"a\":3}");
    assertThat(count).isEqualTo(1000);
    assertThat(compact(large.toString())).contains("\"k999\":2999").endsWith("\"k0\":-1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "+1",
        "01",
        "-",
        "-a",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "'a'",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"a\nb\"",
        "\"\u0000\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{1:2}",
        "]",
        "}",
        "1 2",
        "{}{}",
        "// c\n1",
        "1 // c",
        "\uFEFF\uFEFF1",
        "1\u00a0"
      })
  void shouldRefuseWhatIsNotJson(String text) {
    assertThat(read(text.getBytes(UTF_8))).isEqualTo(ValueTape.NONE);
    assertThat(tokenizer.error()).isEqualTo(JsonError.SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\uD800\"",
        "\"\\uDC00\"",
        "\"\\uD800\\u0041\"",
        "\"\\uD800x\"",
        "\"\\uD800\\uD800\"",
        "\"\\uDC00\\uD800\"",
        "{\"\\uDFFF\":1}"
      })
  void shouldRefuseEscapedSurrogatesWithoutAPartner(String text) {
    assertThat(read(text.getBytes(UTF_8))).isEqualTo(ValueTape.NONE);
    assertThat(tokenizer.error()).isEqualTo(JsonError.ENCODING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00C0\u0080",
        "\u00C1\u00BF",
        "\u00C2",
        "\u00E0\u0080\u0080",
        "\u00ED\u00A0\u0080",
        "\u00F0\u0080\u0080\u0080",
        "\u00F4\u0090\u0080\u0080",
        "\u00F5\u0080\u0080\u0080",
        "\u00FF",
        "\u00E2\u0082",
        "\u00F0\u009F\u0098"
      })
  void shouldRefuseStringsThatAreNotUtf8(String bytesAsLatin1) {
    byte[] text = ("[\"" + bytesAsLatin1 + "\"]").getBytes(ISO_8859_1);

    assertThat(read(text)).isEqualTo(ValueTape.NONE);
    assertThat(tokenizer.error()).isEqualTo(JsonError.ENCODING);
    assertThat(tokenizer.errorDetail()).isEqualTo("byte 2: a string's bytes are not UTF-8");
  }

  @Test
  void shouldAllowNestingUpToTheLimitAndNoFurther() {
    String deepest = "[".repeat(JsonTokenizer.MAX_DEPTH) + "]".repeat(JsonTokenizer.MAX_DEPTH);
    String objects = "{\"a\":".repeat(JsonTokenizer.MAX_DEPTH) + "1";

    assertThat(compact(deepest)).isEqualTo(deepest);
    assertThat(read(("[" + deepest + "]").getBytes(UTF_8))).isEqualTo(ValueTape.NONE);
    assertThat(tokenizer.error()).isEqualTo(JsonError.DEPTH);
    assertThat(compact(objects + "}".repeat(JsonTokenizer.MAX_DEPTH))).startsWith("{\"a\":{");
  }

  @Test
  void shouldReadNoByteOutsideOfTheMessage() {
    byte[] bytes = "[12,\"abc\"]345\"".getBytes(UTF_8);

    assertThat(tokenizer.read(bytes, 1, 2)).isNotEqualTo(ValueTape.NONE);
    assertThat(tokenizer.read(bytes, 4, 4)).isEqualTo(ValueTape.NONE);
    assertThat(tokenizer.read(bytes, 0, 10)).isNotEqualTo(ValueTape.NONE);
    assertThat(tokenizer.read(bytes, 0, 9)).isEqualTo(ValueTape.NONE);
  }

  private int read(byte[] text) {
    return tokenizer.read(text, 0, text.length);
  }

  private String compact(String json) {
    int node = read(json.getBytes(UTF_8));
    assertThat(node).as(json).isNotEqualTo(ValueTape.NONE);
    Utf8Buffer out = new Utf8Buffer(4);
    CompactJson.write(tape, node, out);
    return new String(out.array(), 0, out.length(), UTF_8);
  }
}
