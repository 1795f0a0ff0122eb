package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.deltaingest.formats.value.SchemaNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles message types into plans. */
final class MessageCompiler {

  private static final String NULL_VALUE = "google.protobuf.NullValue";

  private final SchemaNames.Builder names = new SchemaNames.Builder();
  private final Map<String, MessagePlan> messages = new LinkedHashMap<>();
  private final Map<String, EnumPlan> enums = new HashMap<>();

  private MessageCompiler() {}

  /**
   * @throws IllegalArgumentException when a type that it needs is not there
   */
  static CompiledMessage compile(Descriptor type) {
    MessageCompiler compiler = new MessageCompiler();
    try {
      MessagePlan plan = compiler.message(type);
      return new CompiledMessage(plan, compiler.names.build(), type);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("its types refer to others in too long a chain", e);
    }
  }

  /** Whether the enum's values are all null. */
  static boolean isNull(EnumDescriptor type) {
    return type.getFullName().equals(NULL_VALUE);
  }

  private MessagePlan message(Descriptor type) {
    MessagePlan known = messages.get(type.getFullName());
    if (known != null) {
      return known;
    }
    requirePresent(type);
    if (type.getOptions().getMapEntry() && !hasKeyAndValue(type)) {
      throw new IllegalArgumentException(
          "type " + type.getFullName() + " stands for a map and has no key and value");
    }
    MessagePlan plan = new MessagePlan(MessageForm.of(type));
    messages.put(type.getFullName(), plan);
    List<FieldDescriptor> declared = type.getFields();
    FieldPlan[] fields = new FieldPlan[declared.size()];
    for (int slot = 0; slot < fields.length; slot++) {
      fields[slot] = field(declared.get(slot), slot);
    }
    plan.define(fields);
    for (int slot = 0; slot < fields.length; slot++) {
      FieldDescriptor field = declared.get(slot);
      fields[slot].refer(
          field.getJavaType() == JavaType.MESSAGE ? message(field.getMessageType()) : null,
          others(field));
    }
    return plan;
  }

  private static void requirePresent(GenericDescriptor type) {
    if (ProtoFiles.isMissing(type)) {
      throw new IllegalArgumentException(
          "type " + type.getFullName() + " is in a file that is imported and was not given");
    }
  }

  private static boolean hasKeyAndValue(Descriptor entry) {
    List<FieldDescriptor> fields = entry.getFields();
    return fields.size() == 2 && fields.get(0).getNumber() == 1 && fields.get(1).getNumber() == 2;
  }

  private FieldPlan field(FieldDescriptor field, int slot) {
    return new FieldPlan(
        field.getName(),
        field.getNumber(),
        slot,
        names.add(field.getName()),
        field.getType(),
        field.isRepeated(),
        field.isMapField(),
        absence(field),
        field.getJavaType() == JavaType.ENUM ? enumeration(field.getEnumType()) : null);
  }

  private static FieldPlan.Absence absence(FieldDescriptor field) {
    if (field.isRepeated()) {
      return FieldPlan.Absence.EMPTY;
    }
    if (field.isRequired()) {
      return FieldPlan.Absence.REFUSED;
    }
    return field.hasPresence() ? FieldPlan.Absence.NOTHING : FieldPlan.Absence.DEFAULT;
  }

  private static int[] others(FieldDescriptor field) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof == null
        ? new int[0]
        : oneof.getFields().stream()
            .filter(other -> other != field)
            .mapToInt(FieldDescriptor::getIndex)
            .toArray();
  }

  private EnumPlan enumeration(EnumDescriptor type) {
    EnumPlan known = enums.get(type.getFullName());
    if (known != null) {
      return known;
    }
    requirePresent(type);
    // Of several names of a number, the first is the one.
    Map<Integer, String> byNumber = new TreeMap<>();
    for (EnumValueDescriptor value : type.getValues()) {
      byNumber.putIfAbsent(value.getNumber(), value.getName());
    }
    EnumPlan plan =
        new EnumPlan(
            type.isClosed(),
            isNull(type),
            byNumber.keySet().stream().mapToInt(Integer::intValue).toArray(),
            byNumber.values().stream().mapToInt(names::add).toArray(),
            type.getValues().get(0).getNumber());
    enums.put(type.getFullName(), plan);
    return plan;
  }
}
