package io.deltaingest.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.deltaingest.formats.RandomJson;
import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Holds the tokenizer equal to Jackson on random texts and on damaged ones. */
class JsonTokenizerOracleTest {

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  private static final String ALPHABET = "{}[]\",:0123456789.eE+-\\utrufalsn \n\u0000\u00FF\u00C3";

  private static final String[] NAMES = {
    "",
    "a",
    "ab",
    "ab\\n",
    "abcdef",
    "abcdefg",
    "abcdefgh",
    "abcdefghi",
    "é",
    "abcdefghijklmno",
    "abcdefghijklmnop",
    "abcdefghijklmnopq",
    "abcdefghijklmnopr",
    "x".repeat(64),
    "x".repeat(65)
  };

  private final ValueTape tape = new ValueTape();
  private final JsonTokenizer tokenizer = new JsonTokenizer(tape);

  @Property(tries = 4000)
  void shouldReadWhatJacksonReads(@ForAll long seed) throws IOException {
    byte[] text = new RandomJson(seed, true).value().getBytes(StandardCharsets.UTF_8);

    assertThat(ours(text)).isEqualTo(jacksons(text)).isNotNull();
  }

  @Property(tries = 20_000)
  void shouldAgreeWithJacksonOnDamagedText(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] text = new RandomJson(seed, true).value().getBytes(StandardCharsets.UTF_8);
    byte[] damaged = damage(text, random);

    assertThat(ours(damaged)).isEqualTo(jacksons(damaged));
  }

  /** Messages of a topic: the same names in nearly the same order, of lengths around a word's. */
  @Property(tries = 500)
  void shouldReadWhatJacksonReadsAfterOtherTexts(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    for (int message = 0; message < 20; message++) {
      StringBuilder text = new StringBuilder();
      object(text, random, 0);
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

      assertThat(ours(bytes)).isEqualTo(jacksons(bytes)).isNotNull();
      byte[] damaged = damage(bytes, random);
      assertThat(ours(damaged)).isEqualTo(jacksons(damaged));
    }
  }

  private static void object(StringBuilder out, Random random, int depth) {
    String separator = "{";
    for (int i = random.nextInt(3); i < NAMES.length; i += random.nextInt(9) == 0 ? 2 : 1) {
      String name = NAMES[random.nextInt(12) == 0 ? random.nextInt(NAMES.length) : i];
      out.append(separator)
          .append('"')
          .append(name)
          .append(random.nextInt(9) == 0 ? "\" :" : "\":");
      if (depth < 2 && i % 7 == 3) {
        object(out, random, depth + 1);
      } else {
        out.append(random.nextInt(5));
      }
      separator = random.nextInt(9) == 0 ? ", " : ",";
    }
    out.append('}');
  }

  private static byte[] damage(byte[] text, Random random) {
    byte[] damaged = text.clone();
    for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged = concat(damaged, 0, at, damaged, at + 1, damaged.length);
        default ->
            damaged = concat(damaged, 0, at, damaged, random.nextInt(at + 1), damaged.length);
      }
    }
    return damaged;
  }

  private static byte[] concat(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
    return ByteBuffer.allocate(aEnd - aStart + bEnd - bStart)
        .put(a, aStart, aEnd - aStart)
        .put(b, bStart, bEnd - bStart)
        .array();
  }

  /** Compact text, or null where the text is refused. */
  private String ours(byte[] text) {
    int node = tokenizer.read(text, 0, text.length);
    if (node == ValueTape.NONE) {
      return null;
    }
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, node, out);
    return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
  }

  /** The same through Jackson's parser, and the JDK's decoder, which is stricter with UTF-8. */
  private static String jacksons(byte[] text) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      return null;
    }
    // Jackson guesses UTF-16 and UTF-32 from zero bytes in front; a character source forbids that.
    String characters = new String(text, StandardCharsets.UTF_8);
    try (JsonParser parser = JACKSON.createParser(characters)) {
      if (parser.nextToken() == null) {
        return null;
      }
      StringBuilder out = new StringBuilder();
      copy(parser, out);
      return parser.nextToken() == null ? out.toString() : null;
    } catch (JacksonException | CharacterCodingException e) {
      return null;
    }
  }

  private static void copy(JsonParser parser, StringBuilder out) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, String> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = encodable(parser.currentName());
          parser.nextToken();
          StringBuilder value = new StringBuilder();
          copy(parser, value);
          members.remove(name);
          members.put(name, value.toString());
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<String, String> member : members.entrySet()) {
          out.append(separator);
          quote(member.getKey(), out);
          out.append(':').append(member.getValue());
          separator = ",";
        }
        out.append('}');
      }
      case START_ARRAY -> {
        out.append('[');
        String separator = "";
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          out.append(separator);
          copy(parser, out);
          separator = ",";
        }
        out.append(']');
      }
      case VALUE_STRING -> quote(encodable(parser.getText()), out);
      default -> out.append(parser.getText());
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    out.append('"');
  }

  private static String encodable(String text) throws CharacterCodingException {
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    return text;
  }
}
