package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.port.RowTransformer;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.coerce.RowWriter;
import io.deltaingest.formats.json.JsonTokenizer;
import io.deltaingest.formats.transform.TransformPipeline;
import io.deltaingest.formats.transform.TransformPlan;
import io.deltaingest.formats.value.Shapes;
import io.deltaingest.formats.value.ValueTape;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What was found in one message is used for the next of its shape: rows have to be the same as if
 * each message were the first.
 */
class RepeatedShapesTest {

  private static final StructType INNER =
      struct(nullable("a", PrimitiveType.STRING), nullable("b", PrimitiveType.STRING));
  private static final TableSchema TABLE =
      Ingested.table(
          nullable("a", PrimitiveType.STRING),
          nullable("b", PrimitiveType.LONG),
          nullable("c", struct(nullable("a", PrimitiveType.STRING), nullable("c", INNER))),
          nullable("d", new ArrayType(INNER, true)),
          nullable("e", new MapType(PrimitiveType.STRING, INNER, true)),
          nullable("f", INNER),
          nullable("offset", PrimitiveType.LONG));
  private static final List<Transform> TRANSFORMS =
      List.of(
          new Transform("c.c.b", "a"),
          new Transform("offset", "kafka.offset"),
          new Transform("f", "c.c.{a: a, b: to_string(@)}"),
          new Transform("b", "e.x"));
  private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "other", "a\\u0062"};

  @Property(tries = 300)
  void shouldMakeTheRowsThatEachMessageAloneWouldMake(@ForAll long seed) {
    Random random = new Random(seed);
    List<Transform> transforms = random.nextInt(4) == 0 ? List.of() : TRANSFORMS;
    RowTransformer transformer = MessageRowTransformerFactory.ofJson(transforms).create(TABLE);
    RowBatch rows = new RowBatch(TABLE);
    Map<String, Long> dropped = new HashMap<>();
    int shapes = 1 + random.nextInt(4);

    for (int i = 0; i < 40; i++) {
      Random shape = new Random(seed + random.nextInt(shapes));
      StringBuilder text = new StringBuilder();
      appendObject(text, shape, random, 0);
      TestMessage message = TestMessage.of(text.toString()).withOffset(i);
      Alone alone = new Alone(message, text.toString(), transforms);

      Rejection rejection = transformer.transform(message, rows);

      assertThat(rejection == null ? null : rejection.toString())
          .as("%s", text)
          .isEqualTo(alone.rejection == null ? null : alone.rejection.toString());
      if (rejection == null) {
        assertThat(BatchRows.row(rows, rows.rowCount() - 1)).as("%s", text).isEqualTo(alone.row);
      }
      alone.dropped.forEach((name, count) -> dropped.merge(name, count, Long::sum));
    }
    assertThat(transformer.droppedProperties()).isEqualTo(dropped);
  }

  /** Arrays of every length, and then of few. */
  @Test
  void shouldStayBoundedAndComeBackToKnowingShapes() {
    ValueTape tape = new ValueTape();
    JsonTokenizer tokenizer = new JsonTokenizer(tape);
    Random random = new Random(5);
    boolean wasFull = false;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder("{\"a\":[");
      for (int n = 0; n < 12; n++) {
        text.append(n == 0 ? "" : ",").append(random.nextBoolean() ? "1" : "[]");
      }
      byte[] bytes = text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
      int root = tokenizer.read(bytes, 0, bytes.length);
      wasFull |= tape.shapeAt(root) == Shapes.NONE;
    }
    byte[] plain = "{\"a\":1,\"b\":{\"c\":2}}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 70_000; i++) {
      tokenizer.read(plain, 0, plain.length);
    }
    int shape = tape.shapeAt(tokenizer.read(plain, 0, plain.length));

    assertThat(wasFull).isTrue();
    assertThat(shape).isNotEqualTo(Shapes.NONE);
    assertThat(tape.shapeAt(tokenizer.read(plain, 0, plain.length))).isEqualTo(shape);
  }

  private static void appendObject(StringBuilder text, Random shape, Random values, int depth) {
    text.append('{');
    int count = shape.nextInt(5);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append('"').append(NAMES[shape.nextInt(NAMES.length)]);
      text.append("\":");
      appendValue(text, shape, values, depth);
    }
    text.append('}');
  }

  private static void appendValue(StringBuilder text, Random shape, Random values, int depth) {
    int kind = depth == 3 ? 9 : shape.nextInt(10);
    if (kind < 4) {
      appendObject(text, shape, values, depth + 1);
    } else if (kind == 4) {
      text.append('[');
      int count = shape.nextInt(3);
      for (int i = 0; i < count; i++) {
        text.append(i == 0 ? "" : ",");
        appendValue(text, shape, values, depth + 1);
      }
      text.append(']');
    } else {
      switch (values.nextInt(8)) {
        case 0 -> text.append("null");
        case 1 -> text.append(values.nextBoolean());
        case 2 -> text.append("\"t\\u0020").append(values.nextInt(10)).append('"');
        case 3 -> text.append("1.").append(values.nextInt(100));
        case 4 -> text.append('"').append(values.nextInt(10_000)).append('"');
        default -> text.append(values.nextInt(1000));
      }
    }
  }

  private static StructType struct(io.deltaingest.domain.model.StructField... fields) {
    return new StructType(List.of(fields));
  }

  /** A message that nothing came before, with transforms applied to the message itself. */
  private static final class Alone {

    private final Rejection rejection;
    private final Map<String, Object> row;
    private final Map<String, Long> dropped;

    Alone(TestMessage message, String text, List<Transform> transforms) {
      ValueTape tape = new ValueTape();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int root = new JsonTokenizer(tape).read(bytes, 0, bytes.length);
      tape.forgetShape();
      TransformPipeline pipeline = TransformPlan.compile(transforms).newPipeline();
      int transformed = pipeline.apply(tape, root, message);
      RowWriter writer = new RowWriter(TABLE);
      RowBatch batch = new RowBatch(TABLE);
      if (transformed == ValueTape.NONE) {
        rejection = pipeline.rejection(tape);
        row = null;
      } else if (writer.write(tape, transformed, batch)) {
        rejection = null;
        row = BatchRows.row(batch, 0);
      } else {
        rejection = writer.rejection(tape);
        row = null;
      }
      writer.keepDropped();
      dropped = writer.droppedProperties();
    }
  }
}
