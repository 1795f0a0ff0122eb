package io.deltaingest.formats.decode.avro;

import io.deltaingest.formats.decode.avro.ConstantReader.Constant;
import io.deltaingest.formats.value.SchemaNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** Compiles the values that a reader's schema gives to fields which the writer does not have. */
final class DefaultValues {

  private final GenericData data;
  private final SchemaNames.Builder names;

  DefaultValues(GenericData data, SchemaNames.Builder names) {
    this.data = data;
    this.names = names;
  }

  /**
   * @param value of the schema, as Avro's generic readers give it
   */
  DatumReader compile(Schema schema, Object value) {
    return new ConstantReader(constant(schema, value));
  }

  private Constant constant(Schema schema, Object value) {
    if (schema.getType() == Schema.Type.UNION) {
      return constant(schema.getTypes().get(data.resolveUnion(schema, value)), value);
    }
    Constant plain = plain(schema, value);
    LogicalMark mark = LogicalMark.of(schema);
    return mark == null ? plain : tape -> tape.mark(plain.addTo(tape), mark.type(), mark.scale());
  }

  private Constant plain(Schema schema, Object value) {
    return switch (schema.getType()) {
      case NULL -> tape -> tape.addNull();
      case BOOLEAN -> {
        boolean flag = (Boolean) value;
        yield tape -> tape.addBoolean(flag);
      }
      case INT, LONG -> {
        long number = ((Number) value).longValue();
        yield tape -> tape.addInteger(number);
      }
      case FLOAT -> {
        float number = ((Number) value).floatValue();
        yield tape -> tape.addFloat(number);
      }
      case DOUBLE -> {
        double number = ((Number) value).doubleValue();
        yield tape -> tape.addDouble(number);
      }
      case STRING, ENUM -> {
        int name = names.add(value.toString());
        yield tape -> tape.addName(name);
      }
      case BYTES -> bytes(ByteBuffer.class.cast(value).array());
      case FIXED -> bytes(((GenericFixed) value).bytes());
      case ARRAY -> array(schema.getElementType(), (Iterable<?>) value);
      case MAP -> map(schema.getValueType(), (Map<?, ?>) value);
      case RECORD -> record(schema, (IndexedRecord) value);
      case UNION -> throw new IllegalArgumentException("a union has no values of its own");
    };
  }

  private static Constant bytes(byte[] bytes) {
    return tape -> tape.addBytes(bytes, 0, bytes.length);
  }

  private Constant array(Schema elementType, Iterable<?> value) {
    List<Constant> elements = new ArrayList<>();
    for (Object element : value) {
      elements.add(constant(elementType, element));
    }
    Constant[] all = elements.toArray(Constant[]::new);
    return tape -> {
      int array = tape.addArray();
      for (Constant element : all) {
        tape.append(array, element.addTo(tape));
      }
      return array;
    };
  }

  private Constant map(Schema valueType, Map<?, ?> value) {
    List<Integer> keys = new ArrayList<>();
    List<Constant> values = new ArrayList<>();
    value.forEach(
        (key, each) -> {
          keys.add(names.add(key.toString()));
          values.add(constant(valueType, each));
        });
    return object(keys, values);
  }

  private Constant record(Schema schema, IndexedRecord value) {
    List<Integer> fields = new ArrayList<>();
    List<Constant> values = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      fields.add(names.add(field.name()));
      values.add(constant(field.schema(), value.get(field.pos())));
    }
    return object(fields, values);
  }

  private static Constant object(List<Integer> memberNames, List<Constant> memberValues) {
    int[] numbers = memberNames.stream().mapToInt(Integer::intValue).toArray();
    Constant[] values = memberValues.toArray(Constant[]::new);
    return tape -> {
      int object = tape.addObject();
      for (int i = 0; i < values.length; i++) {
        int member = tape.addMember(object, numbers[i]);
        tape.setValue(member, values[i].addTo(tape));
      }
      return object;
    };
  }
}
