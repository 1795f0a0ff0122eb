package io.deltaingest.formats.value;

/**
 * How a JSON text is made up to some point: the names of its members, and what is inside of what,
 * in their order. Texts of one shape have their values at the same nodes of a {@link ValueTape},
 * whatever the values are, so that what was found in one of them need not be looked for in the
 * next. A node in the tree of {@link Shapes}; not thread-safe.
 */
public final class Shape {

  // What follows; a number from 0 on is a KnownName's, a member's.
  private static final int OBJECT = -2;
  private static final int ARRAY = -3;
  private static final int ELEMENT = -4;
  private static final int CLOSE = -5;
  private static final int NOTHING = -6;

  private static final int MOST_FOLLOWERS = 16;

  private final Shapes all;
  private final int step;
  private final int steps;
  private Shape latest;
  private int latestStep = NOTHING;
  private Shape firstFollower;
  private Shape nextFollower;
  private int followers;
  private int number = Shapes.NONE;
  private boolean distinct;

  Shape(Shapes all, int step, int steps) {
    this.all = all;
    this.step = step;
    this.steps = steps;
  }

  static Shape beginning(Shapes all) {
    return new Shape(all, NOTHING, 0);
  }

  /** An object begins. */
  public Shape object() {
    return then(OBJECT);
  }

  /** A member of that name, whose value is a scalar unless an object or an array begins now. */
  public Shape member(KnownName name) {
    return then(name.number());
  }

  /** An array begins. */
  public Shape array() {
    return then(ARRAY);
  }

  /** A scalar is an element of the array. */
  public Shape element() {
    return then(ELEMENT);
  }

  /** The object or array ends. */
  public Shape closed() {
    return then(CLOSE);
  }

  /** Whether the object that has just ended is known to have no name twice. */
  public boolean isOfDistinctNames() {
    return distinct;
  }

  /** Notes that the object that has just ended has no name twice. */
  public void noteDistinctNames() {
    distinct = this != all.unknown();
  }

  int number() {
    return number;
  }

  void giveNumber(int newNumber) {
    number = newNumber;
  }

  private Shape then(int next) {
    return next == latestStep ? latest : find(next);
  }

  private Shape find(int next) {
    if (this == all.unknown()) {
      return this;
    }
    Shape follower = firstFollower;
    while (follower != null && follower.step != next) {
      follower = follower.nextFollower;
    }
    if (follower == null) {
      if (followers == MOST_FOLLOWERS) {
        return all.unknown();
      }
      follower = all.create(next, steps + 1);
      if (follower == all.unknown()) {
        return follower;
      }
      follower.nextFollower = firstFollower;
      firstFollower = follower;
      followers++;
    }
    latestStep = next;
    latest = follower;
    return follower;
  }
}
