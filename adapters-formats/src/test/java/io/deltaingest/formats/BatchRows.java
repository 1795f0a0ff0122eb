package io.deltaingest.formats;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.model.StructType;
import io.deltaingest.domain.row.BooleanVector;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.DoubleVector;
import io.deltaingest.domain.row.FloatVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.ListVector;
import io.deltaingest.domain.row.LongVector;
import io.deltaingest.domain.row.MapVector;
import io.deltaingest.domain.row.RowBatch;
import io.deltaingest.domain.row.StructVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads rows of a batch back as plain Java values. */
public final class BatchRows {

  private BatchRows() {}

  /** Column name to value. Binary values come as hexadecimal text, dates as {@link LocalDate}. */
  public static Map<String, Object> row(RowBatch batch, int row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < batch.columnCount(); i++) {
      values.put(batch.schema().columns().get(i).name(), value(batch.column(i), row));
    }
    return values;
  }

  private static Object value(ColumnVector vector, int index) {
    if (vector.isNull(index)) {
      return null;
    }
    DataType type = vector.type();
    if (vector instanceof BooleanVector v) {
      return v.get(index);
    }
    if (vector instanceof IntVector v) {
      return type == PrimitiveType.DATE ? LocalDate.ofEpochDay(v.get(index)) : v.get(index);
    }
    if (vector instanceof LongVector v) {
      return type instanceof DecimalType decimal
          ? BigDecimal.valueOf(v.get(index), decimal.scale())
          : (Object) v.get(index);
    }
    if (vector instanceof FloatVector v) {
      return v.get(index);
    }
    if (vector instanceof DoubleVector v) {
      return v.get(index);
    }
    if (vector instanceof BytesVector v) {
      return bytes(v, index);
    }
    if (vector instanceof StructVector v) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (int i = 0; i < v.childCount(); i++) {
        fields.put(((StructType) type).fields().get(i).name(), value(v.child(i), index));
      }
      return fields;
    }
    if (vector instanceof ListVector v) {
      List<Object> elements = new ArrayList<>();
      for (int i = v.start(index); i < v.end(index); i++) {
        elements.add(value(v.elements(), i));
      }
      return elements;
    }
    MapVector v = (MapVector) vector;
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (int i = v.start(index); i < v.end(index); i++) {
      entries.put(value(v.keys(), i), value(v.values(), i));
    }
    return entries;
  }

  private static Object bytes(BytesVector vector, int index) {
    int start = vector.start(index);
    byte[] bytes = Arrays.copyOfRange(vector.array(), start, start + vector.length(index));
    if (vector.type() instanceof DecimalType decimal) {
      BigInteger unscaled = new BigInteger(bytes);
      if (!Arrays.equals(unscaled.toByteArray(), bytes)) {
        throw new AssertionError("not in the fewest bytes: " + HexFormat.of().formatHex(bytes));
      }
      return new BigDecimal(unscaled, decimal.scale());
    }
    return vector.type() == PrimitiveType.STRING
        ? new String(bytes, StandardCharsets.UTF_8)
        : HexFormat.of().formatHex(bytes);
  }
}
