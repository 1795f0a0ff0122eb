package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages made to break a reader: each is a row or a dead letter, whatever the column. */
@Timeout(120)
class HostileMessagesTest {

  private static final int DEPTH = 100_000;
  private static final int MEGABYTES_10 = 10 << 20;

  /** The least that a thread of the program may have; the JVM's own default is 1 MiB. */
  private static final long SMALL_STACK = 512 << 10;

  private static final List<DataType> COLUMNS = columns();

  private static final List<String> SOURCES =
      List.of(
          "c",
          "@",
          "to_string(@)",
          "{x: {y: @}}",
          "[c, c]",
          "*.k",
          "c[]",
          "c.k",
          "keys(c)",
          "length(c)",
          "reverse(c)",
          "substr(c, `0`, `1`)",
          "epoch_micros_to_iso8601(c)",
          "epoch_millis_to_micro(to_number(c))",
          "abs(c)",
          "ceil(c)",
          "floor(c)",
          "sum([c, c])",
          "avg(c)",
          "max([c, `1`])",
          "sort([c, `1`])",
          "c == `1`",
          "c > `1`",
          "to_number(c)");

  @ParameterizedTest
  @MethodSource("values")
  void shouldMakeARowOrADeadLetterOfAHostileValue(Hostile hostile) throws Exception {
    onASmallStack(
        () -> {
          for (byte[] message : messages(hostile)) {
            for (DataType column : COLUMNS) {
              ingest(message, column, List.of());
            }
            for (String source : SOURCES) {
              ingest(message, PrimitiveType.STRING, List.of(new Transform("c", source)));
            }
          }
        });
  }

  @Test
  void shouldKeepTheTextsOfARejectionShortWhateverTheMessagesSize() {
    String big = "9".repeat(MEGABYTES_10);
    RowTransformer transformer =
        MessageRowTransformerFactory.ofJson(List.of())
            .create(Ingested.table(nullable("c", PrimitiveType.INTEGER)));
    RowBatch batch = new RowBatch(Ingested.table(nullable("c", PrimitiveType.INTEGER)));
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    for (String json :
        List.of(
            "{\"c\":" + big + "}",
            "{\"c\":\"" + big + "x\"}",
            "{\"c\":{\"" + big + "\":" + big + "}}",
            "{\"c\" " + big,
            big)) {
      TestMessage message = TestMessage.of(json);
      transformer.transform(message, batch);

      long before = thread.getCurrentThreadAllocatedBytes();
      Rejection rejection = transformer.transform(message, batch);
      long allocated = thread.getCurrentThreadAllocatedBytes() - before;

      assertThat(rejection.detail()).hasSizeLessThan(500);
      assertThat(allocated).isLessThan(50_000);
    }
  }

  private static void ingest(byte[] message, DataType column, List<Transform> transforms) {
    new RowOrDeadLetter(Ingested.table(nullable("c", column)), transforms).ingest(message);
  }

