package io.deltaingest.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.formats.value.CompactJson;
import io.deltaingest.formats.value.Utf8Buffer;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that follow the pattern of one before are read as if each were the first. */
class JsonPatternsTest {

  private static final String[] NAMES = {"id", "a", "name of some length", "ä", "b\\u0063", ""};
  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "123456789012345678",
    "1234567890123456789012",
    "1.50",
    "-0",
    "1e400",
    "\"\"",
    "\"text\"",
    "\"a longer text of many bytes\"",
    "\"\\n\\u00e4\"",
    "\"ü\""
  };
  private static final String[] GAPS = {"", " ", "\n  ", "\t"};

  private final ValueTape tape = new ValueTape();
  private final JsonTokenizer tokenizer = new JsonTokenizer(tape);

  @Property(tries = 500)
  void shouldReadEachTextAsIfItWereTheFirst(@ForAll long seed) {
    // given: a few shapes, each in one or two layouts, and damaged texts among them
    Random random = new Random(seed);
    ValueTape reused = new ValueTape();
    JsonTokenizer experienced = new JsonTokenizer(reused);
    int shapes = 1 + random.nextInt(3);
    int layouts = 1 + random.nextInt(2);
    int valid = 0;
    for (int i = 0; i < 60; i++) {
      byte[] text = text(seed + random.nextInt(shapes), seed + random.nextInt(layouts), random);
      if (random.nextInt(12) == 0) {
        damage(text, random);
      }
      byte[] buffer = new byte[text.length + 20];
      int start = random.nextInt(20);
      System.arraycopy(text, 0, buffer, start, text.length);
      JsonTokenizer first = new JsonTokenizer(tape);

      // when
      int node = experienced.read(buffer, start, text.length);
      int expected = first.read(text, 0, text.length);

      // then
      assertThat(node).isEqualTo(expected);
      if (node == ValueTape.NONE) {
        assertThat(experienced.error()).isEqualTo(first.error());
        assertThat(experienced.errorDetail()).isEqualTo(first.errorDetail());
      } else {
        valid++;
        assertThat(compact(reused, node)).isEqualTo(compact(tape, expected));
        assertThat(reused.copyOfNodes()).hasSameSizeAs(tape.copyOfNodes());
      }
    }
    Statistics.label("valid texts of 60").collect(valid / 10 * 10);
  }

  @Test
  void shouldExpectThePatternOfTwoTextsThatFollowEachOther() {
    JsonPatterns patterns = new JsonPatterns();

    assertThat(patterns.expected()).isNull();
    learn(patterns, "{\"a\":1}", 7);
    assertThat(patterns.expected()).isNull();
    learn(patterns, "{\"a\":2}", 7);

    assertThat(patterns.expected().shape()).isEqualTo(7);
  }

  @Test
  void shouldComeBackToAPatternThatIsKnown() {
    JsonPatterns patterns = new JsonPatterns();
    for (int shape : new int[] {1, 1, 2, 2}) {
      learn(patterns, "[" + "1,".repeat(shape) + "0]", shape);
    }

    assertThat(patterns.expected().shape()).isEqualTo(2);
    learn(patterns, "[1,0]", 1);

    assertThat(patterns.expected().shape()).isEqualTo(1);
  }

  @Test
  void shouldTryFewTextsWhileNoneFollows() {
    JsonPatterns patterns = new JsonPatterns();
    learn(patterns, "[1]", 1);
    learn(patterns, "[2]", 1);

    int tried = 0;
    for (int i = 0; i < 1000; i++) {
      if (patterns.expected() != null) {
        tried++;
        patterns.missed();
      }
      learn(patterns, "[ 3]", i % 2 == 0 ? 2 : 3);
      learn(patterns, "[ 3]", 1);
    }

    assertThat(tried).isBetween(10, 30);
  }

  @Test
  void shouldLearnTheLayoutAnewWhenItChanges() {
    JsonPatterns patterns = new JsonPatterns();
    learn(patterns, "{\"a\":1}", 1);
    learn(patterns, "{\"a\":1}", 1);
    JsonPattern compact = patterns.expected();

    patterns.missed();
    learn(patterns, "{\"a\": 1}", 1);

    assertThat(patterns.expected()).isNotNull().isNotSameAs(compact);
    assertThat(follows(patterns.expected(), "{\"a\": 5}")).isTrue();
    assertThat(follows(patterns.expected(), "{\"a\":5}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        " \"x\" ",
        "{}",
        "[]",
        "[[],{},[[1]],2]",
        "{\"a\":{\"b\":[1,\"]}\",{\"c\":null}]},\"d\" : true }\n",
        "\uFEFF{\"a\":\"\\\"\\\\\"}"
      })
  void shouldMakeAPatternOfAnyText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(tokenizer.read(bytes, 0, bytes.length)).isZero();

    JsonPattern pattern = new JsonPatternBuilder(tape, bytes, 0, bytes.length).build(3);

    assertThat(follows(pattern, text)).isTrue();
    assertThat(follows(pattern, text + " ")).isFalse();
  }

  @Test
  void shouldMakeNoPatternOfAHugeText() {
    byte[] bytes = ("[" + "1,".repeat(600) + "1]").getBytes(StandardCharsets.UTF_8);
    tokenizer.read(bytes, 0, bytes.length);

    assertThat(new JsonPatternBuilder(tape, bytes, 0, bytes.length).build(3)).isNull();
  }

  private void learn(JsonPatterns patterns, String text, int shape) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new JsonTokenizer(tape).read(bytes, 0, bytes.length);
    patterns.read(shape, tape, bytes, 0, bytes.length);
  }

  /** Passes over the literals, and over scalars up to what can't be of one. */
  private static boolean follows(JsonPattern pattern, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ValueTape any = new ValueTape();
    pattern.layOut(any);
    int position = 0;
    for (int i = 0; i < pattern.scalarCount(); i++) {
      position = pattern.pass(i, bytes, position, bytes.length, any);
      if (position < 0) {
        return false;
      }
      boolean quoted = bytes[position] == '"';
      position++;
      while (position < bytes.length
          && (quoted ? bytes[position] != '"' : Character.isLetterOrDigit(bytes[position]))) {
        position += bytes[position] == '\\' ? 2 : 1;
      }
      position += quoted ? 1 : 0;
    }
    return pattern.pass(pattern.scalarCount(), bytes, position, bytes.length, any) == bytes.length;
  }

  private static byte[] text(long shapeSeed, long layoutSeed, Random values) {
    StringBuilder text = new StringBuilder();
    Random layout = new Random(layoutSeed);
    append(text, new Random(shapeSeed), layout, values, 0);
    text.append(gap(layout));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(
      StringBuilder text, Random shape, Random layout, Random values, int depth) {
    text.append(gap(layout));
    int kind = depth == 0 ? shape.nextInt(7) : depth < 4 ? shape.nextInt(10) : 9;
    if (kind < 5) {
      text.append('{');
      int count = shape.nextInt(5);
      for (int i = 0; i < count; i++) {
        text.append(i == 0 ? "" : ",").append(gap(layout));
        text.append('"').append(NAMES[shape.nextInt(NAMES.length)]).append('"').append(gap(layout));
        append(text.append(':'), shape, layout, values, depth + 1);
        text.append(gap(layout));
      }
      text.append('}');
    } else if (kind == 5) {
      text.append('[');
      int count = shape.nextInt(4);
      for (int i = 0; i < count; i++) {
        append(text.append(i == 0 ? "" : ","), shape, layout, values, depth + 1);
        text.append(gap(layout));
      }
      text.append(']');
    } else {
      text.append(SCALARS[values.nextInt(SCALARS.length)]);
    }
  }

  private static String gap(Random layout) {
    return layout.nextInt(4) == 0 ? GAPS[layout.nextInt(GAPS.length)] : "";
  }

  private static void damage(byte[] text, Random random) {
    if (text.length > 0) {
      text[random.nextInt(text.length)] = (byte) "\"{}[]:,x\\ \u0001".charAt(random.nextInt(11));
    }
  }

  private static String compact(ValueTape tape, int node) {
    Utf8Buffer out = new Utf8Buffer(64);
    CompactJson.write(tape, node, out);
    return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
  }
}
