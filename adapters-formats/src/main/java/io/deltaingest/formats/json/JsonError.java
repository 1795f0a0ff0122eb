package io.deltaingest.formats.json;

/** Why bytes are no JSON text that can be read. */
public enum JsonError {
  /** Not JSON's grammar. */
  SYNTAX,
  /** A string's bytes are no UTF-8, or an escaped surrogate has no partner. */
  ENCODING,
  /** Arrays and objects are nested deeper than {@link JsonTokenizer#MAX_DEPTH}. */
  DEPTH
}