  private static void onASmallStack(Runnable work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable guarded =
        () -> {
          try {
            work.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        };
    new Thread(null, guarded, "small-stack", SMALL_STACK).start();
    done.get(120, TimeUnit.SECONDS);
  }

  /** The value by itself, as a property, in an array and an object, and as a property's name. */
  static List<byte[]> messages(Hostile hostile) {
    List<byte[]> messages = new ArrayList<>();
    messages.add(hostile.bytes);
    messages.add(around("{\"c\":", hostile, "}"));
    messages.add(around("{\"c\":[1,", hostile, "]}"));
    messages.add(around("{\"c\":{\"k\":", hostile, "}}"));
    messages.add(around("{\"c\":\"", hostile, "\"}"));
    messages.add(around("{\"c\":1,\"", hostile, "\":2}"));
    messages.add(around("{\"c\":{\"", hostile, "\":2}}"));
    return messages;
  }

  private static byte[] around(String before, Hostile hostile, String after) {
    byte[] head = before.getBytes(StandardCharsets.UTF_8);
    byte[] tail = after.getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[head.length + hostile.bytes.length + tail.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(hostile.bytes, 0, whole, head.length, hostile.bytes.length);
    System.arraycopy(tail, 0, whole, head.length + hostile.bytes.length, tail.length);
    return whole;
  }

  static Stream<Hostile> values() {
    return Stream.of(
        text("open arrays", "[".repeat(DEPTH)),
        text("open objects", "{\"c\":".repeat(DEPTH)),
        text("closed arrays", "[".repeat(DEPTH) + "]".repeat(DEPTH)),
        text("closed objects", "{\"c\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH)),
        text("deepest arrays", "[".repeat(500) + "]".repeat(500)),
        text("deepest objects", "{\"k\":".repeat(500) + "1" + "}".repeat(500)),
        text("large exponent", "1e999999999"),
        text("large negative", "-1e999999999"),
        text("small exponent", "1e-999999999"),
        text("exponent beyond int", "1e2147483648"),
        text("exponent beyond long", "1E+99999999999999999999"),
        text("10,000 digits", "9".repeat(10_000)),
        text("10,000 fraction digits", "0." + "3".repeat(10_000)),
        text("10,000 digits of exponent", "1e" + "9".repeat(10_000)),
        text("10,000 zeros", "1" + "0".repeat(10_000) + ".0"),
        text("same key 10,000 times", "{\"c\":1" + ",\"c\":2".repeat(10_000) + "}"),
        text("same escaped key", "{\"c\":1,\"\\u0063\":2,\"c\":{\"c\":1,\"c\":[]}}"),
        text("10,000 keys", manyKeys()),
        text("NUL escapes", "\"\\u0000\\u0000\""),
        text("NUL key", "{\"\\u0000\":\"\\u0000\"}"),
        text("lone high surrogate", "\"\\ud800\""),
        text("lone low surrogate", "\"\\udc00\""),
        text("surrogates the wrong way round", "\"\\udc00\\ud800\""),
        text("cut surrogate pair", "\"\\ud83d\\ude"),
        text("two high surrogates", "\"\\ud83d\\ud83d\\ude00\""),
        text("nothing", ""),
        text("whitespace", " \n\t\r"),
        text("byte order mark", "\uFEFF"),
        text("byte order mark and object", "\uFEFF{\"c\":1}"),
        text("U+10FFFF", "\"\uDBFF\uDFFF\""),
        bytes("NUL bytes", 0, 0, 0),
        bytes("no continuation", '"', 0xC3, '"'),
        bytes("continuation alone", '"', 0x80, '"'),
        bytes("overlong", '"', 0xC0, 0x80, '"'),
        bytes("surrogate in UTF-8", '"', 0xED, 0xA0, 0x80, '"'),
        bytes("above U+10FFFF", '"', 0xF4, 0x90, 0x80, 0x80, '"'),
        bytes("UTF-16", 0xFF, 0xFE, '{', 0, '}', 0),
        bytes("cut sequence", '"', 0xF0, 0x9F, 0x98),
        bytes("bad bytes in a name", '{', '"', 0xFF, '"', ':', '1', '}'));
  }

  private static String manyKeys() {
    StringBuilder text = new StringBuilder("{\"c\":1");
    for (int i = 0; i < 10_000; i++) {
      text.append(",\"k").append(i).append("\":").append(i);
    }
    return text.append('}').toString();
  }

  private static List<DataType> columns() {
    List<DataType> types = new ArrayList<>(List.of(PrimitiveType.values()));
    types.add(new DecimalType(18, 2));
    types.add(new DecimalType(38, 10));
    types.add(new ArrayType(PrimitiveType.STRING, true));
    types.add(new ArrayType(new ArrayType(PrimitiveType.DOUBLE, true), false));
    types.add(new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true));
    types.add(new MapType(PrimitiveType.INTEGER, PrimitiveType.STRING, false));
    types.add(new StructType(List.of(nullable("k", PrimitiveType.DOUBLE))));
    return types;
  }

  private static Hostile text(String name, String text) {
    return new Hostile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Hostile bytes(String name, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new Hostile(name, bytes);
  }

  /** Bytes, named for the report. */
  static final class Hostile {
    private final String name;
    private final byte[] bytes;

    private Hostile(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
