package io.deltaingest.formats.decode.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.domain.stream.MessageFormat;
import io.deltaingest.domain.stream.StreamConfig.Transform;
import io.deltaingest.formats.AvroBytes;
import io.deltaingest.formats.FixedRegistry;
import io.deltaingest.formats.FormatTable;
import io.deltaingest.formats.value.Shapes;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What was found in a record is used for the next one of its schema. */
class AvroShapesTest {

  @Property(tries = 300)
  void shouldMakeTheRowsThatEachMessageAloneWouldMake(@ForAll long seed) {
    RandomAvro random = new RandomAvro(seed);
    Schema one = random.recordSchema();
    Schema other = random.evolved(one);
    StructType columns = DeclaredColumns.of(one);
    if (columns.fields().isEmpty()) {
      return;
    }
    TableSchema schema = new TableSchema(columns, List.of());
    FixedRegistry registry =
        new FixedRegistry()
            .with(1, RegisteredSchema.Kind.AVRO, one.toString())
            .with(2, RegisteredSchema.Kind.AVRO, other.toString());
    Statistics.label("one shape").collect(shape(one) != Shapes.NONE);
    FormatTable table = table(registry, schema, columns);

    for (int i = 0; i < 20; i++) {
      int id = i % 3 == 2 ? 2 : 1;
      Schema writer = id == 1 ? one : other;
      byte[] value = AvroBytes.wire(id, AvroBytes.datum(writer, random.value(writer)));
      FormatTable alone = table(registry, schema, columns);

      Rejection rejection = alone.ingest(value);
      if (rejection != null) {
        assertThat(table.rejection(value)).hasToString(rejection.toString());
      } else {
        assertThat(table.row(value)).isEqualTo(alone.row(value));
      }
    }
  }

  @Test
  void shouldKnowWhichSchemasHaveOneShape() {
    assertThat(shape(AvroBytes.record("{\"name\":\"a\",\"type\":[\"null\",\"int\",\"string\"]}")))
        .isNotEqualTo(Shapes.NONE);
    assertThat(
            shape(
                AvroBytes.record(
                    "{\"name\":\"a\",\"type\":{\"type\":\"map\",\"values\":\"int\"}}")))
        .isEqualTo(Shapes.NONE);
    assertThat(
            shape(
                AvroBytes.record(
                    "{\"name\":\"a\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Inner\",\"fields\":[]}]}")))
        .isEqualTo(Shapes.NONE);
  }

  private static int shape(Schema schema) {
    return SchemaCompiler.compile(AvroSchemas.ofWriter(schema.toString())).shape();
  }

  /** With a column that is set beside the message, if there is room for it. */
  private static FormatTable table(FixedRegistry registry, TableSchema schema, StructType columns) {
    String first = columns.fields().get(0).name();
    String last = columns.fields().get(columns.fields().size() - 1).name();
    return FormatTable.ofRegistry(
        MessageFormat.Type.AVRO_REGISTRY,
        registry,
        schema,
        first.equals(last) || first.contains(".") || last.contains(".")
            ? new Transform[0]
            : new Transform[] {new Transform(last, '"' + first + '"')});
  }
}
