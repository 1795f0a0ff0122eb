package io.deltaingest.formats.decode.protobuf;

import java.util.Arrays;

/** How messages of a type are read. Defined once, before it is used; immutable then. */
final class MessagePlan {

  private static final int DIRECT = 1 << 8;

  private final MessageForm form;
  private FieldPlan[] fields = new FieldPlan[0];

  /** By number, where that is small. */
  private FieldPlan[] direct = new FieldPlan[0];

  private int[] numbers = new int[0];
  private FieldPlan[] byNumber = new FieldPlan[0];

  MessagePlan(MessageForm form) {
    this.form = form;
  }

  /** Sets the fields, in the order of their slots. */
  void define(FieldPlan[] newFields) {
    fields = newFields;
    byNumber = fields.clone();
    Arrays.sort(byNumber, (a, b) -> Integer.compare(a.number(), b.number()));
    numbers = Arrays.stream(byNumber).mapToInt(FieldPlan::number).toArray();
    int highest = Arrays.stream(numbers).filter(number -> number < DIRECT).max().orElse(0);
    direct = new FieldPlan[highest + 1];
    for (FieldPlan field : fields) {
      if (field.number() < DIRECT) {
        direct[field.number()] = field;
      }
    }
  }

  MessageForm form() {
    return form;
  }

  /** In the order of their slots. */
  FieldPlan[] fields() {
    return fields;
  }

  /** The field of that number, or null. */
  FieldPlan find(int number) {
    if (number < direct.length) {
      return direct[number];
    }
    if (number < DIRECT) {
      return null;
    }
    int place = Arrays.binarySearch(numbers, number);
    return place < 0 ? null : byNumber[place];
  }
}
