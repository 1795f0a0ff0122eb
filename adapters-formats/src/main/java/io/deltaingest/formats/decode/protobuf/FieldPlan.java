package io.deltaingest.formats.decode.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * How a field is read. Immutable, but for {@link #refer}, since types may be inside of themselves.
 */
final class FieldPlan {

  /** What a message without the field has. */
  enum Absence {
    /** Nothing, which a column takes for null. */
    NOTHING,
    /** The zero of its type, since Protobuf does not send it. */
    DEFAULT,
    /** An array or object without anything in it. */
    EMPTY,
    /** It may not be without. */
    REFUSED
  }

  private final String name;
  private final int number;
  private final int slot;
  private final int nameNumber;
  private final FieldDescriptor.Type type;
  private final boolean repeated;
  private final boolean map;
  private final Absence absence;
  private final EnumPlan enumeration;
  private int[] oneofSlots = new int[0];
  private MessagePlan message;

  /**
   * @param slot its place among the fields of its message
   * @param nameNumber its name among the schema's names
   * @param enumeration null of other types
   */
  FieldPlan(
      String name,
      int number,
      int slot,
      int nameNumber,
      FieldDescriptor.Type type,
      boolean repeated,
      boolean map,
      Absence absence,
      EnumPlan enumeration) {
    this.name = name;
    this.number = number;
    this.slot = slot;
    this.nameNumber = nameNumber;
    this.type = type;
    this.repeated = repeated;
    this.map = map;
    this.absence = absence;
    this.enumeration = enumeration;
  }

  /**
   * @param newMessage the plan of its type; null where that is no message
   * @param otherSlots the fields of which only one is there at a time
   */
  void refer(MessagePlan newMessage, int[] otherSlots) {
    message = newMessage;
    oneofSlots = otherSlots;
  }

  String name() {
    return name;
  }

  int number() {
    return number;
  }

  int slot() {
    return slot;
  }

  int nameNumber() {
    return nameNumber;
  }

  FieldDescriptor.Type type() {
    return type;
  }

  /** An array, or a map. */
  boolean isRepeated() {
    return repeated;
  }

  boolean isMap() {
    return map;
  }

  boolean isMessage() {
    return type == FieldDescriptor.Type.MESSAGE || type == FieldDescriptor.Type.GROUP;
  }

  Absence absence() {
    return absence;
  }

  EnumPlan enumeration() {
    return enumeration;
  }

  int[] oneofSlots() {
    return oneofSlots;
  }

  MessagePlan message() {
    return message;
  }

  /** What the type's values are on the wire, one by one. */
  int wireType() {
    return switch (type) {
      case DOUBLE, FIXED64, SFIXED64 -> WireInput.I64;
      case FLOAT, FIXED32, SFIXED32 -> WireInput.I32;
      case STRING, BYTES, MESSAGE -> WireInput.LEN;
      case GROUP -> WireInput.START_GROUP;
      default -> WireInput.VARINT;
    };
  }

  /** Whether several values may be together in one length-delimited field. */
  boolean isPackable() {
    return repeated && wireType() != WireInput.LEN && wireType() != WireInput.START_GROUP;
  }
}
