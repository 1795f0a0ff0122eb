package io.deltaingest.delta.file;

import io.deltaingest.domain.error.Problem;
import io.deltaingest.domain.error.StreamFailedException;
import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.DecimalType;
import io.deltaingest.domain.model.PrimitiveType;
import io.deltaingest.domain.row.BooleanVector;
import io.deltaingest.domain.row.BytesVector;
import io.deltaingest.domain.row.ColumnVector;
import io.deltaingest.domain.row.DoubleVector;
import io.deltaingest.domain.row.FloatVector;
import io.deltaingest.domain.row.IntVector;
import io.deltaingest.domain.row.LongVector;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The text of a value in {@code add.partitionValues} (Delta protocol, "Partition Value
 * Serialization"). Timestamps are written in ISO 8601 and UTC, the form that no reader's time zone
 * can change.
 */
final class PartitionText {

  private PartitionText() {}

  /** The text, or null for null and for what the protocol can't tell from it (an empty string). */
  static String of(String column, ColumnVector vector, int index) {
    if (vector.isNull(index)) {
      return null;
    }
    DataType type = vector.type();
    if (vector instanceof BooleanVector values) {
      return Boolean.toString(values.get(index));
    }
    if (vector instanceof IntVector values) {
      int value = values.get(index);
      return type == PrimitiveType.DATE ? TextForms.date(value) : Integer.toString(value);
    }
    if (vector instanceof LongVector values) {
      return ofLong(type, values.get(index));
    }
    if (vector instanceof FloatVector values) {
      return Float.toString(values.get(index));
    }
    if (vector instanceof DoubleVector values) {
      return Double.toString(values.get(index));
    }
    if (vector instanceof BytesVector values) {
      return ofBytes(column, type, values, index);
    }
    throw new IllegalArgumentException(
        "partition column " + column + " has the type " + type.describe());
  }

  private static String ofLong(DataType type, long value) {
    if (type instanceof DecimalType decimal) {
      return TextForms.decimal(BigInteger.valueOf(value), decimal.scale());
    }
    if (type == PrimitiveType.TIMESTAMP) {
      return TextForms.isoTimestamp(value);
    }
    if (type == PrimitiveType.TIMESTAMP_NTZ) {
      return TextForms.spacedTimestamp(value);
    }
    return Long.toString(value);
  }

  private static String ofBytes(String column, DataType type, BytesVector values, int index) {
    int start = values.start(index);
    int length = values.length(index);
    if (type instanceof DecimalType decimal) {
      byte[] unscaled = Arrays.copyOfRange(values.array(), start, start + length);
      return TextForms.decimal(new BigInteger(unscaled), decimal.scale());
    }
    if (length == 0) {
      return null;
    }
    String text = TextForms.utf8(values.array(), start, length);
    if (text == null) {
      throw new StreamFailedException(
          Problem.of(
              "A value of the partition column " + column + " can't be written",
              "it is not UTF-8, and Delta's partition values are text",
              "Partition by another column, or derive this one as text"));
    }
    return text;
  }
}
