package io.deltaingest.delta.log;

/** Kafka partitions and offsets in a column of text. */
final class DeadLetterNumbers {

  /** Stands for what is no partition and no offset: those are never negative. */
  static final long NONE = -1;

  private DeadLetterNumbers() {}

  /** The number, or {@link #NONE}. */
  static long parse(String text) {
    if (text == null) {
      return NONE;
    }
    try {
      return Math.max(NONE, Long.parseLong(text));
    } catch (NumberFormatException unreadable) {
      return NONE;
    }
  }
}
