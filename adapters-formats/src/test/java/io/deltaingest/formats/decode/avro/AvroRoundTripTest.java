package io.deltaingest.formats.decode.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.formats.AvroBytes;
import io.deltaingest.formats.decode.DecodeFailure;
import io.deltaingest.formats.decode.MessageDecoder;
import io.deltaingest.formats.value.Utf8;
import io.deltaingest.formats.value.ValueTape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;

/** Holds what is read onto the tape equal to what Avro's own library reads. */
class AvroRoundTripTest {

  private final ValueTape tape = new ValueTape();
  private final AvroInput input = new AvroInput();
  private final DecodeFailure failure = new DecodeFailure();

  @Property(tries = 1500)
  void shouldReadWhatAvroWrote(@ForAll long seed) {
    RandomAvro random = new RandomAvro(seed);
    Schema schema = random.recordSchema();
    Object value = random.value(schema);
    CompiledSchema compiled = SchemaCompiler.compile(AvroSchemas.ofWriter(schema.toString()));

    for (byte[] bytes :
        List.of(AvroBytes.datum(schema, value), AvroBytes.blockedDatum(schema, value))) {
      int node = read(compiled, bytes);

      assertThat(node).isNotEqualTo(MessageDecoder.FAILED);
      assertSame(node, schema, value);
    }
  }

  @Property(tries = 3000)
  void shouldResolveAsAvroDoes(@ForAll long seed) throws IOException {
    RandomAvro random = new RandomAvro(seed);
    Schema writer = random.recordSchema();
    Schema reader = random.evolved(writer);
    byte[] bytes = AvroBytes.datum(writer, random.value(writer));
    Object expected = readByAvro(writer, reader, bytes);

    int node = read(SchemaCompiler.compile(writer, reader), bytes);

    Statistics.label("resolves").collect(expected != null);
    Statistics.label("resolves")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 25));
    if (expected == null) {
      assertThat(node).isEqualTo(MessageDecoder.FAILED);
    } else if (node == MessageDecoder.FAILED) {
      // Bytes that are read as a string have to be text; Avro's library does not look.
      assertThat(failure.rejection(ByteSlice.of(bytes)).errorClass()).isEqualTo("invalid-utf8");
    } else {
      assertSame(node, reader, expected);
    }
  }

  /** The value; null where it does not resolve. */
  private static Object readByAvro(Schema writer, Schema reader, byte[] bytes) throws IOException {
    // Avro 1.12.2 holds the length of arrays against the size of the reader's type, although a
    // promoted int takes fewer bytes than the double that it becomes. Bytes behind help it over.
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 1000);
    try {
      return new GenericDatumReader<>(writer, reader, new GenericData())
          .read(null, DecoderFactory.get().binaryDecoder(padded, null));
    } catch (AvroRuntimeException e) {
      return null;
    }
  }

  private int read(CompiledSchema schema, byte[] bytes) {
    byte[] padded = new byte[bytes.length + 9];
    Arrays.fill(padded, (byte) 1);
    System.arraycopy(bytes, 0, padded, 4, bytes.length);
    input.aim(padded, 4, bytes.length);
    return Records.readOnly(schema, input, tape, true, failure);
  }

  private void assertSame(int node, Schema schema, Object value) {
    if (schema.getType() == Schema.Type.UNION) {
      assertSame(node, schema.getTypes().get(new GenericData().resolveUnion(schema, value)), value);
      return;
    }
    switch (schema.getType()) {
      case NULL -> assertThat(tape.kind(node)).isEqualTo(ValueTape.NULL);
      case BOOLEAN ->
          assertThat(tape.kind(node)).isEqualTo((Boolean) value ? ValueTape.TRUE : ValueTape.FALSE);
      case INT, LONG -> {
        assertThat(tape.kind(node)).isEqualTo(ValueTape.INTEGER);
        assertThat(tape.integer(node)).isEqualTo(((Number) value).longValue());
      }
      case FLOAT -> {
        assertThat(tape.kind(node)).isEqualTo(ValueTape.FLOAT);
        assertThat((float) tape.floating(node)).isEqualTo((Float) value);
      }
      case DOUBLE -> {
        assertThat(tape.kind(node)).isEqualTo(ValueTape.DOUBLE);
        assertThat(tape.floating(node)).isEqualTo((Double) value);
      }
      case STRING, ENUM -> {
        assertThat(tape.kind(node)).isEqualTo(ValueTape.STRING);
        assertThat(text(node)).isEqualTo(value.toString());
      }
      case BYTES -> assertBytes(node, ((ByteBuffer) value).array());
      case FIXED -> assertBytes(node, ((GenericFixed) value).bytes());
      case ARRAY -> {
        int element = tape.firstElement(node);
        for (Object each : (Iterable<?>) value) {
          assertSame(element, schema.getElementType(), each);
          element = tape.nextElement(element);
        }
        assertThat(element).isEqualTo(ValueTape.NONE);
      }
      case MAP -> {
        Map<String, Object> entries = new HashMap<>();
        ((Map<?, ?>) value).forEach((key, each) -> entries.put(key.toString(), each));
        for (int m = tape.firstMember(node); m != ValueTape.NONE; m = tape.nextMember(m)) {
          assertThat(entries).containsKey(text(m));
          assertSame(tape.value(m), schema.getValueType(), entries.remove(text(m)));
        }
        assertThat(entries).isEmpty();
      }
      case RECORD -> {
        IndexedRecord record = (IndexedRecord) value;
        int members = 0;
        for (int m = tape.firstMember(node); m != ValueTape.NONE; m = tape.nextMember(m)) {
          Schema.Field field = schema.getField(text(m));
          assertSame(tape.value(m), field.schema(), record.get(field.pos()));
          members++;
        }
        assertThat(members).isEqualTo(schema.getFields().size());
      }
      case UNION -> throw new AssertionError("seen above");
    }
  }

  private void assertBytes(int node, byte[] expected) {
    assertThat(tape.kind(node)).isEqualTo(ValueTape.BYTES);
    int start = tape.textStart(node);
    assertThat(Arrays.copyOfRange(tape.textArray(node), start, start + tape.textLength(node)))
        .isEqualTo(expected);
  }

  private String text(int node) {
    assertThat(Utf8.isValid(tape.textArray(node), tape.textStart(node), tape.textLength(node)))
        .isTrue();
    return new String(
        tape.textArray(node), tape.textStart(node), tape.textLength(node), StandardCharsets.UTF_8);
  }
}
