package io.deltaingest.formats.evolve;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.formats.value.LogicalType;
import io.deltaingest.formats.value.ValueTape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The types of columns that take values as they are. Everything in them may be null. */
public final class ValueTypes {

  private static final int MOST_DIGITS = 38;
  private static final int MOST_LONG_DIGITS = 18;

  /** Whatever is nested deeper goes into a column as its JSON text. */
  private static final int DEEPEST = 16;

  /** From the narrowest on. */
  private static final List<DataType> INTEGERS =
      List.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

  private static final List<DataType> FLOATING = List.of(PrimitiveType.FLOAT, PrimitiveType.DOUBLE);

  private ValueTypes() {}

  /**
   * The columns of an object.
   *
   * @return without fields where no value says of which type it is
   */
  public static StructType ofObject(ValueTape tape, int object) {
    return struct(tape, object, 0);
  }

  /** The type of a value; null where it is null, or holds nothing that says. */
  static DataType of(ValueTape tape, int node) {
    return of(tape, node, 1);
  }

  private static DataType of(ValueTape tape, int node, int depth) {
    return switch (tape.kind(node)) {
      case ValueTape.NULL -> null;
      case ValueTape.TRUE, ValueTape.FALSE -> PrimitiveType.BOOLEAN;
      case ValueTape.INTEGER -> ofInteger(tape.logicalType(node));
      case ValueTape.NUMBER -> ofNumber(tape, node);
      case ValueTape.DOUBLE, ValueTape.FLOAT -> PrimitiveType.DOUBLE;
      case ValueTape.BYTES -> ofBytes(tape, node);
      case ValueTape.ARRAY -> depth == DEEPEST ? PrimitiveType.STRING : array(tape, node, depth);
      case ValueTape.OBJECT -> depth == DEEPEST ? PrimitiveType.STRING : object(tape, node, depth);
      default -> PrimitiveType.STRING;
    };
  }

  private static DataType ofInteger(LogicalType logical) {
    if (logical == null) {
      return PrimitiveType.LONG;
    }
    return switch (logical) {
      case DATE -> PrimitiveType.DATE;
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> PrimitiveType.TIMESTAMP;
      default -> PrimitiveType.LONG;
    };
  }

  private static DataType ofNumber(ValueTape tape, int node) {
    String text = tape.text(node);
    if (!text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      return PrimitiveType.DOUBLE;
    }
    int digits = text.startsWith("-") ? text.length() - 1 : text.length();
    if (digits <= MOST_LONG_DIGITS) {
      return PrimitiveType.LONG;
    }
    return digits <= MOST_DIGITS ? new DecimalType(MOST_DIGITS, 0) : PrimitiveType.DOUBLE;
  }

  private static DataType ofBytes(ValueTape tape, int node) {
    LogicalType logical = tape.logicalType(node);
    if (logical == null) {
      return PrimitiveType.BINARY;
    }
    return switch (logical) {
      case DECIMAL ->
          tape.scale(node) <= MOST_DIGITS
              ? new DecimalType(MOST_DIGITS, tape.scale(node))
              : PrimitiveType.STRING;
      case UUID, DURATION -> PrimitiveType.STRING;
      default -> PrimitiveType.BINARY;
    };
  }

  private static DataType array(ValueTape tape, int node, int depth) {
    DataType element = null;
    for (int e = tape.firstElement(node); e != ValueTape.NONE; e = tape.nextElement(e)) {
      element = both(element, of(tape, e, depth + 1));
    }
    return element == null ? null : new ArrayType(element, true);
  }

  private static DataType object(ValueTape tape, int node, int depth) {
    StructType struct = struct(tape, node, depth);
    return struct.fields().isEmpty() ? null : struct;
  }

  private static StructType struct(ValueTape tape, int object, int depth) {
    List<StructField> fields = new ArrayList<>();
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      DataType type = of(tape, tape.value(m), depth + 1);
      if (type != null) {
        fields.add(StructField.nullable(tape.text(m), type));
      }
    }
    return new StructType(fields);
  }

  /** A type that takes the values of both; null is no type at all. A string takes anything. */
  static DataType both(DataType one, DataType other) {
    if (one == null || one.equals(other)) {
      return other;
    }
    if (other == null) {
      return one;
    }
    if (one instanceof StructType struct && other instanceof StructType more) {
      return both(struct, more);
    }
    if (one instanceof ArrayType array && other instanceof ArrayType more) {
      return new ArrayType(both(array.elementType(), more.elementType()), true);
    }
    if (isNumber(one) && isNumber(other)) {
      return FLOATING.contains(one) || FLOATING.contains(other)
          ? PrimitiveType.DOUBLE
          : wholeNumbers(one, other);
    }
    return PrimitiveType.STRING;
  }

  private static boolean isNumber(DataType type) {
    return INTEGERS.contains(type) || FLOATING.contains(type) || type instanceof DecimalType;
  }

  /** Of integers and decimals. */
  private static DataType wholeNumbers(DataType one, DataType other) {
    if (INTEGERS.contains(one) && INTEGERS.contains(other)) {
      return INTEGERS.indexOf(one) > INTEGERS.indexOf(other) ? one : other;
    }
    int scale = Math.max(scale(one), scale(other));
    return scale == 0 ? new DecimalType(MOST_DIGITS, 0) : PrimitiveType.DOUBLE;
  }

  private static int scale(DataType type) {
    return type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  /** The fields of both, in the order in which they came. */
  public static StructType both(StructType one, StructType other) {
    Map<String, DataType> types = new LinkedHashMap<>();
    one.fields().forEach(field -> types.put(field.name(), field.type()));
    other.fields().forEach(field -> types.merge(field.name(), field.type(), ValueTypes::both));
    List<StructField> fields = new ArrayList<>();
    types.forEach((name, type) -> fields.add(StructField.nullable(name, type)));
    return new StructType(fields);
  }

  /**
   * The first, and the fields that only the second has, at any depth. Where the second has wider
   * numbers, or a map where the first saw an object, it is the second's type. Names that differ in
   * case alone are one, as they are to a table.
   */
  public static StructType completed(StructType one, StructType more) {
    Map<String, StructField> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    one.fields().forEach(field -> fields.put(field.name(), field));
    List<StructField> completed = new ArrayList<>();
    Map<String, DataType> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.fields().forEach(field -> others.put(field.name(), field.type()));
    for (StructField field : one.fields()) {
      completed.add(
          StructField.nullable(field.name(), completed(field.type(), others.get(field.name()))));
    }
    for (StructField field : more.fields()) {
      if (fields.putIfAbsent(field.name(), field) == null) {
        completed.add(field);
      }
    }
    return new StructType(completed);
  }

  private static DataType completed(DataType one, DataType other) {
    if (one instanceof StructType struct && other instanceof StructType more) {
      return completed(struct, more);
    }
    if (one instanceof ArrayType array && other instanceof ArrayType more) {
      return new ArrayType(completed(array.elementType(), more.elementType()), true);
    }
    if (one instanceof StructType && other instanceof MapType) {
      return other;
    }
    boolean wider =
        (INTEGERS.contains(one) && (INTEGERS.contains(other) || FLOATING.contains(other)))
            || (FLOATING.contains(one) && FLOATING.contains(other));
    return wider ? both(one, other) : one;
  }
}
