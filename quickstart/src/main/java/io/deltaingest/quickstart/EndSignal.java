package io.deltaingest.quickstart;

import java.util.function.Supplier;

/**
 * Ctrl-C on its way to the tour: the tour's thread is interrupted, but not in the middle of a step
 * that would not survive it. {@link #end} is called on another thread, the rest on the tour's.
 */
final class EndSignal {

  private final Thread tour;
  private volatile boolean given;

  /**
   * @param tour the thread that walks through the tour
   */
  EndSignal(Thread tour) {
    this.tour = tour;
  }

  /** Interrupts the tour, once a step that must not be interrupted is over. */
  void end() {
    given = true;
    synchronized (this) {
      tour.interrupt();
    }
  }

  /** Does something that must not be interrupted. */
  synchronized <T> T shielded(Supplier<T> step) {
    return step.get();
  }

  /** Whether the tour was told to end: whatever fails from then on may have failed of that. */
  boolean isGiven() {
    return given;
  }
}
