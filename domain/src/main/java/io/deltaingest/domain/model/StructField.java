package io.deltaingest.domain.model;

import java.util.Objects;

/** A named member of a struct; the columns of a table are the fields of its root struct. */
public record StructField(String name, DataType type, boolean nullable) {

  public StructField {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  /** A field that may hold null. */
  public static StructField nullable(String name, DataType type) {
    return new StructField(name, type, true);
  }
}
