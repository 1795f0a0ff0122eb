package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Protobuf's own library reads, as the values that a tape should have. */
final class MessageValues {

  private MessageValues() {}

  static Object of(Message message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    return switch (MessageForm.of(message.getDescriptorForType())) {
      case RECORD -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (FieldDescriptor field : fields) {
          if (field.isRepeated() || !field.hasPresence() || message.hasField(field)) {
            members.put(field.getName(), value(message, field));
          }
        }
        yield members;
      }
      case TIMESTAMP -> {
        long seconds = (long) message.getField(fields.get(0));
        int nanos = (int) message.getField(fields.get(1));
        yield seconds * 1_000_000 + nanos / 1000;
      }
      case DURATION ->
          duration((long) message.getField(fields.get(0)), (int) message.getField(fields.get(1)));
      case WRAPPER, STRUCT, LIST -> value(message, fields.get(0));
      case VALUE -> {
        for (FieldDescriptor field : fields) {
          if (message.hasField(field)) {
            yield value(message, field);
          }
        }
        yield null;
      }
      case FIELD_MASK -> throw new IllegalArgumentException("no mask is expected here");
    };
  }

  private static Object value(Message message, FieldDescriptor field) {
    if (field.isMapField()) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (Object each : (List<?>) message.getField(field)) {
        Message entry = (Message) each;
        List<FieldDescriptor> parts = entry.getDescriptorForType().getFields();
        String key = String.valueOf(single(entry.getField(parts.get(0)), parts.get(0)));
        entries.remove(key);
        entries.put(key, single(entry.getField(parts.get(1)), parts.get(1)));
      }
      return entries;
    }
    if (field.isRepeated()) {
      List<Object> elements = new ArrayList<>();
      for (Object element : (List<?>) message.getField(field)) {
        elements.add(single(element, field));
      }
      return elements;
    }
    return single(message.getField(field), field);
  }

  private static Object single(Object value, FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> ((Integer) value).longValue();
      case UINT32, FIXED32 -> Integer.toUnsignedLong((int) value);
      case UINT64, FIXED64 ->
          (long) value >= 0 ? value : new BigInteger(Long.toUnsignedString((long) value));
      case BYTES -> TapeValues.hex(((ByteString) value).toByteArray());
      case ENUM -> name((EnumValueDescriptor) value);
      case MESSAGE, GROUP -> of((Message) value);
      default -> value;
    };
  }

  private static Object name(EnumValueDescriptor value) {
    if (MessageCompiler.isNull(value.getType())) {
      return null;
    }
    return value.getIndex() < 0
        ? (Object) (long) value.getNumber()
        : value.getType().findValueByNumber(value.getNumber()).getName();
  }

  private static String duration(long seconds, int nanos) {
    String text = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9)).toPlainString();
    for (int digits = 9; digits > 0; digits -= 3) {
      if (!text.endsWith("000")) {
        return text + "s";
      }
      text = text.substring(0, text.length() - 3);
    }
    return text.replace(".", "") + "s";
  }
}
