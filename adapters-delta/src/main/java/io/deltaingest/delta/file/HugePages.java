package io.deltaingest.delta.file;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Pages of huge values are encoded one at a time in the process: for a moment each takes twice its
 * size beside the rows that it is made of, and several encoders at once would need as much again.
 * The heap is the process's, and so is the turn.
 */
final class HugePages {

  /** Bytes of values in a page that make it a huge one. */
  static final int LEAST_BYTES = 4 << 20;

  private static final ReentrantLock TURN = new ReentrantLock();

  private HugePages() {}

  /** Waits until no other thread has the turn. */
  static void takeTurn() {
    TURN.lock();
  }

  static void endTurn() {
    TURN.unlock();
  }
}
