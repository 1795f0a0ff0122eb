package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import java.util.List;
import java.util.Map;

/** What a message of a type is on a tape: an object, unless it is one of the well-known types. */
enum MessageForm {
  /** An object of the fields. */
  RECORD,
  /** A number of microseconds that stands for an instant. */
  TIMESTAMP(Type.INT64, Type.INT32),
  /** Seconds as text, {@code 1.5s}. */
  DURATION(Type.INT64, Type.INT32),
  /** The value of its one field. */
  WRAPPER,
  /** An object of any names and values. */
  STRUCT(Type.MESSAGE),
  /** Any value that JSON has. */
  VALUE(Type.ENUM, Type.DOUBLE, Type.STRING, Type.BOOL, Type.MESSAGE, Type.MESSAGE),
  /** An array of any values. */
  LIST(Type.MESSAGE),
  /** Paths as one text. */
  FIELD_MASK(Type.STRING);

  private static final String PACKAGE = "google.protobuf.";
  private static final Map<String, MessageForm> BY_NAME =
      Map.of(
          "Timestamp", TIMESTAMP,
          "Duration", DURATION,
          "Struct", STRUCT,
          "Value", VALUE,
          "ListValue", LIST,
          "FieldMask", FIELD_MASK);
  private static final Map<String, Type> WRAPPERS =
      Map.of(
          "DoubleValue", Type.DOUBLE,
          "FloatValue", Type.FLOAT,
          "Int64Value", Type.INT64,
          "UInt64Value", Type.UINT64,
          "Int32Value", Type.INT32,
          "UInt32Value", Type.UINT32,
          "BoolValue", Type.BOOL,
          "StringValue", Type.STRING,
          "BytesValue", Type.BYTES);

  private final List<Type> fields;

  MessageForm(Type... fields) {
    this.fields = List.of(fields);
  }

  /** The form of a type; a type that only has the name of a well-known one is a record. */
  static MessageForm of(Descriptor type) {
    if (!type.getFullName().startsWith(PACKAGE)) {
      return RECORD;
    }
    String name = type.getFullName().substring(PACKAGE.length());
    List<Type> types = type.getFields().stream().map(FieldDescriptor::getType).toList();
    Type wrapped = WRAPPERS.get(name);
    if (wrapped != null && types.equals(List.of(wrapped))) {
      return WRAPPER;
    }
    MessageForm form = BY_NAME.get(name);
    return form != null && form.fields.equals(types) ? form : RECORD;
  }
}
