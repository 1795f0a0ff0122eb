package io.deltaingest.domain.model;

/**
 * A column type of a Delta table, as named by the Delta protocol ("Schema Serialization Format").
 *
 * <p>Immutable. Column metadata (column mapping, generated expressions) is no part of it: it stays
 * with the adapter that reads the table.
 */
public sealed interface DataType
    permits PrimitiveType, DecimalType, StructType, ArrayType, MapType {

  /** The type as a person writes it: {@code array<struct<a:int>>}, {@code decimal(10,2)}. */
  String describe();
}
