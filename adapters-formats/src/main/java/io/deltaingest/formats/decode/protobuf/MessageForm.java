package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;

/** What a message of a type is on a tape: an object, unless it is one of the well-known types. */
enum MessageForm {
  /** An object of the fields. */
  RECORD,
  /** A number of microseconds that stands for an instant. */
  TIMESTAMP(FieldDescriptor.Type.INT64, FieldDescriptor.Type.INT32),
  /** Seconds as text, {@code 1.5s}. */
  DURATION(FieldDescriptor.Type.INT64, FieldDescriptor.Type.INT32),
  /** The value of its one field. */
  WRAPPER,
  /** An object of any names and values. */
  STRUCT(FieldDescriptor.Type.MESSAGE),
  /** Any value that JSON has. */
  VALUE(
      FieldDescriptor.Type.ENUM,
      FieldDescriptor.Type.DOUBLE,
      FieldDescriptor.Type.STRING,
      FieldDescriptor.Type.BOOL,
      FieldDescriptor.Type.MESSAGE,
      FieldDescriptor.Type.MESSAGE),
  /** An array of any values. */
  LIST(FieldDescriptor.Type.MESSAGE),
  /** Paths as one text. */
  FIELD_MASK(FieldDescriptor.Type.STRING);

  private static final String PACKAGE = "google.protobuf.";
  private static final Map<String, MessageForm> BY_NAME =
      Map.of(
          "Timestamp", TIMESTAMP,
          "Duration", DURATION,
          "Struct", STRUCT,
          "Value", VALUE,
          "ListValue", LIST,
          "FieldMask", FIELD_MASK);
  private static final Map<String, FieldDescriptor.Type> WRAPPERS =
      Map.of(
          "DoubleValue", FieldDescriptor.Type.DOUBLE,
          "FloatValue", FieldDescriptor.Type.FLOAT,
          "Int64Value", FieldDescriptor.Type.INT64,
          "UInt64Value", FieldDescriptor.Type.UINT64,
          "Int32Value", FieldDescriptor.Type.INT32,
          "UInt32Value", FieldDescriptor.Type.UINT32,
          "BoolValue", FieldDescriptor.Type.BOOL,
          "StringValue", FieldDescriptor.Type.STRING,
          "BytesValue", FieldDescriptor.Type.BYTES);

  private final List<FieldDescriptor.Type> fields;

  MessageForm(FieldDescriptor.Type... fields) {
    this.fields = List.of(fields);
  }

  /** The form of a type; a type that only has the name of a well-known one is a record. */
  static MessageForm of(Descriptor type) {
    if (!type.getFullName().startsWith(PACKAGE)) {
      return RECORD;
    }
    String name = type.getFullName().substring(PACKAGE.length());
    List<FieldDescriptor.Type> types =
        type.getFields().stream().map(FieldDescriptor::getType).toList();
    FieldDescriptor.Type wrapped = WRAPPERS.get(name);
    if (wrapped != null && types.equals(List.of(wrapped))) {
      return WRAPPER;
    }
    MessageForm form = BY_NAME.get(name);
    return form != null && form.fields.equals(types) ? form : RECORD;
  }
}
