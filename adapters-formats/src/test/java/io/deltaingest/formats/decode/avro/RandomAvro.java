package io.deltaingest.formats.decode.avro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Random schemas, values of them, and schemas that a reader may have got to in the meantime. */
final class RandomAvro {

  private static final int MAX_DEPTH = 4;
  private static final Schema.Type[] TYPES = Schema.Type.values();

  private final Random random;
  private final List<Schema> enclosing = new ArrayList<>();
  private int named;

  RandomAvro(long seed) {
    random = new Random(seed);
  }

  Schema recordSchema() {
    return record(0);
  }

  Object value(Schema schema) {
    return value(schema, 0);
  }

  private Schema record(int depth) {
    Schema record = Schema.createRecord("R" + named++, null, "test.ns", false);
    enclosing.add(record);
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      fields.add(new Schema.Field("f" + i, schema(depth + 1)));
    }
    enclosing.remove(enclosing.size() - 1);
    record.setFields(fields);
    return record;
  }

  private Schema schema(int depth) {
    Schema.Type type = TYPES[random.nextInt(TYPES.length)];
    boolean leaf = depth >= MAX_DEPTH;
    return switch (type) {
      case RECORD -> leaf ? logical(Schema.Type.LONG) : record(depth);
      case ARRAY -> leaf ? logical(Schema.Type.INT) : Schema.createArray(schema(depth + 1));
      case MAP -> leaf ? logical(Schema.Type.BYTES) : Schema.createMap(schema(depth + 1));
      case UNION -> leaf ? nullable(logical(Schema.Type.LONG)) : union(depth);
      case ENUM -> Schema.createEnum("E" + named++, null, "test.ns", List.of("A", "B", "ČD"));
      case FIXED -> fixed();
      default -> logical(type);
    };
  }

  private Schema fixed() {
    int size = random.nextInt(20);
    Schema fixed = Schema.createFixed("F" + named++, null, "test.ns", size);
    return size > 2 && random.nextBoolean() ? LogicalTypes.decimal(4, 2).addToSchema(fixed) : fixed;
  }

  private Schema logical(Schema.Type type) {
    Schema schema = Schema.create(type);
    return switch (random.nextBoolean() ? type : Schema.Type.NULL) {
      case INT -> LogicalTypes.date().addToSchema(schema);
      case LONG -> LogicalTypes.timestampMillis().addToSchema(schema);
      case BYTES -> LogicalTypes.decimal(20, 3).addToSchema(schema);
      default -> schema;
    };
  }

  private Schema union(int depth) {
    Map<String, Schema> branches = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Schema branch = schema(depth + 1);
      if (branch.getType() != Schema.Type.UNION) {
        branches.putIfAbsent(branch.getFullName(), branch);
      }
    }
    if (random.nextInt(3) == 0) {
      branches.putIfAbsent("null", Schema.create(Schema.Type.NULL));
      Schema outer = enclosing.get(random.nextInt(enclosing.size()));
      branches.putIfAbsent(outer.getFullName(), outer);
    }
    List<Schema> inOrder = new ArrayList<>(branches.values());
    Collections.shuffle(inOrder, random);
    return inOrder.isEmpty() ? Schema.create(Schema.Type.INT) : Schema.createUnion(inOrder);
  }

  private static Schema nullable(Schema schema) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
  }

  private Object value(Schema schema, int depth) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextBoolean() ? random.nextFloat() : Float.NaN;
      case DOUBLE -> random.nextBoolean() ? random.nextDouble() : Double.NEGATIVE_INFINITY;
      case STRING -> text();
      case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(30)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM ->
          new GenericData.EnumSymbol(
              schema, schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (int i = size(depth); i > 0; i--) {
          elements.add(value(schema.getElementType(), depth + 1));
        }
        yield elements;
      }
      case MAP -> {
        Map<String, Object> entries = new HashMap<>();
        for (int i = size(depth); i > 0; i--) {
          entries.put(text(), value(schema.getValueType(), depth + 1));
        }
        yield entries;
      }
      case UNION -> value(branch(schema, depth), depth + 1);
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), value(field.schema(), depth + 1));
        }
        yield record;
      }
    };
  }

  private int size(int depth) {
    return depth > 8 ? 0 : random.nextInt(4);
  }

  private Schema branch(Schema union, int depth) {
    List<Schema> branches = union.getTypes();
    if (depth > 8) {
      for (Schema branch : branches) {
        if (branch.getType() == Schema.Type.NULL) {
          return branch;
        }
      }
    }
    return branches.get(random.nextInt(branches.size()));
  }

  private String text() {
    int length = random.nextInt(12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(random.nextInt(4) == 0 ? 0x10000 + random.nextInt(50) : 'a' + i);
    }
    return text.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Fields come, go, move and are renamed; types widen; symbols go. */
  Schema evolved(Schema writer) {
    return evolved(writer, new HashMap<>());
  }

  private Schema evolved(Schema writer, Map<String, Schema> done) {
    return switch (writer.getType()) {
      case RECORD -> evolvedRecord(writer, done);
      case ARRAY -> Schema.createArray(evolved(writer.getElementType(), done));
      case MAP -> Schema.createMap(evolved(writer.getValueType(), done));
      case UNION -> evolvedUnion(writer, done);
      case ENUM ->
          done.computeIfAbsent(
              writer.getFullName(),
              name ->
                  random.nextBoolean()
                      ? writer
                      : Schema.createEnum(
                          writer.getName(),
                          null,
                          "test.ns",
                          List.of("B", "A"),
                          random.nextBoolean() ? "A" : null));
      case FIXED -> writer;
      default -> random.nextInt(3) == 0 ? widened(writer) : writer;
    };
  }

  private Schema evolvedUnion(Schema writer, Map<String, Schema> done) {
    List<Schema> branches = new ArrayList<>();
    for (Schema branch : writer.getTypes()) {
      branches.add(
          branch.getType() == Schema.Type.RECORD || branch.getType() == Schema.Type.ENUM
              ? evolved(branch, done)
              : branch);
    }
    Collections.shuffle(branches, random);
    if (branches.size() > 1 && random.nextInt(4) == 0 && !endsRecursion(branches)) {
      branches.remove(0);
    }
    return Schema.createUnion(branches);
  }

  /**
   * Whether the first branch is how a value of a record that is inside of itself comes to its end.
   */
  private static boolean endsRecursion(List<Schema> branches) {
    return branches.get(0).getType() == Schema.Type.NULL
        && branches.stream().anyMatch(branch -> branch.getType() == Schema.Type.RECORD);
  }

  private Schema evolvedRecord(Schema writer, Map<String, Schema> done) {
    Schema known = done.get(writer.getFullName());
    if (known != null) {
      return known;
    }
    Schema reader = Schema.createRecord(writer.getName(), null, "test.ns", false);
    done.put(writer.getFullName(), reader);
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      int fate = random.nextInt(6);
      if (fate == 0) {
        continue;
      }
      Schema type = evolved(field.schema(), done);
      Schema.Field kept =
          new Schema.Field(fate == 1 ? field.name() + "renamed" : field.name(), type);
      if (fate == 1) {
        kept.addAlias(field.name());
      }
      fields.add(kept);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      fields.add(added(i));
    }
    Collections.shuffle(fields, random);
    reader.setFields(fields);
    return reader;
  }

  private Schema.Field added(int number) {
    String name = "added" + number;
    return switch (random.nextInt(6)) {
      case 0 ->
          new Schema.Field(
              name, nullable(logical(Schema.Type.LONG)), null, Schema.Field.NULL_DEFAULT_VALUE);
      case 1 -> new Schema.Field(name, Schema.create(Schema.Type.STRING), null, "žluť");
      case 2 -> new Schema.Field(name, Schema.create(Schema.Type.BYTES), null, "\u00ff\u0001");
      case 3 ->
          new Schema.Field(
              name,
              Schema.createMap(Schema.create(Schema.Type.INT)),
              null,
              Map.of("a", 1, "b", -2));
      case 4 ->
          new Schema.Field(
              name, Schema.createArray(Schema.create(Schema.Type.DOUBLE)), null, List.of(1.5, 2.0));
      default -> new Schema.Field(name, Schema.create(Schema.Type.FLOAT), null, 0.25f);
    };
  }

  private Schema widened(Schema writer) {
    return Schema.create(
        switch (writer.getType()) {
          case INT -> pick(Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
          case LONG -> pick(Schema.Type.FLOAT, Schema.Type.DOUBLE);
          case FLOAT -> pick(Schema.Type.DOUBLE, Schema.Type.DOUBLE);
          case STRING -> pick(Schema.Type.BYTES, Schema.Type.INT);
          case BYTES -> pick(Schema.Type.STRING, Schema.Type.BYTES);
          default -> writer.getType();
        });
  }

  private Schema.Type pick(Schema.Type... types) {
    return types[random.nextInt(types.length)];
  }
}
