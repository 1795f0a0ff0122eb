package io.deltaingest.formats.transform;

import io.deltaingest.formats.value.PropertyName;
import io.deltaingest.formats.value.ValueTape;
import java.util.List;

/** A property of the decoded key, {@code kafka.key.a.b}; without names, the key itself. */
final class KeySource implements TransformSource {

  private final PropertyName[] path;

  KeySource(List<String> names) {
    path = names.stream().map(PropertyName::new).toArray(PropertyName[]::new);
  }

  @Override
  public int evaluate(Evaluation evaluation) {
    int node = evaluation.key();
    if (node == Evaluation.FAILED) {
      return node;
    }
    for (int i = 0; i < path.length && node != ValueTape.NONE; i++) {
      node = evaluation.tape().property(node, path[i]);
    }
    return node;
  }

  @Override
  public boolean reads(PropertyName... path) {
    return false;
  }
}
