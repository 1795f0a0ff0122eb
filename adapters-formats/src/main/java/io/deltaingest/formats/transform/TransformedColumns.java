package io.deltaingest.formats.transform;

import io.deltaingest.domain.model.DataType;
import io.deltaingest.domain.model.StructField;
import io.deltaingest.domain.model.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of messages whose transforms have been applied, as far as they can be told without any
 * message.
 *
 * @param columns without those that can't
 * @param untold the properties of transforms whose values' types only messages tell
 */
public record TransformedColumns(StructType columns, List<String> untold) {

  public TransformedColumns {
    untold = List.copyOf(untold);
  }

  /**
   * The struct with a property of that type; parents that are missing or no structs become some.
   *
   * @param path names from the outermost on
   * @param type null: without the property
   */
  static StructType set(StructType struct, List<String> path, DataType type) {
    String name = path.get(0);
    int index = struct.indexOf(name);
    DataType set = type;
    if (path.size() > 1) {
      DataType there = index < 0 ? null : struct.fields().get(index).type();
      StructType parent = there instanceof StructType inside ? inside : new StructType(List.of());
      StructType inner = set(parent, path.subList(1, path.size()), type);
      set = inner.fields().isEmpty() ? null : inner;
    }
    List<StructField> fields = new ArrayList<>(struct.fields());
    if (set == null) {
      fields.removeIf(field -> field.name().equals(name));
    } else if (index < 0) {
      fields.add(StructField.nullable(name, set));
    } else {
      fields.set(index, StructField.nullable(name, set));
    }
    return new StructType(fields);
  }
}
