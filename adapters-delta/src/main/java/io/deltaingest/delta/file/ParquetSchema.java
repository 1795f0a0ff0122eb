package io.deltaingest.delta.file;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The Parquet form of a table's schema (Delta protocol, "Delta Data Type to Parquet Type
 * Mappings"): lists and maps of three levels, partition columns left out. Immutable.
 *
 * @param message the file's schema
 * @param leaves its columns, in the order of the schema
 */
record ParquetSchema(MessageType message, List<LeafColumn> leaves) {

  ParquetSchema {
    leaves = List.copyOf(leaves);
  }

  /**
   * The files' schema.
   *
   * @param schema the table's, for messages
   * @param layout under which names, and with which ids, its columns are stored
   */
  static ParquetSchema of(TableSchema schema, TableLayout layout) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    TableSchema stored = layout.stored();
    for (StructField column : stored.columns()) {
      if (!stored.partitionColumns().contains(column.name())) {
        message.addField(field(column, List.of(), layout.fieldIds()));
      }
    }
    MessageType type = message.named("table");
    return new ParquetSchema(type, leaves(schema, stored, type));
  }

  /** The most vectors that there are on the way to any column. */
  int depth() {
    int deepest = 0;
    for (LeafColumn leaf : leaves) {
      deepest = Math.max(deepest, leaf.nodes().size());
    }
    return deepest;
  }

  /** Bytes of a decimal that takes a fixed number of bytes. */
  static int fixedBytes(DecimalType decimal) {
    int bytes = 1;
    while (digits(bytes) < decimal.precision()) {
      bytes++;
    }
    return bytes;
  }

  /** Decimal digits that any number of so many bytes can hold. */
  private static int digits(int bytes) {
    return (int) Math.floor((8 * bytes - 1) * Math.log10(2));
  }

  private static Type field(
      StructField field, List<String> above, Map<List<String>, Integer> fieldIds) {
    List<String> path = plus(above, field.name());
    Type type = type(field.type(), field.nullable(), field.name(), path, fieldIds);
    Integer id = fieldIds.get(path);
    return id == null ? type : type.withId(id);
  }

  private static Type type(
      DataType type,
      boolean nullable,
      String name,
      List<String> path,
      Map<List<String>, Integer> fieldIds) {
    Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    if (type instanceof PrimitiveType primitive) {
      return primitive(primitive, repetition, name);
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, repetition, name);
    }
    if (type instanceof StructType struct) {
      List<Type> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        fields.add(field(field, path, fieldIds));
      }
      return new GroupType(repetition, name, fields);
    }
    if (type instanceof ArrayType array) {
      Type element =
          type(
              array.elementType(),
              array.containsNull(),
              "element",
              plus(path, "element"),
              fieldIds);
      return Types.buildGroup(repetition)
          .as(LogicalTypeAnnotation.listType())
          .addField(new GroupType(Repetition.REPEATED, "list", element))
          .named(name);
    }
    MapType map = (MapType) type;
    return Types.buildGroup(repetition)
        .as(LogicalTypeAnnotation.mapType())
        .addField(
            new GroupType(
                Repetition.REPEATED,
                "key_value",
                type(map.keyType(), false, "key", plus(path, "key"), fieldIds),
                type(
                    map.valueType(),
                    map.valueContainsNull(),
                    "value",
                    plus(path, "value"),
                    fieldIds)))
        .named(name);
  }

  private static Type primitive(PrimitiveType type, Repetition repetition, String name) {
    return switch (type) {
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
      case BYTE -> integer(8, repetition, name);
      case SHORT -> integer(16, repetition, name);
      case INTEGER -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
      case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
      case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case BINARY -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
      case DATE ->
          Types.primitive(PrimitiveTypeName.INT32, repetition)
              .as(LogicalTypeAnnotation.dateType())
              .named(name);
      case TIMESTAMP -> timestamp(true, repetition, name);
      case TIMESTAMP_NTZ -> timestamp(false, repetition, name);
    };
  }

  private static Type integer(int bits, Repetition repetition, String name) {
    return Types.primitive(PrimitiveTypeName.INT32, repetition)
        .as(LogicalTypeAnnotation.intType(bits, true))
        .named(name);
  }

  private static Type timestamp(boolean adjustedToUtc, Repetition repetition, String name) {
    return Types.primitive(PrimitiveTypeName.INT64, repetition)
        .as(LogicalTypeAnnotation.timestampType(adjustedToUtc, TimeUnit.MICROS))
        .named(name);
  }

  private static Type decimal(DecimalType type, Repetition repetition, String name) {
    LogicalTypeAnnotation annotation =
        LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (type.precision() <= 9) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition).as(annotation).named(name);
    }
    if (type.fitsLong()) {
      return Types.primitive(PrimitiveTypeName.INT64, repetition).as(annotation).named(name);
    }
    return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
        .length(fixedBytes(type))
        .as(annotation)
        .named(name);
  }

  private static List<LeafColumn> leaves(
      TableSchema schema, TableSchema stored, MessageType message) {
    LeafCollector collector = new LeafCollector(message);
    for (int column = 0; column < schema.columns().size(); column++) {
      StructField field = schema.columns().get(column);
      StructField storedField = stored.columns().get(column);
      if (!schema.partitionColumns().contains(field.name())) {
        collector.collect(
            new LeafCollector.At(
                column, List.of(), List.of(field.name()), List.of(storedField.name())),
            field.type(),
            storedField.type(),
            field.nullable());
      }
    }
    return collector.leaves();
  }

  static <T> List<T> plus(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
