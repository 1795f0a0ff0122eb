package io.deltaingest.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * A count that adds up between sends, so that a full queue or a lost socket costs nothing of it.
 */
final class StatsdCounter {

  private final String name;
  private final LongAdder total = new LongAdder();
  private long sent; // The sender's thread.

  StatsdCounter(String name) {
    this.name = name;
  }

  void add(long count) {
    if (count != 0) {
      total.add(count);
    }
  }

  /** What was never sent stays for the next time. */
  void send(StatsdSource.Datagrams datagrams) {
    // sum() beside running adds may miss them, never count them twice: the next sum has them.
    long now = total.sum();
    if (now > sent && datagrams.send(name + ':' + (now - sent) + "|c")) {
      sent = now;
    }
  }
}
