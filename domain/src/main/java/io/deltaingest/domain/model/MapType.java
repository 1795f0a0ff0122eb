package io.deltaingest.domain.model;

import java.util.Objects;

/** Keys, never null, to values. */
public record MapType(DataType keyType, DataType valueType, boolean valueContainsNull)
    implements DataType {

  public MapType {
    Objects.requireNonNull(keyType, "keyType");
    Objects.requireNonNull(valueType, "valueType");
  }

  @Override
  public String describe() {
    return "map<" + keyType.describe() + "," + valueType.describe() + ">";
  }
}
