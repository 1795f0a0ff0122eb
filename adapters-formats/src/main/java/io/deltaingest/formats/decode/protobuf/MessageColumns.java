package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.RegisteredSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns that take the messages of a type. What no column type can hold (any JSON value,
 * messages inside of themselves) goes into strings, as JSON text.
 */
public final class MessageColumns {

  /** Digits of the largest number of 64 bits without a sign. */
  private static final DecimalType UNSIGNED_64 = new DecimalType(20, 0);

  /** As many as a table grows to; types that refer to each other could have any number. */
  private static final int MOST_FIELDS = 2000;

  private final Set<String> above = new HashSet<>();
  private int fields;

  private MessageColumns() {}

  /**
   * The columns of the messages of a registered file: of its one type outside of others that is not
   * a part of another one.
   *
   * @throws IllegalArgumentException when it can't be used, has several such types (only messages
   *     say of which they are), or describes no messages with fields
   */
  public static StructType of(RegisteredSchema registered) {
    List<Descriptor> types = ProtoTexts.link(registered).getMessageTypes();
    List<Descriptor> wholes = types.size() == 1 ? types : wholes(types);
    if (wholes.size() != 1) {
      throw new IllegalArgumentException(
          "of its message types "
              + types.stream().map(Descriptor::getFullName).collect(Collectors.joining(", "))
              + " only messages say which one is theirs");
    }
    StructType columns = of(MessageCompiler.compile(wholes.get(0)).type());
    if (columns == null || columns.fields().isEmpty()) {
      throw new IllegalArgumentException(
          "its message type " + wholes.get(0).getFullName() + " has no fields");
    }
    return columns;
  }

  /** Those that no field of another one is of. */
  private static List<Descriptor> wholes(List<Descriptor> types) {
    Set<Descriptor> parts = new HashSet<>();
    types.forEach(type -> addParts(type, type, parts));
    return types.stream().filter(type -> !parts.contains(type)).toList();
  }

  private static void addParts(Descriptor type, Descriptor owner, Set<Descriptor> parts) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && field.getMessageType() != owner) {
        parts.add(field.getMessageType());
      }
    }
    type.getNestedTypes().forEach(nested -> addParts(nested, owner, parts));
  }

  /**
   * The fields of the messages; null where they are no objects of fields.
   *
   * @throws IllegalArgumentException when there are more than a table can have
   */
  static StructType of(Descriptor type) {
    try {
      return MessageForm.of(type) == MessageForm.RECORD ? new MessageColumns().record(type) : null;
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("its types refer to others in too long a chain", e);
    }
  }

  /** The same, but null as well where there are more than a table can have. */
  static StructType ofOrNull(Descriptor type) {
    try {
      return of(type);
    } catch (IllegalArgumentException tooMany) {
      return null;
    }
  }

  private StructType record(Descriptor type) {
    above.add(type.getFullName());
    List<StructField> columns = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      fields++;
      if (fields > MOST_FIELDS) {
        throw new IllegalArgumentException(
            "its messages have more than "
                + MOST_FIELDS
                + " fields, those inside of others included");
      }
      DataType column = type(field);
      if (column != null) {
        columns.add(StructField.nullable(field.getName(), column));
      }
    }
    above.remove(type.getFullName());
    return new StructType(columns);
  }

  /** Null for what has no values but null, or no fields. */
  private DataType type(FieldDescriptor field) {
    if (field.isMapField()) {
      DataType value = single(field.getMessageType().getFields().get(1));
      return value == null ? null : new MapType(PrimitiveType.STRING, value, true);
    }
    DataType single = single(field);
    return single == null || !field.isRepeated() ? single : new ArrayType(single, true);
  }

  private DataType single(FieldDescriptor field) {
    return switch (field.getType()) {
      case DOUBLE -> PrimitiveType.DOUBLE;
      case FLOAT -> PrimitiveType.FLOAT;
      case INT32, SINT32, SFIXED32 -> PrimitiveType.INTEGER;
      case INT64, SINT64, SFIXED64, UINT32, FIXED32 -> PrimitiveType.LONG;
      case UINT64, FIXED64 -> UNSIGNED_64;
      case BOOL -> PrimitiveType.BOOLEAN;
      case STRING -> PrimitiveType.STRING;
      case BYTES -> PrimitiveType.BINARY;
      case ENUM -> MessageCompiler.isNull(field.getEnumType()) ? null : PrimitiveType.STRING;
      case MESSAGE, GROUP -> message(field.getMessageType());
    };
  }

  private DataType message(Descriptor type) {
    return switch (MessageForm.of(type)) {
      case TIMESTAMP -> PrimitiveType.TIMESTAMP;
      case DURATION, STRUCT, VALUE, LIST, FIELD_MASK -> PrimitiveType.STRING;
      case WRAPPER -> single(type.getFields().get(0));
      case RECORD -> {
        if (above.contains(type.getFullName())) {
          yield PrimitiveType.STRING;
        }
        StructType struct = record(type);
        yield struct.fields().isEmpty() ? null : struct;
      }
    };
  }
}
