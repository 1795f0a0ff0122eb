package io.deltaingest.formats;

import static io.deltaingest.domain.model.StructField.nullable;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random tables, transforms and messages, whole and damaged: a row or a dead letter, nothing else.
 */
class RowTransformerRobustnessTest {

  private static final String[] NAMES = {"a", "b", "c", "meta", "timestamp", "nameOfEight"};
  private static final String[] SOURCES = {
    "a",
    "abs(a)",
    "ceil(b)",
    "sum([a, b])",
    "max([a, b])",
    "sort(values(@))",
    "to_number(a)",
    "contains(a, b)",
    "a == b",
    "merge(@, meta)",
    "sort_by(c, &a)",
    "reverse(a)",
    "b[?a > `1`]",
    "{x: {y: @}}",
    "meta.timestamp",
    "@",
    "substr(a, `1`, `3`)",
    "epoch_millis_to_iso8601(b)",
    "kafka.offset",
    "kafka.headers",
    "[a, b]",
    "{x: meta, y: c}",
    "length(a) > `2` && b",
    "to_string(@)",
    "*.a"
  };

  @Property(tries = 10_000)
  void shouldGiveARowOrAReasonAndLeaveTheBatchWhole(@ForAll long seed) {
    Random random = new Random(seed);
    RowOrDeadLetter tables =
        new RowOrDeadLetter(Ingested.table(columns(random, 2)), transforms(random));
    RandomJson json = new RandomJson(seed, true);

    for (int i = 0; i < 5; i++) {
      byte[] value = json.object().getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(4) == 0) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      tables.ingest(value);
    }
  }

  @Property(tries = 10_000)
  void shouldGiveARowOrADeadLetterForAnyBytes(@ForAll long seed) {
    Random random = new Random(seed);
    RowOrDeadLetter tables =
        new RowOrDeadLetter(Ingested.table(columns(random, 2)), transforms(random));

    tables.ingest(RandomBytes.any(random));
    tables.ingest(RandomBytes.mutated(random));
  }

  private static List<Transform> transforms(Random random) {
    List<Transform> transforms = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String property = NAMES[random.nextInt(NAMES.length)];
      if (random.nextBoolean()) {
        property += "." + NAMES[random.nextInt(NAMES.length)];
      }
      transforms.add(new Transform(property, SOURCES[random.nextInt(SOURCES.length)]));
    }
    return transforms;
  }

  private static StructField[] columns(Random random, int depth) {
    StructField[] columns = new StructField[1 + random.nextInt(NAMES.length)];
    for (int i = 0; i < columns.length; i++) {
      DataType type = type(random, depth);
      columns[i] =
          random.nextInt(8) == 0
              ? new StructField(NAMES[i], type, false)
              : nullable(NAMES[i], type);
    }
    return columns;
  }

  private static DataType type(Random random, int depth) {
    PrimitiveType[] primitives = PrimitiveType.values();
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0, 1 -> PrimitiveType.STRING;
      case 2, 3 -> primitives[random.nextInt(primitives.length)];
      case 4 -> {
        int precision = 1 + random.nextInt(38);
        yield new DecimalType(precision, random.nextInt(precision + 1));
      }
      case 5 -> new ArrayType(type(random, depth - 1), random.nextBoolean());
      case 6 ->
          new MapType(
              random.nextBoolean() ? PrimitiveType.STRING : type(random, 0),
              type(random, depth - 1),
              random.nextBoolean());
      default -> new StructType(List.of(columns(random, depth - 1)));
    };
  }
}
