package io.deltaingest.domain.model;

import java.util.List;
import java.util.stream.Collectors;

/** Named fields in the table's order. Names are compared case-sensitively. */
public record StructType(List<StructField> fields) implements DataType {

  public StructType {
    fields = List.copyOf(fields);
  }

  /** The position of the field of that exact name, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String describe() {
    return fields.stream()
        .map(field -> field.name() + ":" + field.type().describe())
        .collect(Collectors.joining(",", "struct<", ">"));
  }
}
