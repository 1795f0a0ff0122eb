package io.deltaingest.delta.support;

import io.deltaingest.domain.model.DecimalType;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Puts Java objects into row batches: structs and rows as lists of fields in order, arrays as
 * lists, maps as maps.
 */
public final class RowFiller {

  private RowFiller() {}

  /** Appends a row; the values are in the order of the columns. */
  public static void add(RowBatch batch, List<?> values) {
    batch.beginRow();
    for (int i = 0; i < values.size(); i++) {
      append(batch.column(i), values.get(i));
    }
    batch.endRow();
  }

  /** Microseconds since the epoch. */
  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static void append(ColumnVector vector, Object value) {
    if (value == null) {
      vector.appendNull();
    } else if (vector instanceof BooleanVector booleans) {
      booleans.append((Boolean) value);
    } else if (vector instanceof IntVector ints) {
      ints.append(
          value instanceof LocalDate date ? (int) date.toEpochDay() : ((Number) value).intValue());
    } else if (vector instanceof LongVector longs) {
      longs.append(toLong(value));
    } else if (vector instanceof FloatVector floats) {
      floats.append(((Number) value).floatValue());
    } else if (vector instanceof DoubleVector doubles) {
      doubles.append(((Number) value).doubleValue());
    } else if (vector instanceof BytesVector bytes) {
      bytes.append(toBytes(vector, value));
    } else if (vector instanceof StructVector struct) {
      appendStruct(struct, (List<?>) value);
    } else if (vector instanceof ListVector list) {
      for (Object element : (List<?>) value) {
        append(list.elements(), element);
        list.elements().padTo(list.elements().size());
      }
      list.close();
    } else if (vector instanceof MapVector map) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        append(map.keys(), entry.getKey());
        append(map.values(), entry.getValue());
      }
      map.close();
    }
  }

  private static void appendStruct(StructVector struct, List<?> values) {
    struct.open();
    for (int i = 0; i < values.size(); i++) {
      append(struct.child(i), values.get(i));
    }
    struct.padTo(struct.size());
  }

  private static long toLong(Object value) {
    if (value instanceof Instant instant) {
      return micros(instant);
    }
    if (value instanceof LocalDateTime local) {
      return micros(local.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.unscaledValue().longValueExact();
    }
    return ((Number) value).longValue();
  }

  private static byte[] toBytes(ColumnVector vector, Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.setScale(((DecimalType) vector.type()).scale()).unscaledValue().toByteArray();
    }
    return ((String) value).getBytes(StandardCharsets.UTF_8);
  }
}
