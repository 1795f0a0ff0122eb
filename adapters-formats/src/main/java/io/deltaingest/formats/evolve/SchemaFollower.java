package io.deltaingest.formats.evolve;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.model.TableSchema;
import io.deltaingest.formats.value.ValueTape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gathers what messages have and one schema does not. Bounded: a table is not grown beyond {@link
 * #MOST_FIELDS} fields, so that messages whose names never end don't end the table.
 */
public final class SchemaFollower {

  /** Fields of a table, at any depth, up to which columns are asked for. */
  public static final int MOST_FIELDS = 2_000;

  private static final int MOST_DIGITS = 38;
  private static final int LONG_DIGITS = 19;
  private static final int[] BITS = {Byte.SIZE, Short.SIZE, Integer.SIZE, Long.SIZE};
  private static final List<PrimitiveType> INTEGERS_AND_LONG =
      List.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);
  private static final List<PrimitiveType> INTEGERS = INTEGERS_AND_LONG.subList(0, 3);

  private final TableSchema schema;
  private final int room;
  private final Set<String> withouts = new HashSet<>();
  private StructType wanted = new StructType(List.of());

  public SchemaFollower(TableSchema schema) {
    this.schema = schema;
    this.room = MOST_FIELDS - count(schema.root());
  }

  /**
   * Notes what the schema has no place for.
   *
   * @param object a message with its transforms applied
   * @return whether there is something, so that the message should wait for it
   */
  public boolean lacks(ValueTape tape, int object) {
    StructType lacking = lacking(tape, object, schema.root(), "");
    if (lacking.fields().isEmpty()) {
      return false;
    }
    StructType more = ValueTypes.both(wanted, lacking);
    if (count(more) > room) {
      return false;
    }
    wanted = more;
    return true;
  }

  /** What was noted, or null. */
  public StructType wanted() {
    return wanted.fields().isEmpty() ? null : wanted;
  }

  /** Those are not to be had; they, and what was noted so far, are wanted no more. */
  public void doWithout(StructType columns) {
    refuse(columns, schema.root(), "");
    wanted = new StructType(List.of());
  }

  private void refuse(StructType columns, StructType there, String prefix) {
    for (StructField field : columns.fields()) {
      String path = prefix + field.name();
      int index = there.indexOf(field.name());
      if (index >= 0
          && there.fields().get(index).type() instanceof StructType inside
          && field.type() instanceof StructType more) {
        refuse(more, inside, path + '\0');
      } else {
        withouts.add(path);
      }
    }
  }

  private StructType lacking(ValueTape tape, int object, StructType there, String prefix) {
    List<StructField> missing = new ArrayList<>();
    for (int m = tape.firstMember(object); m != ValueTape.NONE; m = tape.nextMember(m)) {
      String name = tape.text(m);
      String path = prefix + name;
      if (withouts.contains(path)) {
        continue;
      }
      int index = there.indexOf(name);
      DataType type =
          index < 0
              ? ValueTypes.of(tape, tape.value(m))
              : lacking(tape, tape.value(m), there.fields().get(index).type(), path);
      if (type != null) {
        missing.add(StructField.nullable(name, type));
      }
    }
    return new StructType(missing);
  }

  /** What a column of that type would have to be besides; null: nothing. */
  private DataType lacking(ValueTape tape, int value, DataType there, String path) {
    int kind = tape.kind(value);
    if (there instanceof StructType struct && kind == ValueTape.OBJECT) {
      StructType inside = lacking(tape, value, struct, path + '\0');
      return inside.fields().isEmpty() ? null : inside;
    }
    if (there instanceof ArrayType array && kind == ValueTape.ARRAY) {
      DataType element = null;
      for (int e = tape.firstElement(value); e != ValueTape.NONE; e = tape.nextElement(e)) {
        element = ValueTypes.both(element, lacking(tape, e, array.elementType(), path + '\0'));
      }
      return element == null ? null : new ArrayType(element, true);
    }
    if (there instanceof MapType map && kind == ValueTape.OBJECT) {
      DataType inside = null;
      for (int m = tape.firstMember(value); m != ValueTape.NONE; m = tape.nextMember(m)) {
        inside =
            ValueTypes.both(inside, lacking(tape, tape.value(m), map.valueType(), path + '\0'));
      }
      return inside == null ? null : new MapType(map.keyType(), inside, true);
    }
    boolean wholeOrNot = kind == ValueTape.INTEGER || kind == ValueTape.NUMBER;
    return schema.widenable() && wholeOrNot ? wider(number(tape, value), there) : null;
  }

  private static BigDecimal number(ValueTape tape, int value) {
    if (tape.kind(value) == ValueTape.INTEGER) {
      return BigDecimal.valueOf(tape.integer(value));
    }
    String text = tape.text(value);
    // A number of a million digits is no reason to compute with it.
    return text.length() > 80 ? BigDecimal.ZERO : new BigDecimal(text);
  }

  /** Delta protocol, "Type Widening": the narrowest type that takes the number too. */
  private static DataType wider(BigDecimal number, DataType there) {
    if (there instanceof DecimalType decimal) {
      return wider(number.stripTrailingZeros(), decimal);
    }
    int width = there instanceof PrimitiveType type ? INTEGERS.indexOf(type) : -1;
    if (width < 0) {
      return null;
    }
    if (number.stripTrailingZeros().scale() > 0) {
      return PrimitiveType.DOUBLE;
    }
    if (number.precision() - number.scale() > LONG_DIGITS) {
      return null;
    }
    int bits = number.toBigInteger().bitLength();
    for (int wider = width; wider < BITS.length; wider++) {
      if (bits < BITS[wider]) {
        return wider == width ? null : INTEGERS_AND_LONG.get(wider);
      }
    }
    return null;
  }

  private static DataType wider(BigDecimal number, DecimalType there) {
    int scale = Math.max(there.scale(), number.scale());
    int whole = Math.max(there.precision() - there.scale(), number.precision() - number.scale());
    boolean fits = scale == there.scale() && whole == there.precision() - there.scale();
    return fits || scale + whole > MOST_DIGITS ? null : new DecimalType(scale + whole, scale);
  }

  private static int count(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream().mapToInt(field -> 1 + count(field.type())).sum();
    }
    if (type instanceof ArrayType array) {
      return count(array.elementType());
    }
    return type instanceof MapType map ? count(map.keyType()) + count(map.valueType()) : 0;
  }
}
