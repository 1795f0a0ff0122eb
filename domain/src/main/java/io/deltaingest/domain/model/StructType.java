package io.deltaingest.domain.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** These fields and those of {@code more}, whose type counts where both have one of a name. */
  public StructType with(StructType more) {
    Map<String, StructField> all = new LinkedHashMap<>();
    fields.forEach(field -> all.put(field.name(), field));
    for (StructField field : more.fields()) {
      StructField there = all.get(field.name());
      if (there != null
          && there.type() instanceof StructType struct
          && field.type() instanceof StructType inside) {
        all.put(field.name(), new StructField(field.name(), struct.with(inside), there.nullable()));
      } else {
        all.put(field.name(), field);
      }
    }
    return new StructType(List.copyOf(all.values()));
  }

  /**
   * What of {@code wanted} is not here: fields that there are none of, and fields of another type.
   *
   * @return without fields when nothing is missing
   */
  public StructType lacking(StructType wanted) {
    List<StructField> missing = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      int index = indexOf(field.name());
      DataType there = index < 0 ? null : fields.get(index).type();
      if (there instanceof StructType struct && field.type() instanceof StructType more) {
        StructType inside = struct.lacking(more);
        if (!inside.fields().isEmpty()) {
          missing.add(StructField.nullable(field.name(), inside));
        }
      } else if (!field.type().equals(there)) {
        missing.add(field);
      }
    }
    return new StructType(missing);
  }

  @Override
  public String describe() {
    return fields.stream()
        .map(field -> field.name() + ":" + field.type().describe())
        .collect(Collectors.joining(",", "struct<", ">"));
  }
}
