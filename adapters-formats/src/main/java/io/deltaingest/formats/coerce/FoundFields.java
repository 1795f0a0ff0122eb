package io.deltaingest.formats.coerce;

import io.deltaingest.formats.value.ValueTape;

/** Where the fields of an object are in every text of one shape. Immutable. */
final class FoundFields {

  private final int shape;
  private final int object;
  private final int[] values;
  private final int[] dropped;

  /**
   * @param shape its number
   * @param object the node of the object
   * @param values the node of each field's value, or {@link ValueTape#NONE}; not copied
   * @param dropped the members that are no fields; not copied
   */
  FoundFields(int shape, int object, int[] values, int[] dropped) {
    this.shape = shape;
    this.object = object;
    this.values = values;
    this.dropped = dropped;
  }

  boolean areOf(int otherShape) {
    return shape == otherShape;
  }

  boolean areIn(int otherObject) {
    return object == otherObject;
  }

  void copyValues(int[] into) {
    System.arraycopy(values, 0, into, 0, values.length);
  }

  void countDropped(ValueTape tape, DroppedNames names) {
    for (int member : dropped) {
      names.count(tape, member);
    }
  }
}
