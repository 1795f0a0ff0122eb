package io.deltaingest.domain.row;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;

/** Which vector holds which type. */
final class VectorFactory {

  private VectorFactory() {}

  static ColumnVector create(DataType type) {
    if (type instanceof PrimitiveType primitive) {
      return create(primitive);
    }
    if (type instanceof DecimalType decimal) {
      return decimal.fitsLong() ? new LongVector(type) : new BytesVector(type);
    }
    if (type instanceof StructType struct) {
      return new StructVector(struct);
    }
    if (type instanceof ArrayType array) {
      return new ListVector(array);
    }
    return new MapVector((MapType) type);
  }

  private static ColumnVector create(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> new BooleanVector();
      case BYTE, SHORT, INTEGER, DATE -> new IntVector(type);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> new LongVector(type);
      case FLOAT -> new FloatVector();
      case DOUBLE -> new DoubleVector();
      case STRING, BINARY -> new BytesVector(type);
    };
  }
}
