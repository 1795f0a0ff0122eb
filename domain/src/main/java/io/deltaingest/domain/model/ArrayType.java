package io.deltaingest.domain.model;

import java.util.Objects;

/** A list of values of one type. */
public record ArrayType(DataType elementType, boolean containsNull) implements DataType {

  public ArrayType {
    Objects.requireNonNull(elementType, "elementType");
  }

  @Override
  public String describe() {
    return "array<" + elementType.describe() + ">";
  }
}
