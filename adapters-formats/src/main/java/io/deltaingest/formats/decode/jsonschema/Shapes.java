package io.deltaingest.formats.decode.jsonschema;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Types while a schema is read: those of columns, and two that say less than a column needs, {@link
 * #ANYTHING} and {@link #OBJECT}. Null is the type of nothing but null.
 */
final class Shapes {

  /** Any value at all. No column has a struct without fields. */
  static final StructType ANYTHING = new StructType(List.of());

  /** An object of any properties. */
  static final MapType OBJECT = new MapType(PrimitiveType.STRING, ANYTHING, true);

  private Shapes() {}

  static StructType struct(Map<String, DataType> types) {
    List<StructField> fields = new ArrayList<>();
    types.forEach((name, type) -> fields.add(StructField.nullable(name, type)));
    return new StructType(fields);
  }

  /** Of values that satisfy one and the other. */
  static DataType both(DataType one, DataType other) {
    if (one == null || other == null) {
      return null;
    }
    if (one.equals(other) || other.equals(ANYTHING)) {
      return one;
    }
    if (one.equals(ANYTHING)) {
      return other;
    }
    if (isObject(one) && isObject(other)) {
      return objects(one, other, Shapes::both);
    }
    if (one instanceof ArrayType array && other instanceof ArrayType more) {
      return arrayOf(both(array.elementType(), more.elementType()));
    }
    if (isNumber(one) && isNumber(other)) {
      return one == PrimitiveType.DOUBLE || other == PrimitiveType.LONG ? other : one;
    }
    if (isText(one) && other == PrimitiveType.STRING) {
      return one;
    }
    return one == PrimitiveType.STRING && isText(other) ? other : PrimitiveType.STRING;
  }

  /** Of values that satisfy one or the other. */
  static DataType either(DataType one, DataType other) {
    if (one == null || one.equals(other)) {
      return other;
    }
    if (other == null) {
      return one;
    }
    if (one.equals(ANYTHING) || other.equals(ANYTHING)) {
      return ANYTHING;
    }
    if (isObject(one) && isObject(other)) {
      boolean comparable = one instanceof StructType == other instanceof StructType;
      // A struct would lose what a map's names are free for.
      return comparable || one.equals(OBJECT) || other.equals(OBJECT)
          ? objects(one, other, Shapes::either)
          : PrimitiveType.STRING;
    }
    if (one instanceof ArrayType array && other instanceof ArrayType more) {
      return arrayOf(either(array.elementType(), more.elementType()));
    }
    if (isNumber(one) && isNumber(other)) {
      return one == PrimitiveType.DOUBLE || other == PrimitiveType.DOUBLE
          ? PrimitiveType.DOUBLE
          : new DecimalType(38, 0);
    }
    return PrimitiveType.STRING;
  }

  /** The type of a column. */
  static DataType settled(DataType type) {
    if (type instanceof StructType struct && !struct.fields().isEmpty()) {
      Map<String, DataType> fields = new LinkedHashMap<>();
      struct.fields().forEach(field -> fields.put(field.name(), settled(field.type())));
      return struct(fields);
    }
    if (type instanceof ArrayType array) {
      return new ArrayType(settled(array.elementType()), true);
    }
    if (type instanceof MapType map && !map.equals(OBJECT)) {
      return new MapType(map.keyType(), settled(map.valueType()), true);
    }
    return type instanceof PrimitiveType || type instanceof DecimalType
        ? type
        : PrimitiveType.STRING;
  }

  /** Properties that are named tell more than those that are not. */
  private static DataType objects(DataType one, DataType other, BinaryOperator<DataType> join) {
    if (one instanceof StructType struct && other instanceof StructType more) {
      Map<String, DataType> fields = new LinkedHashMap<>();
      struct.fields().forEach(field -> fields.put(field.name(), field.type()));
      more.fields().forEach(field -> fields.merge(field.name(), field.type(), join));
      return struct(fields);
    }
    if (one instanceof MapType map && other instanceof MapType more) {
      DataType value = join.apply(map.valueType(), more.valueType());
      return value == null ? OBJECT : new MapType(PrimitiveType.STRING, value, true);
    }
    return one instanceof StructType ? one : other;
  }

  private static DataType arrayOf(DataType element) {
    return element == null ? null : new ArrayType(element, true);
  }

  private static boolean isObject(DataType type) {
    return type instanceof StructType || type instanceof MapType;
  }

  private static boolean isText(DataType type) {
    return type == PrimitiveType.STRING
        || type == PrimitiveType.DATE
        || type == PrimitiveType.TIMESTAMP;
  }

  private static boolean isNumber(DataType type) {
    return type == PrimitiveType.LONG
        || type == PrimitiveType.DOUBLE
        || type instanceof DecimalType;
  }
}
