package io.deltaingest.formats.coerce;

/** Why a column can't hold a value. */
public enum Misfit {
  /** No value, or null, where the column is NOT NULL. */
  MISSING_REQUIRED("missing-required"),
  /** A kind of value that the column never takes. */
  WRONG_TYPE("wrong-type"),
  /** Text that does not read as the wanted type. */
  MALFORMED("malformed"),
  /** Beyond the column's least or greatest value. */
  OUT_OF_RANGE("out-of-range"),
  /** More digits than the column keeps. */
  INEXACT("inexact");

  private final String label;

  Misfit(String label) {
    this.label = label;
  }

  /** The stable name to count by. */
  public String label() {
    return label;
  }
}
