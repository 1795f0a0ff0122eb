package io.deltaingest.formats.decode.protobuf;

import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;

/** How values of an enum are read: as their names, and {@code NullValue} as null. Immutable. */
final class EnumPlan {

  private final boolean closed;
  private final boolean isNull;
  private final int[] numbers;
  private final int[] names;
  private final int defaultNumber;

  /**
   * @param closed whether other numbers are as good as absent
   * @param isNull whether all of them are null
   * @param numbers sorted
   * @param names of the numbers, as numbers among the schema's names
   */
  EnumPlan(boolean closed, boolean isNull, int[] numbers, int[] names, int defaultNumber) {
    this.closed = closed;
    this.isNull = isNull;
    this.numbers = numbers;
    this.names = names;
    this.defaultNumber = defaultNumber;
  }

  /** The value's name; its number where it has none; {@link ValueTape#NONE} where it is absent. */
  int add(int number, ValueTape tape) {
    if (isNull) {
      return tape.addNull();
    }
    int place = Arrays.binarySearch(numbers, number);
    if (place >= 0) {
      return tape.addName(names[place]);
    }
    return closed ? ValueTape.NONE : tape.addInteger(number);
  }

  int addDefault(ValueTape tape) {
    return add(defaultNumber, tape);
  }
}
