package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.ArrayType;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.MapType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.formats.value.DecimalText;
import io.deltaingest.formats.value.Utf8Buffer;

/** Builds the tree of writers for a schema; they share one refusal and one set of scratch parts. */
final class WriterFactory {

  private final Refusal refusal;
  private final DroppedProperties dropped;
  private final Substitutes substitutes;
  private final DecimalText decimal = new DecimalText();
  private final DateTimeText dateTime = new DateTimeText();
  private final LogicalValues logical = new LogicalValues();
  private final WholeNumber wholeNumber;
  private final Utf8Buffer json = new Utf8Buffer(256);

  WriterFactory(Refusal refusal, DroppedProperties dropped, Substitutes substitutes) {
    this.refusal = refusal;
    this.dropped = dropped;
    this.substitutes = substitutes;
    this.wholeNumber = new WholeNumber(decimal, refusal, logical);
  }

  /**
   * @param path where the properties of objects in this column are, for counting those dropped
   */
  ColumnWriter create(DataType type, String path) {
    if (type instanceof PrimitiveType primitive) {
      return create(primitive);
    }
    if (type instanceof DecimalType decimalType) {
      return new DecimalWriter(decimalType, refusal, decimal, logical);
    }
    if (type instanceof StructType struct) {
      ObjectFields fields = new ObjectFields(struct, path + ".", dropped, substitutes);
      return new StructWriter(struct, refusal, fields, this);
    }
    if (type instanceof ArrayType array) {
      return new ListWriter(array, refusal, create(array.elementType(), path + "[]"));
    }
    MapType map = (MapType) type;
    return new MapWriter(
        map, refusal, create(map.keyType(), path), create(map.valueType(), path + "[]"));
  }

  private ColumnWriter create(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> new BooleanWriter(refusal);
      case BYTE -> new IntegerWriter(type, refusal, wholeNumber, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> new IntegerWriter(type, refusal, wholeNumber, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER ->
          new IntegerWriter(type, refusal, wholeNumber, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> new LongWriter(refusal, wholeNumber);
      case FLOAT -> new FloatWriter(refusal, decimal, logical);
      case DOUBLE -> new DoubleWriter(refusal, decimal, logical);
      case STRING -> new StringWriter(refusal, json, logical);
      case BINARY -> new BinaryWriter(refusal, wholeNumber);
      case DATE -> new DateWriter(refusal, wholeNumber, dateTime, logical);
      case TIMESTAMP, TIMESTAMP_NTZ ->
          new TimestampWriter(type, refusal, wholeNumber, dateTime, logical);
    };
  }
}
