package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.Shapes;
import io.deltaingest.formats.value.ValueTape;
import java.util.Arrays;
import java.util.List;

/** A property of the message, {@code a.b.c}; without names, the message itself. */
final class PropertySource implements TransformSource {

  private static final int SHAPES_KEPT = 1 << 8;

  private final PropertyName[] path;

  /** Shapes by number, those of numbers that meet the latest, and the value's node in each. */
  private final int[] shapes = new int[SHAPES_KEPT];

  private final int[] nodes = new int[SHAPES_KEPT];

  PropertySource(List<String> names) {
    path = names.stream().map(PropertyName::new).toArray(PropertyName[]::new);
    Arrays.fill(shapes, Shapes.NONE);
  }

  @Override
  public int evaluate(Evaluation evaluation) {
    int shape = evaluation.shape();
    if (shape == Shapes.NONE) {
      return find(evaluation);
    }
    int place = shape & (SHAPES_KEPT - 1);
    if (shapes[place] != shape) {
      nodes[place] = find(evaluation);
      shapes[place] = shape;
    }
    return nodes[place];
  }

  private int find(Evaluation evaluation) {
    int node = evaluation.root();
    for (int i = 0; i < path.length && node != ValueTape.NONE; i++) {
      node = evaluation.tape().property(node, path[i]);
    }
    return node;
  }

  @Override
  public boolean reads(PropertyName... other) {
    return PropertyName.overlap(path, other);
  }

  /** JMESPath's name for the type of a value. */
  static String typeName(ValueTape tape, int node) {
    if (node == ValueTape.NONE) {
      return "null";
    }
    return switch (tape.kind(node)) {
      case ValueTape.NULL -> "null";
      case ValueTape.TRUE, ValueTape.FALSE -> "boolean";
      case ValueTape.INTEGER, ValueTape.NUMBER, ValueTape.DOUBLE, ValueTape.FLOAT -> "number";
      case ValueTape.STRING -> "string";
      case ValueTape.ARRAY, ValueTape.BYTES -> "array";
      default -> "object";
    };
  }
}
