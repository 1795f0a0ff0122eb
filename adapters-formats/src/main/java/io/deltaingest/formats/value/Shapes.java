package io.deltaingest.formats.value;

/**
 * The {@link Shape}s that texts had so far. Bounded; when it is full and many texts are of other
 * shapes, it is begun anew. Not thread-safe.
 */
public final class Shapes {

  /** No shape, or one that is not known. */
  public static final int NONE = -1;

  private static final int MOST_SHAPES = 1 << 13;
  private static final int MOST_STEPS = 1 << 9;

  /** Texts of unknown shapes after which the known ones are forgotten. */
  private static final int PATIENCE = 1 << 16;

  private final Shape unknown = new Shape(this, NONE, 0);
  private Shape beginning = Shape.beginning(this);
  private int created;
  private int numbered;
  private int ofUnknownShape;

  /** Before a text. */
  public Shape beginning() {
    return beginning;
  }

  /** What follows a member without a known name, and whatever there is no room for. */
  public Shape unknown() {
    return unknown;
  }

  /**
   * The number of the shape of a whole text: no other shape ever has it. Numbers are given from 0
   * on. {@link #NONE} for the unknown one.
   */
  public int numberOf(Shape shape) {
    if (shape == unknown) {
      forgetWhenTooManyAreUnknown();
      return NONE;
    }
    if (shape.number() == NONE && numbered < Integer.MAX_VALUE) {
      shape.giveNumber(numbered);
      numbered++;
    }
    return shape.number();
  }

  /** The {@link #unknown()} one where there is no room. */
  Shape create(int step, int steps) {
    if (created == MOST_SHAPES || steps > MOST_STEPS) {
      return unknown;
    }
    created++;
    return new Shape(this, step, steps);
  }

  private void forgetWhenTooManyAreUnknown() {
    if (created < MOST_SHAPES) {
      return;
    }
    ofUnknownShape++;
    if (ofUnknownShape == PATIENCE) {
      ofUnknownShape = 0;
      created = 0;
      beginning = Shape.beginning(this);
    }
  }
}
