package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.Random;

/** Random message types with everything that Protobuf has, and random messages of them. */
final class RandomProto {

  private static final List<String> WELL_KNOWN =
      List.of(
          "Timestamp",
          "Duration",
          "Struct",
          "Value",
          "ListValue",
          "Int32Value",
          "UInt64Value",
          "StringValue",
          "BytesValue",
          "BoolValue",
          "DoubleValue",
          "FloatValue",
          "Any",
          "Empty");
  private static final List<FieldDescriptorProto.Type> KEYS =
      List.of(
          FieldDescriptorProto.Type.TYPE_STRING,
          FieldDescriptorProto.Type.TYPE_INT32,
          FieldDescriptorProto.Type.TYPE_SINT64,
          FieldDescriptorProto.Type.TYPE_UINT64,
          FieldDescriptorProto.Type.TYPE_FIXED32,
          FieldDescriptorProto.Type.TYPE_BOOL);
  private static final String[] TEXTS = {"", "x", "žluťoučký", "\uD83D\uDE00", "2021-03-24", "a b"};
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    300,
    -300,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random;
  private boolean proto3;
  private int names;

  RandomProto(long seed) {
    random = new Random(seed);
  }

  /** A type with at least one field, in proto2 or proto3. */
  Descriptor type() {
    proto3 = random.nextBoolean();
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName("random.proto")
            .setPackage("some.where")
            .setSyntax(proto3 ? "proto3" : "proto2")
            .addDependency("google/protobuf/timestamp.proto")
            .addDependency("google/protobuf/duration.proto")
            .addDependency("google/protobuf/struct.proto")
            .addDependency("google/protobuf/wrappers.proto")
            .addDependency("google/protobuf/any.proto")
            .addDependency("google/protobuf/empty.proto");
    file.addEnumType(
        EnumDescriptorProto.newBuilder()
            .setName("Color")
            .addValue(EnumValueDescriptorProto.newBuilder().setName("RED").setNumber(0))
            .addValue(EnumValueDescriptorProto.newBuilder().setName("GREEN").setNumber(7))
            .addValue(EnumValueDescriptorProto.newBuilder().setName("BLUE").setNumber(-3)));
    file.addMessageType(message("Root", 0));
    return new ProtoFiles().link(file.build()).getMessageTypes().get(0);
  }

