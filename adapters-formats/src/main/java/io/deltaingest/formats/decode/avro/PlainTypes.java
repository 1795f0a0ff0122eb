package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import java.util.ArrayList;
import java.util.List;

/** The types of columns for Avro's values without their logical types, as transforms see them. */
public final class PlainTypes {

  private PlainTypes() {}

  /** Of the columns that were declared; those whose plain type is not known are left out. */
  public static StructType of(StructType columns) {
    List<StructField> fields = new ArrayList<>();
    for (StructField field : columns.fields()) {
      DataType type = of(field.type());
      if (type != null) {
        fields.add(StructField.nullable(field.name(), type));
      }
    }
    return new StructType(fields);
  }

  private static DataType of(DataType type) {
    if (type instanceof PrimitiveType primitive) {
      return switch (primitive) {
        case BYTE, SHORT, INTEGER, LONG, DATE, TIMESTAMP, TIMESTAMP_NTZ -> PrimitiveType.LONG;
        case FLOAT, DOUBLE -> PrimitiveType.DOUBLE;
        case BOOLEAN, STRING, BINARY -> primitive;
      };
    }
    if (type instanceof StructType struct) {
      StructType plain = of(struct);
      return plain.fields().size() == struct.fields().size() ? plain : null;
    }
    if (type instanceof ArrayType array) {
      DataType element = of(array.elementType());
      return element == null ? null : new ArrayType(element, true);
    }
    if (type instanceof MapType map) {
      DataType value = of(map.valueType());
      return value == null ? null : new MapType(map.keyType(), value, true);
    }
    // A decimal is the bytes of its digits, or the text of another schema's.
    return null;
  }
}
