package io.deltaingest.formats.json;

import io.deltaingest.formats.value.Shapes;
import io.deltaingest.formats.value.ValueTape;

/**
 * The {@link JsonPattern} that the next text is likely to follow: that of the text before, since
 * what writes to a topic repeats itself. As long as texts do not follow it, few are tried. Not
 * thread-safe.
 */
final class JsonPatterns {

  /** Patterns kept, each at its shape's number; of numbers that meet the latest. */
  private static final int KEPT = 1 << 6;

  /** Texts that follow, after which one that does not is forgiven; there are so many at most. */
  private static final int TRIES_FOR_A_MISS = 4;

  private static final int MOST_TRUST = 8 * TRIES_FOR_A_MISS;

  /** Texts that are not tried once trust is used up. */
  private static final int REST = 64;

  private final JsonPattern[] kept = new JsonPattern[KEPT];
  private JsonPattern expected;
  private JsonPattern missed;
  private int latestShape = Shapes.NONE;
  private int trust = TRIES_FOR_A_MISS;
  private int rest;

  /** The pattern to try; null where there is none. */
  JsonPattern expected() {
    missed = null;
    if (rest > 0) {
      rest--;
      return null;
    }
    return expected;
  }

  /** The text followed it. */
  void followed() {
    trust = Math.min(MOST_TRUST, trust + 1);
  }

  /** It did not. */
  void missed() {
    missed = expected;
    trust -= TRIES_FOR_A_MISS;
    if (trust < 0) {
      trust = 0;
      rest = REST;
    }
  }

  /**
   * A text was read without a pattern.
   *
   * @param shape its shape; {@link Shapes#NONE} where it can have no pattern
   */
  void read(int shape, ValueTape tape, byte[] bytes, int start, int end) {
    if (shape == Shapes.NONE) {
      latestShape = shape;
      return;
    }
    JsonPattern known = kept[shape & (KEPT - 1)];
    boolean stillHolds = known != null && known.shape() == shape && known != missed;
    if (stillHolds) {
      expected = known;
    } else if (shape == latestShape && rest == 0) {
      JsonPattern built = new JsonPatternBuilder(tape, bytes, start, end).build(shape);
      kept[shape & (KEPT - 1)] = built;
      expected = built;
    }
    latestShape = shape;
  }
}
