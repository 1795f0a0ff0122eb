package io.deltaingest.testkit.sim;

import io.deltaingest.domain.port.ByteSlice;
import java.nio.ByteBuffer;

/**
 * What the value of a simulated message says.
 *
 * @param kind what becomes of it
 * @param mask for kinds that depend on the transforms: bit n is about classification n
 * @param serial unique in the run, so that offsets of a topic that was made again can be told apart
 */
record SimMessage(Kind kind, int mask, long serial) {

  /** Different transforms that an incarnation may run with. */
  static final int CLASSIFICATIONS = 3;

  /** A column that no table takes. */
  static final String NOT_TO_BE_HAD = "not to be had";

  private static final int BYTES = 1 + 1 + Long.BYTES;

  /** What becomes of a message. */
  enum Kind {
    GOOD('g'),
    BAD('b'),
    FILTERED('f'),
    TOMBSTONE('t'),
    /** A row or rejected, as the transforms say. */
    FLAKY('k'),
    /** A row, or filtered, or rejected, as the transforms say. */
    VANISHING('v'),
    /** A row with a value for a column that the table may not have yet: see {@link #column}. */
    GROWING('c');

    private static final Kind[] ALL = values();
    private final byte code;

    Kind(char code) {
      this.code = (byte) code;
    }

    private static Kind of(byte code) {
      for (Kind kind : ALL) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalStateException("no kind of message: " + code);
    }
  }

  /** What transforms make of it. */
  enum Verdict {
    ROW,
    REJECTED,
    FILTERED
  }

  /** The column that a growing message has a value for; null for any other. */
  String column() {
    if (kind != Kind.GROWING) {
      return null;
    }
    return mask == 0 ? NOT_TO_BE_HAD : "grown" + mask;
  }

  byte[] encoded() {
    if (kind == Kind.TOMBSTONE) {
      return null;
    }
    return ByteBuffer.allocate(BYTES).put(kind.code).put((byte) mask).putLong(serial).array();
  }

  static SimMessage decode(ByteSlice value) {
    if (value.length() != BYTES) {
      throw new IllegalStateException("no simulated message: " + value.length() + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(value.array(), value.offset(), BYTES);
    return new SimMessage(Kind.of(bytes.get()), bytes.get(), bytes.getLong());
  }

  Verdict verdict(int classification) {
    return switch (kind) {
      case GOOD, GROWING -> Verdict.ROW;
      case BAD -> Verdict.REJECTED;
      case FILTERED, TOMBSTONE -> Verdict.FILTERED;
      case FLAKY -> (mask >> classification & 1) == 0 ? Verdict.ROW : Verdict.REJECTED;
      case VANISHING -> Verdict.values()[(mask + classification) % Verdict.values().length];
    };
  }
}
