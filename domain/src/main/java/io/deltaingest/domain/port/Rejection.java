package io.deltaingest.domain.port;

/**
 * Why a message is no row.
 *
 * @param stage where it failed
 * @param errorClass a short stable name to count by, like {@code invalid-json}, {@code wrong-type},
 *     {@code out-of-range}, {@code missing-required}
 * @param column path of the column that could not take the value ({@code meta.kafka.offset}, {@code
 *     tags[2].name}), or null where the failure belongs to no column
 * @param wantedType the column's type, or null
 * @param value the value as text, cut to a length that a log line bears, or null
 * @param detail one sentence for a person, naming column, value and wanted type where they are
 *     known
 */
public record Rejection(
    Stage stage, String errorClass, String column, String wantedType, String value, String detail) {

  /** The step of the way from message to row. */
  public enum Stage {
    /** The bytes are no message of the format. */
    DECODE,
    /** A transform could not be applied. */
    TRANSFORM,
    /** A value does not fit its column. */
    STORE
  }
}
