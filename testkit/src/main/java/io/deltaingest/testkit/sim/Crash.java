package io.deltaingest.testkit.sim;

/** Thrown out of a port of a worker that was killed: unwinds the loop, which has no say in it. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("killed", null, false, false);
  }
}
