package io.deltaingest.formats.decode.avro;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.port.RegisteredSchema;
import io.deltaingest.formats.value.LogicalType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The columns that take what Avro schemas declare. What no column type can hold (unions of several
 * types, records inside of themselves) goes into strings, as JSON text.
 */
public final class DeclaredColumns {

  private static final int MOST_DIGITS = 38;

  private final Set<String> above = new HashSet<>();

  private DeclaredColumns() {}

  /**
   * The columns of the records that a registered schema describes.
   *
   * @throws IllegalArgumentException when it can't be used, or describes no records with fields
   */
  public static StructType of(RegisteredSchema registered) {
    StructType columns = of(AvroSchemas.ofWriter(registered));
    if (columns == null || columns.fields().isEmpty()) {
      throw new IllegalArgumentException("it is no schema of records with fields");
    }
    return columns;
  }

  /** The fields of a record; null of any other schema. */
  static StructType of(Schema schema) {
    return schema.getType() == Schema.Type.RECORD ? new DeclaredColumns().record(schema) : null;
  }

  private StructType record(Schema schema) {
    above.add(schema.getFullName());
    List<StructField> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      DataType type = type(field.schema());
      if (type != null) {
        fields.add(StructField.nullable(field.name(), type));
      }
    }
    above.remove(schema.getFullName());
    return new StructType(fields);
  }

  /** Null for a schema that has no values but null, or no fields. */
  private DataType type(Schema schema) {
    LogicalMark mark = LogicalMark.of(schema);
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> PrimitiveType.BOOLEAN;
      case INT -> mark == null ? PrimitiveType.INTEGER : ofTime(mark, PrimitiveType.INTEGER);
      case LONG -> mark == null ? PrimitiveType.LONG : ofTime(mark, PrimitiveType.LONG);
      case FLOAT -> PrimitiveType.FLOAT;
      case DOUBLE -> PrimitiveType.DOUBLE;
      case STRING, ENUM -> PrimitiveType.STRING;
      case BYTES, FIXED -> ofBytes(schema, mark);
      case ARRAY -> {
        DataType element = type(schema.getElementType());
        yield element == null ? null : new ArrayType(element, true);
      }
      case MAP -> {
        DataType value = type(schema.getValueType());
        yield value == null ? null : new MapType(PrimitiveType.STRING, value, true);
      }
      case RECORD -> {
        if (above.contains(schema.getFullName())) {
          yield PrimitiveType.STRING;
        }
        StructType struct = record(schema);
        yield struct.fields().isEmpty() ? null : struct;
      }
      case UNION -> union(schema);
    };
  }

  private static DataType ofTime(LogicalMark mark, PrimitiveType plain) {
    return switch (mark.type()) {
      case DATE -> PrimitiveType.DATE;
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> PrimitiveType.TIMESTAMP;
      default -> plain;
    };
  }

  private static DataType ofBytes(Schema schema, LogicalMark mark) {
    if (mark == null) {
      return PrimitiveType.BINARY;
    }
    if (mark.type() == LogicalType.DECIMAL
        && schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return decimal.getPrecision() <= MOST_DIGITS
          ? new DecimalType(decimal.getPrecision(), decimal.getScale())
          : PrimitiveType.STRING;
    }
    return PrimitiveType.STRING;
  }

  private DataType union(Schema schema) {
    List<Schema> branches =
        schema.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
    if (branches.isEmpty()) {
      return null;
    }
    return branches.size() == 1 ? type(branches.get(0)) : PrimitiveType.STRING;
  }
}
