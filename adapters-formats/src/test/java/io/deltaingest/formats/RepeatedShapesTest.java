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
import net.jqwik.api.statistics.Statistics;
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

  /**
   * None; those that leave each other alone; those that read what others set, and what they set
   * themselves; those with values by the interpreter; those of which one changes another's work.
   */
  private static final List<List<Transform>> TRANSFORMS =
      List.of(
          List.of(),
          List.of(
              new Transform("c.c.b", "a"),
              new Transform("offset", "kafka.offset"),
              new Transform("f", "e.a"),
              new Transform("b", "e.other")),
          List.of(
              new Transform("c.c", "f"),
              new Transform("f", "c.c"),
              new Transform("a", "substr(a, `0`, `2`)"),
              new Transform("b", "offset"),
              new Transform("offset", "b")),
          List.of(
              new Transform("offset", "kafka.offset"),
              new Transform("f", "[c.c, e.a, c][?a] | [0]")),
          List.of(
              new Transform("c.c", "a && {a: a, b: f.b} || f"),
              new Transform("d", "values(e)"),
              new Transform("e", "{a: f, other: c.c}"),
              new Transform("f", "c || {b: to_string(b)}")),
          List.of(
              new Transform("f", "[c.c, e.a, c][?a] | [0]"), new Transform("f.a", "kafka.offset")));

  private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "other", "a\\u0062"};

  @Property(tries = 600)
  void shouldMakeTheRowsThatEachMessageAloneWouldMake(@ForAll long seed) {
    Random random = new Random(seed);
    List<Transform> transforms = TRANSFORMS.get(random.nextInt(TRANSFORMS.size()));
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
    Statistics.label("rows of 40").collect(rows.rowCount() / 10);
  }

  /** What an expression makes depends on values, and is not of the message's shape. */
  @Test
  void shouldLookIntoWhatExpressionsMake() {
    Transform transform = new Transform("f", "[c, other][?a] | [0]");
    RowTransformer transformer =
        MessageRowTransformerFactory.ofJson(List.of(transform)).create(TABLE);
    RowBatch rows = new RowBatch(TABLE);

    for (String a : List.of("1", "null", "1")) {
      String text = "{\"c\":{\"a\":" + a + ",\"b\":2},\"other\":{\"b\":3,\"a\":4}}";
      assertThat(transformer.transform(TestMessage.of(text), rows)).isNull();
    }

    Map<String, String> ofC = Map.of("a", "1", "b", "2");
    Map<String, String> ofOther = Map.of("a", "4", "b", "3");
    assertThat(BatchRows.row(rows, 0)).containsEntry("f", ofC);
    assertThat(BatchRows.row(rows, 1)).containsEntry("f", ofOther);
    assertThat(BatchRows.row(rows, 2)).containsEntry("f", ofC);
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
    int count = shape.nextInt(6);
    for (int i = 0; i < count; i++) {
      String name = NAMES[shape.nextInt(NAMES.length)];
      text.append(i == 0 ? "" : ",").append('"').append(name).append("\":");
      boolean object = depth < 3 && (name.equals("c") || (depth < 2 && "ef".contains(name)));
      if (shape.nextInt(20) == 0) {
        object = !object;
      }
      if (depth == 0 && name.equals("d")) {
        appendArray(text, shape, values, depth);
      } else if (object) {
        appendObject(text, shape, values, depth + 1);
      } else if (depth == 1 && shape.nextInt(3) == 0) {
        appendObject(text, shape, values, depth + 2);
      } else {
        appendScalar(text, values);
      }
    }
    text.append('}');
  }

  private static void appendArray(StringBuilder text, Random shape, Random values, int depth) {
    text.append('[');
    int count = shape.nextInt(4);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",");
      appendObject(text, shape, values, depth + 3);
    }
    text.append(']');
  }

  private static void appendScalar(StringBuilder text, Random values) {
    switch (values.nextInt(12)) {
      case 0 -> text.append("null");
      case 1 -> text.append(values.nextInt(40) == 0);
      case 2 -> text.append("\"\\u0035").append(values.nextInt(10)).append('"');
      case 3 -> text.append('"').append(values.nextInt(10_000)).append('"');
      default -> text.append(values.nextInt(1000));
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
