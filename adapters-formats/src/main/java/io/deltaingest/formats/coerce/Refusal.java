package io.deltaingest.formats.coerce;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.value.Excerpt;
import io.deltaingest.formats.value.ValueTape;
import java.util.ArrayList;
import java.util.List;

/**
 * The one place where a writer leaves why it could not write; the writers around it add where it
 * was, from the inside out. Reused; valid until the next refusal.
 */
final class Refusal {

  private static final int LONGEST_KEY = 40;
  private static final String NO_VALUE = "it is NOT NULL, and there is no value for it";
  private static final String NULL_VALUE = "it is NOT NULL, and its value is null";

  private final List<String> pathFromInside = new ArrayList<>();
  private Misfit misfit;
  private DataType wanted;
  private int node;
  private String reason;

  /** Always false, so that a writer can return it. */
  boolean refuse(Misfit why, DataType wantedType, int refusedNode, String explanation) {
    pathFromInside.clear();
    misfit = why;
    wanted = wantedType;
    node = refusedNode;
    reason = explanation;
    return false;
  }

  boolean missing(DataType wantedType, int refusedNode) {
    return refuse(
        Misfit.MISSING_REQUIRED,
        wantedType,
        refusedNode,
        refusedNode == ValueTape.NONE ? NO_VALUE : NULL_VALUE);
  }

  boolean inField(String name) {
    pathFromInside.add(isPlain(name) ? "." + name : ".`" + name + "`");
    return false;
  }

  /** Whether a path with that name in it can be read in one way only. */
  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.indexOf('.') < 0
        && name.indexOf('[') < 0
        && name.indexOf(']') < 0
        && name.indexOf('`') < 0;
  }

  boolean inElement(int index) {
    pathFromInside.add("[" + index + "]");
    return false;
  }

  boolean inEntry(ValueTape tape, int member) {
    String key = Excerpt.of(tape, member);
    pathFromInside.add(
        "[" + (key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY) + "…") + "]");
    return false;
  }

  Rejection toRejection(ValueTape tape) {
    StringBuilder path = new StringBuilder();
    for (int i = pathFromInside.size() - 1; i >= 0; i--) {
      path.append(pathFromInside.get(i));
    }
    String column = path.charAt(0) == '.' ? path.substring(1) : path.toString();
    String value = node == ValueTape.NONE ? null : Excerpt.of(tape, node);
    String detail =
        "Column "
            + column
            + " ("
            + wanted.describe()
            + ") can't hold "
            + (value == null ? "an absent value" : value)
            + ": "
            + reason;
    return new Rejection(
        Rejection.Stage.STORE, misfit.label(), column, wanted.describe(), value, detail);
  }
}