  private DescriptorProto message(String name, int depth) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    int count = 1 + random.nextInt(7);
    int number = 0;
    for (int i = 0; i < count; i++) {
      number += 1 + (random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(3));
      addField(message, number, depth);
    }
    if (random.nextInt(3) == 0) {
      int oneof = message.getOneofDeclCount();
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("one" + names++));
      for (int i = 0; i < 3; i++) {
        number += 1 + random.nextInt(3);
        FieldDescriptorProto.Builder field = field(number);
        setType(field, message, depth, true);
        field.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL).setOneofIndex(oneof);
        message.addField(field);
      }
    }
    addSyntheticOneofs(message);
    return message.build();
  }

  /** What an {@code optional} of proto3 is; they come after the others. */
  private static void addSyntheticOneofs(DescriptorProto.Builder message) {
    for (int i = 0; i < message.getFieldCount(); i++) {
      FieldDescriptorProto.Builder field = message.getFieldBuilder(i);
      if (field.getProto3Optional()) {
        field.setOneofIndex(message.getOneofDeclCount());
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
      }
    }
  }

  private void addField(DescriptorProto.Builder message, int number, int depth) {
    FieldDescriptorProto.Builder field = field(number);
    int kind = random.nextInt(10);
    if (kind == 0) {
      String entry = "Entry" + names++;
      DescriptorProto.Builder type = DescriptorProto.newBuilder().setName(entry);
      type.getOptionsBuilder().setMapEntry(true);
      FieldDescriptorProto.Builder value =
          FieldDescriptorProto.newBuilder().setName("value").setNumber(2);
      setType(value, message, depth, proto3);
      type.addField(
          FieldDescriptorProto.newBuilder()
              .setName("key")
              .setNumber(1)
              .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
              .setType(KEYS.get(random.nextInt(KEYS.size()))));
      type.addField(value.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL));
      message.addNestedType(type);
      field
          .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(entry);
    } else {
      setType(field, message, depth, true);
      if (kind < 4) {
        field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
        if (isPackable(field) && random.nextBoolean()) {
          field.getOptionsBuilder().setPacked(random.nextBoolean());
        }
      } else if (!proto3 && kind == 4) {
        field.setLabel(FieldDescriptorProto.Label.LABEL_REQUIRED);
      } else {
        field.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        field.setProto3Optional(proto3 && kind < 7);
      }
    }
    message.addField(field);
  }

  private FieldDescriptorProto.Builder field(int number) {
    return FieldDescriptorProto.newBuilder().setName("f_" + names++).setNumber(number);
  }

  private static boolean isPackable(FieldDescriptorProto.Builder field) {
    return switch (field.getType()) {
      case TYPE_STRING, TYPE_BYTES, TYPE_MESSAGE, TYPE_GROUP -> false;
      default -> true;
    };
  }

  private void setType(
      FieldDescriptorProto.Builder field,
      DescriptorProto.Builder owner,
      int depth,
      boolean withEnums) {
    int kind = random.nextInt(22);
    if (kind < 15) {
      FieldDescriptorProto.Type[] types = FieldDescriptorProto.Type.values();
      FieldDescriptorProto.Type type = types[kind % types.length];
      boolean scalar =
          type != FieldDescriptorProto.Type.TYPE_MESSAGE
              && type != FieldDescriptorProto.Type.TYPE_GROUP
              && type != FieldDescriptorProto.Type.TYPE_ENUM;
      field.setType(scalar ? type : FieldDescriptorProto.Type.TYPE_SFIXED64);
    } else if (kind < 17 && withEnums) {
      field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".some.where.Color");
    } else if (kind < 19) {
      field
          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(".google.protobuf." + WELL_KNOWN.get(random.nextInt(WELL_KNOWN.size())));
    } else if (depth < 3) {
      String name = "Inner" + names++;
      owner.addNestedType(message(name, depth + 1));
      boolean group = !proto3 && random.nextInt(3) == 0 && !field.getName().equals("value");
      field
          .setType(
              group ? FieldDescriptorProto.Type.TYPE_GROUP : FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(name);
    } else {
      field.setType(FieldDescriptorProto.Type.TYPE_STRING);
    }
  }

  /** A message with some of its fields. */
  DynamicMessage message(Descriptor type) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    MessageForm form = MessageForm.of(type);
    for (FieldDescriptor field : type.getFields()) {
      if (form == MessageForm.TIMESTAMP) {
        message.setField(field, timePart(field, 1_616_591_177, 321_710_999));
      } else if (form == MessageForm.DURATION) {
        message.setField(field, timePart(field, -5, -1_000_000 * random.nextInt(3)));
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          message.addRepeatedField(field, value(field));
        }
      } else if (field.isRequired() || type.getOptions().getMapEntry() || random.nextInt(3) > 0) {
        message.setField(field, value(field));
      }
    }
    return message.build();
  }

  private static Object timePart(FieldDescriptor field, long seconds, int nanos) {
    if (field.getNumber() == 1) {
      return seconds;
    }
    return nanos;
  }

  private Object value(FieldDescriptor field) {
    long number =
        random.nextBoolean() ? random.nextInt(5) : NUMBERS[random.nextInt(NUMBERS.length)];
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> random.nextInt(9) == 0 ? Float.NaN : (float) number / 3;
      case DOUBLE -> random.nextInt(9) == 0 ? Double.NEGATIVE_INFINITY : (double) number / 7;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS[random.nextInt(TEXTS.length)];
      case BYTE_STRING -> {
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> enumValue(field.getEnumType());
      case MESSAGE -> {
        Descriptor type = field.getMessageType();
        yield isDeep(type) ? empty(type) : message(type);
      }
    };
  }

  /** Values inside of values would not end. */
  private boolean isDeep(Descriptor type) {
    return type.getFullName().startsWith("google.protobuf.") && random.nextInt(3) > 0;
  }

  private static DynamicMessage empty(Descriptor type) {
    return DynamicMessage.getDefaultInstance(type);
  }

  private Object enumValue(EnumDescriptor type) {
    return !type.isClosed() && random.nextInt(5) == 0
        ? type.findValueByNumberCreatingIfUnknown(42)
        : type.getValues().get(random.nextInt(type.getValues().size()));
  }
}
