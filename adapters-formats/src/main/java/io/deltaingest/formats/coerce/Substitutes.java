package io.deltaingest.formats.coerce;

import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;

/** Values that take the place of properties of the object that is being written, by number. */
final class Substitutes {

  private int[] nodes = new int[0];

  /** Makes room for that many, which are none by now. */
  void expect(int count) {
    nodes = new int[count];
    Arrays.fill(nodes, ValueTape.NONE);
  }

  /** {@link ValueTape#NONE} where the property is left as it is. */
  int[] nodes() {
    return nodes;
  }
}
